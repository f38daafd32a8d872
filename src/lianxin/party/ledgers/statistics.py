"""党员分类统计 and 党员年龄学历交叉表: the members of a day in figures, each of which opens the list it counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from lianxin.declare.ledgers import CellKind, Choice, Column, Filter, Fuller, Ledger, LedgerQuery
from lianxin.declare.rows import ListedRows
from lianxin.party.ledgers.bands import roster_of
from lianxin.party.ledgers.members import branches, identifier
from lianxin.party.queries.bands import BY_CODE, DIMENSIONS, Dimension
from lianxin.party.queries.statistics import Statistics, statistics
from lianxin.party.rules import VIEW_LEDGERS

TOTAL = "合计"
_AGE, _EDUCATION = BY_CODE["age"], BY_CODE["education"]
_BASIS = (
    "口径：当天组织关系在本级和下级的正式党员、预备党员，含流出，不含流入；每一项各行相加等于总数，"
    "没有登记的单列一行。性别、民族、学历、职业、入党时间是现在登记的情况"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of a breakdown. ``share`` is of the total, in tenths of a percent."""

    dimension: str
    label: str
    number: int
    total: int
    url: str
    source: str = ""

    @property
    def share(self) -> str:
        """Of the total, ``30.9%``."""
        return f"{self.number * 100 / self.total:.1f}%" if self.total else ""


def counted(query: LedgerQuery) -> Statistics:
    """The figures of a reading."""
    branch = identifier(query.filters.get("branch", ""))
    return statistics(query.scope, query.as_of, Q(organisation_then=branch) if branch else None)


def _narrowed(query: LedgerQuery) -> Mapping[str, str]:
    return {name: value for name, value in query.filters.items() if name == "branch"}


def figures_of(found: Statistics, dimension: Dimension, query: LedgerQuery) -> list[Figure]:
    """The lines of one breakdown."""
    return [
        Figure(
            dimension.label,
            band.label,
            found.number(dimension.code, band.code),
            found.total,
            roster_of(query.as_of, _narrowed(query), **{dimension.code: band.code}),
            dimension.source,
        )
        for band in dimension.bands
    ]


def statistic_rows(query: LedgerQuery) -> ListedRows:
    """The total, then each breakdown (or the one chosen) line by line."""
    found = counted(query)
    whole = Figure(TOTAL, "党员总数", found.total, found.total, roster_of(query.as_of, _narrowed(query)))
    chosen = query.filters.get("part", "")
    parts = [dimension for dimension in DIMENSIONS if chosen in {"", dimension.code}]
    return ListedRows([whole, *(line for part in parts for line in figures_of(found, part, query))])


def _page(query: LedgerQuery) -> Mapping[str, Any]:
    found = counted(query)
    chosen = query.filters.get("part", "")
    parts = [
        {"dimension": dimension, "figures": figures_of(found, dimension, query)}
        for dimension in DIMENSIONS
        if chosen in {"", dimension.code}
    ]
    inward = roster_of(query.as_of, {**_narrowed(query), "floating": "in"})
    return {
        "parts": parts,
        "found": found,
        "whole_url": roster_of(query.as_of, _narrowed(query)),
        "inward_url": inward,
        "crossed": crossed_rows(query, found).rows if not chosen else (),
        "educations": _EDUCATION.bands,
        "age_title": AGE_BY_EDUCATION.title,
        "age_source": _AGE.source,
    }


@dataclass(frozen=True, slots=True)
class Crossing:
    """One age, by education; ``cells`` in the order of the bands, (number, address)."""

    label: str
    cells: tuple[tuple[int, str], ...]
    total: int
    url: str


def crossed_rows(query: LedgerQuery, found: Statistics | None = None) -> ListedRows:
    """A row for each age, and their sum."""
    found = counted(query) if found is None else found
    narrowed = _narrowed(query)
    rows = [
        Crossing(
            age.label,
            tuple(
                (
                    found.crossed.get((age.code, education.code), 0),
                    roster_of(query.as_of, narrowed, age=age.code, education=education.code),
                )
                for education in _EDUCATION.bands
            ),
            found.number("age", age.code),
            roster_of(query.as_of, narrowed, age=age.code),
        )
        for age in _AGE.bands
    ]
    sums = tuple(
        (found.number("education", band.code), roster_of(query.as_of, narrowed, education=band.code))
        for band in _EDUCATION.bands
    )
    return ListedRows([*rows, Crossing(TOTAL, sums, found.total, roster_of(query.as_of, narrowed))])


STATISTICS = Ledger(
    name="statistics",
    title="党员分类统计",
    app="party",
    purpose="多少党员，按年龄、学历、党龄、性别、民族、职业、入党时间各有多少；点数字看是哪些人。",
    action=VIEW_LEDGERS,
    columns=[
        Column("dimension", "项目", lambda row: row.dimension, width=18),
        Column("band", "分类", lambda row: row.label, width=30),
        Column("number", "人数", lambda row: row.number, CellKind.NUMBER, width=8, href=lambda row: row.url),
        Column("share", "占总数", lambda row: row.share, width=8),
        Column("source", "分法", lambda row: row.source, width=12),
    ],
    rows=statistic_rows,
    basis=lambda _: _BASIS,
    filters=[
        Filter("branch", "党支部", branches),
        Filter("part", "项目", lambda _: [Choice(part.code, part.label) for part in DIMENSIONS]),
    ],
    landscape=False,
    numbered=False,
    fuller=Fuller("party/ledgers/statistics.html", _page),
)

AGE_BY_EDUCATION = Ledger(
    name="age_by_education",
    title="党员年龄学历交叉表",
    app="party",
    purpose="每个年龄段的党员各是什么学历，本系统的统计表。",
    action=VIEW_LEDGERS,
    columns=[
        Column("age", "年龄", lambda row: row.label, width=14),
        *(
            Column(
                f"education_{place}",
                band.label,
                lambda row, at=place: row.cells[at][0],  # type: ignore[misc]
                CellKind.NUMBER,
                width=10,
                href=lambda row, at=place: row.cells[at][1],  # type: ignore[misc]
            )
            for place, band in enumerate(_EDUCATION.bands)
        ),
        Column("total", TOTAL, lambda row: row.total, CellKind.NUMBER, width=8, href=lambda row: row.url),
    ],
    rows=crossed_rows,
    basis=lambda _: f"{_BASIS}；交叉表是本系统口径，年龄是到截止日期的周岁",
    filters=[Filter("branch", "党支部", branches)],
    numbered=False,
)
