"""党员数量变化情况: table 1 of the annual statistics, as lines that can be printed, and with its checks on the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from lianxin.declare.ledgers import CellKind, Column, Fuller, Ledger, LedgerQuery
from lianxin.declare.rows import ListedRows
from lianxin.kernel import clock
from lianxin.party.ledgers.bands import roster_of
from lianxin.party.ledgers.changes import kind_filter
from lianxin.party.queries.changes import ADDING
from lianxin.party.queries.yearly import LINES, Line, TableOne, table_one
from lianxin.party.rules import VIEW_LEDGERS

_YEARS_BACK = 3
_COMPARED = {3: 4, 5: 6, 7: 8, 13: 14}


@dataclass(frozen=True, slots=True)
class Shown:
    """A line with its number, what the check formula says of it, and where the number leads."""

    line: Line
    number: int
    check: str
    url: str = ""

    @property
    def label(self) -> str:
        """The words, set in as deep as the line stands."""
        return "　" * self.line.depth + self.line.label


def _shown(found: TableOne, query: LedgerQuery) -> list[Shown]:
    return [
        Shown(line, found.numbers[line.number], _check(found, line.number), _url(found, line, query)) for line in LINES
    ]


def _check(found: TableOne, number: int) -> str:
    if number in _COMPARED:
        other = _COMPARED[number]
        sign = "≥" if (held := found.numbers[number] >= found.numbers[other]) else "<"
        return f"{number} {sign} {other}，{'相符' if held else '不符'}"
    if number == 17:
        return "为0，相符" if found.numbers[17] == 0 else f"应为0，不符，牵涉{len(found.causes)}人"
    return ""


def _url(found: TableOne, line: Line, query: LedgerQuery) -> str:
    """Who is counted: the roster of the day, or the changes of the year."""
    if line.number == 1:
        return roster_of(date(found.as_of.year - 1, 12, 31), {})
    if line.number == 16:
        return roster_of(query.as_of, {})
    narrowed = {2: {"direction": "added"}, 9: {"direction": "taken"}}.get(line.number)
    if line.kinds:
        narrowed = {"kind": kind_filter(line), "direction": "added" if line.kinds[0] in ADDING else "taken"}
    if narrowed is None:
        return ""
    days = {"since": f"{query.as_of.year}-01-01", "as_of": query.as_of.isoformat()}
    return f"{reverse('reports:ledger', args=['changes'])}?{urlencode({**days, **narrowed})}"


def _page(query: LedgerQuery) -> Mapping[str, Any]:
    found = table_one(query.scope, query.as_of)
    today = clock.today()
    years = [
        ("今年到今天", today),
        *((f"{today.year - n}年", date(today.year - n, 12, 31)) for n in range(1, _YEARS_BACK + 1)),
    ]
    return {
        "table": found,
        "lines": _shown(found, query),
        "years": [{"label": label, "as_of": day.isoformat(), "here": day == query.as_of} for label, day in years],
    }


TABLE_ONE = Ledger(
    name="table_one",
    title="党员数量变化情况（年报第一表）",
    app="party",
    purpose="今年的党员数是怎样从上年底变过来的，核对公式平不平，不平是因为谁。",
    action=VIEW_LEDGERS,
    columns=[
        Column("number", "行号", lambda row: row.line.number, CellKind.NUMBER, width=6),
        Column("label", "项目", lambda row: row.label, width=28),
        Column("formula", "算式", lambda row: row.line.formula, width=14),
        Column("count", "人数", lambda row: row.number, CellKind.NUMBER, width=8, href=lambda row: row.url),
        Column("check", "核对", lambda row: row.check, width=24),
    ],
    rows=lambda query: ListedRows(_shown(table_one(query.scope, query.as_of), query)),
    basis=lambda query: (
        f"口径：{query.as_of.year}年1月1日起的变动，上年底总数按{query.as_of.year - 1}年12月31日；只数正式组织关系，流出的计入，"
        "流入的不计入；撤销的变动不计；取消预备党员资格归入出党；花名册建档的人按本来就在册计"
    ),
    landscape=False,
    numbered=False,
    fuller=Fuller("party/ledgers/table_one.html", _page),
)
