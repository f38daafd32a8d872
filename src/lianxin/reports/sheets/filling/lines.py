"""A line for each member, in the columns of the sheet."""

from collections.abc import Callable, Sequence
from datetime import date

from lianxin.kernel.partial_dates import PartialDate, Precision
from lianxin.party.ledgers.people import MASKED, OPENED, PLACE, VALUES, Row, Value
from lianxin.party.rosters.reading.checks import REQUIRED
from lianxin.reports.sheets.filling.findings import Blank, Findings, Gap
from lianxin.reports.sheets.layouts.columns import DELICATE, NUMBERS
from lianxin.reports.sheets.layouts.layout import Column, PeopleLayout
from lianxin.reports.sheets.writing.orders import MONTH, PLAIN, TEXT, Given, Order
from lianxin.tables.vocabulary import SEQUENCE

NEEDS_A_REASON = "涉及健康、困难，写明理由才填"
UNKNOWN = "登记簿里没有这一项"
_ASKED = frozenset({*REQUIRED, "name", "age"})
_PARTS = {Precision.DAY: 3, Precision.MONTH: 2, Precision.YEAR: 1}


def order_of(layout: PeopleLayout, people: Sequence[Row], day: date, *, revealed: bool) -> tuple[Order, Findings]:
    """What is to be written into a sheet with a line a person, and what stays blank."""
    columns = [column for column in layout.filled if revealed or column.field not in DELICATE]
    getters = [_getter(column.field, day, revealed=revealed) for column in columns]
    rows = [[get(row, number) for get in getters] for number, row in enumerate(people, 1)]
    order: Order = {
        "sheet": layout.name,
        "first": layout.first,
        "stop": layout.stop,
        "columns": [(column.index, _how(column)) for column in columns],
        "rows": rows,
    }
    findings = Findings(blank=_blank(layout, revealed=revealed), gaps=_gaps(layout.name, columns, rows))
    if layout.total is not None:
        total = layout.total
        order["texts"] = [(total.row, total.column, f"{total.before}{len(people)}{total.after}")]
        if total.written is not None and total.written != len(people):
            findings.differences.append(
                f"工作表“{layout.name}”合计原来写着 {total.written} 人，登记簿里是 {len(people)} 人，已改成 {len(people)}。"
            )
    return order, findings


def shown(value: Given, how: str = PLAIN) -> str:
    """A written value on a page."""
    if isinstance(value, tuple):
        parts = value[:2] if how == MONTH else value
        return ("." if how == MONTH else "-").join(f"{part:02d}" for part in parts)
    return "" if value is None else str(value)


def _blank(layout: PeopleLayout, *, revealed: bool) -> list[Blank]:
    found = [
        Blank(layout.name, column.heading.replace("\n", ""), column.why or UNKNOWN)
        for column in layout.blank
        if column.heading
    ]
    if not revealed:
        found += [Blank(layout.name, each.heading, NEEDS_A_REASON) for each in layout.filled if each.field in DELICATE]
    return found


def _gaps(sheet: str, columns: Sequence[Column], rows: Sequence[Sequence[Given]]) -> list[Gap]:
    """Of what everybody has, how often it is not known."""
    found = []
    for place, column in enumerate(columns):
        if column.field in _ASKED:
            count = sum(row[place] is None or row[place] == "" for row in rows)
            if count:
                found.append(Gap(sheet, column.heading.replace("\n", ""), count))
    return found


def _how(column: Column) -> str:
    if column.field in NUMBERS:
        return TEXT
    return MONTH if column.by_month else PLAIN


def _getter(name: str, day: date, *, revealed: bool) -> Callable[[Row, int], Given]:
    if name == SEQUENCE:
        return lambda _, number: number
    if name in OPENED:
        opened = OPENED[name]
        if revealed:
            return lambda row, _: opened(row)
        mask = MASKED[name]
        return lambda row, _: mask(text) if (text := opened(row)) else ""
    value = VALUES[name]
    return lambda row, _: _given(value(row, day))


def _given(value: Value) -> Given:
    if isinstance(value, PartialDate):
        on = value.on
        return (on.year, on.month, on.day)[: _PARTS[value.precision]]
    if isinstance(value, date):
        return (value.year, value.month, value.day)
    return value


def ids_of(people: Sequence[Row]) -> list[str]:
    """The members' identifiers."""
    return [str(row[PLACE["id"]]) for row in people]
