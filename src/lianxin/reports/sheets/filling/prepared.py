"""A workbook laid beside the register: what would be written into each sheet, nothing written yet."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lianxin.party.ledgers.people import Row
from lianxin.reports.sheets.filling import counting, lines
from lianxin.reports.sheets.filling.choice import Choice
from lianxin.reports.sheets.filling.counting import Counts, Members
from lianxin.reports.sheets.filling.findings import Blank, Findings
from lianxin.reports.sheets.layouts.layout import CountLayout, Layout, PeopleLayout, UnknownLayout
from lianxin.reports.sheets.sandboxed import fill_blank
from lianxin.reports.sheets.writing.orders import Order


@dataclass(slots=True)
class Prepared:
    """What would be written, whom it is about, and what should be looked at."""

    layouts: Sequence[Layout]
    people: list[Row]
    basis: str
    orders: list[Order] = field(default_factory=list)
    counts: dict[str, Counts] = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)

    @property
    def included(self) -> list[str]:
        """Identifiers of the members a line or a count is about."""
        return lines.ids_of(self.people)

    def rows_of(self, sheet: str) -> int:
        """How many lines a sheet gets, 0 for counts."""
        return sum(len(order.get("rows", [])) for order in self.orders if order["sheet"] == sheet)


def prepare(layouts: Sequence[Layout], choice: Choice) -> Prepared:
    """Work everything out: members are read once, who flows in once more where a table asks."""
    tables = [layout for layout in layouts if isinstance(layout, CountLayout)]
    inward = any(table.inward for table in tables)
    prepared = Prepared(layouts, choice.people(), choice.basis(counted=bool(tables), inward=inward))
    members = Members(
        [choice.facts(row) for row in prepared.people] if tables else [],
        [choice.facts(row) for row in choice.inward()] if inward else [],
    )
    for layout in layouts:
        if isinstance(layout, PeopleLayout):
            _take(prepared, *lines.order_of(layout, prepared.people, choice.as_of, revealed=choice.revealed))
        elif isinstance(layout, CountLayout):
            counts = members.count(layout)
            prepared.counts[layout.name] = counts
            _take(prepared, *counting.order_of(counts))
        elif isinstance(layout, UnknownLayout):
            prepared.findings.untouched.append(Blank(layout.name, layout.name, layout.why))
    return prepared


def _take(prepared: Prepared, order: Order, findings: Findings) -> None:
    prepared.orders.append(order)
    prepared.findings.blank += findings.blank
    prepared.findings.gaps += findings.gaps
    prepared.findings.differences += findings.differences


def fill(path: Path, prepared: Prepared) -> bytes:
    """The workbook filled, in its own layout; sums it works out by itself are compared, differences join the findings.

    Raises:
        SheetRefused: it cannot be filled.
    """
    content, formulas = fill_blank(path, prepared.orders)
    for sheet, found in formulas.items():
        prepared.findings.differences += counting.formula_differences(prepared.counts[sheet], found)
    return content
