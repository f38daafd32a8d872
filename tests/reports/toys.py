"""Ledgers for the tests: one over the tree of organisations, one over a list."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from lianxin.access.scope import EVERYTHING
from lianxin.declare.ledgers import CellKind, Choice, Column, Filter, Ledger, LedgerQuery, RowSource
from lianxin.declare.roles import OFFICE, Action, Role, subtree
from lianxin.declare.rows import QuerysetRows
from lianxin.orgs.choices import OrganisationKind
from lianxin.orgs.models import Organisation
from lianxin.reports.reading import Reading

VIEW_TOYS = Action(
    "toys.view", "看玩具", subtree(*OFFICE, Role.BRANCH_SECRETARY, Role.DISTRICT_VIEWER, Role.SYSTEM_ADMIN)
)
REVEAL_TOYS = Action("toys.reveal", "看全玩具", subtree(*OFFICE))


def secret_of(organisation: Organisation) -> str:
    return f"号{organisation.path}"


def tree_rows(query: LedgerQuery) -> QuerysetRows[Organisation]:
    rows = query.scope.narrow(Organisation.objects.all(), "path")
    if query.filters.get("kind"):
        rows = rows.filter(kind=query.filters["kind"])
    return QuerysetRows(rows, ("path",))


TREE = Ledger(
    name="toy_tree",
    title="玩具一览",
    app="orgs",
    purpose="试验用。",
    action="toys.view",
    columns=(
        Column("name", "名称", lambda row: row.name, width=40, href=lambda row: f"/organisations/{row.pk}/"),
        Column("secret", "号码", secret_of, sensitive=True, masked=lambda _: "号****"),
        Column("founded", "成立日期", lambda row: row.founded_on, kind=CellKind.DATE),
        Column("position", "排序", lambda row: row.position, kind=CellKind.NUMBER, present=True),
    ),
    rows=tree_rows,
    basis=lambda query: f"数到{query.as_of}为止",
    filters=(Filter("kind", "类别", lambda _: [Choice(kind.value, str(kind.label)) for kind in OrganisationKind]),),
    reveal_action="toys.reveal",
)


@dataclass(frozen=True)
class ListRows:
    """Rows from a list; the key of a page is its number."""

    rows: Sequence[Any]

    def count(self) -> int:
        return len(self.rows)

    def page(self, after: str, size: int) -> tuple[Sequence[Any], str]:
        start = int(after or 0)
        return self.rows[start : start + size], str(start + size) if start + size < len(self.rows) else ""

    def stream(self) -> Iterator[Any]:
        yield from self.rows


def listed(rows: Sequence[Any] | RowSource, kinds: Sequence[CellKind] = (CellKind.TEXT,), **more: Any) -> Ledger:
    """A ledger over a list of lists of values, or over a row source."""
    columns = [
        Column(f"c{place}", f"第{place + 1}列", lambda row, place=place: row[place], kind=kind)  # type: ignore[misc]
        for place, kind in enumerate(kinds)
    ]
    return Ledger(
        **{
            "name": "toy_list",
            "title": "玩具清单",
            "app": "orgs",
            "purpose": "试验用。",
            "action": "toys.view",
            "columns": columns,
            "rows": lambda _: ListRows(rows) if isinstance(rows, Sequence) else rows,
            "basis": lambda _: "照单全收。",
            **more,
        }
    )


def reading_of(ledger: Ledger, as_of: date = date(2026, 11, 20), *, revealed: bool = False) -> Reading:
    return Reading(ledger, EVERYTHING, as_of, revealed=revealed)
