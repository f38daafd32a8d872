"""A reading as cells of a page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import urlencode

from django.apps import apps
from django.http import QueryDict

from lianxin.declare.ledgers import CellKind, Column, Ledger, RowSource
from lianxin.reports.reading import Reading, Value
from lianxin.ui.parts import Paging

PAGE_SIZE = 50
PRINT_LIMIT = 2000
SHORT = 21
"""Columns of this width at most hold short words, dates and numbers that should not be broken."""
LONGEST_TRAIL = 40
"""Pages one can go back by the button; after that the first page is the way."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, where it leads, and its class: figures to the right, short words in one line."""

    text: str
    url: str = ""
    css: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column."""

    title: str
    numeric: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """Part of a reading ready for a table; ``following`` is the cursor of the next page, "" at the end."""

    headings: Sequence[Heading]
    rows: Sequence[Sequence[Cell]]
    following: str = ""


def shown(
    reading: Reading,
    rows: RowSource | None = None,
    *,
    after: str = "",
    size: int = PAGE_SIZE,
    links: bool = True,
    remarks: bool = True,
) -> Shown:
    """``size`` rows after a cursor; ``rows`` where the reading's are at hand; ``remarks``: with the quiet columns."""
    columns = [column for column in reading.ledger.columns if column.on_page and (remarks or not column.quiet)]
    getters = reading.getters(columns)
    drawn = [(get, _css(column), column.href if links else None) for column, get in zip(columns, getters, strict=True)]
    found, following = (reading.rows() if rows is None else rows).page(after, size)
    cells = [[Cell(_text(get(row)), href(row) if href else "", css) for get, css, href in drawn] for row in found]
    return Shown([Heading(column.title, _numeric(column)) for column in columns], cells, following)


def paging(query: QueryDict, page: Shown, total: int) -> Paging:
    """The neighbours of a page; the way back is carried along, for a ledger only reads forward."""
    trail = [cursor for cursor in query.get("trail", "").split(",") if cursor][-LONGEST_TRAIL:]
    here = query.get("after", "")
    kept = [(key, query.get(key, "")) for key in query if key not in {"after", "trail"}]
    back = ""
    if here:
        back = _address(kept, trail[-1], trail[:-1]) if trail else _address(kept, "", [])
    ahead = _address(kept, page.following, [*trail, here] if here else trail) if page.following else ""
    return Paging(previous_url=back, next_url=ahead, text=f"共 {total:,} 条")


def grouped(ledgers: Iterable[Ledger]) -> list[tuple[str, list[Ledger]]]:
    """The ledgers under the names of the apps they belong to, in the order of registration."""
    by_app = groupby(sorted(ledgers, key=lambda ledger: _place(ledger.app)), key=lambda ledger: ledger.app)
    return [(_app_name(app), list(found)) for app, found in by_app]


def _place(label: str) -> tuple[int, str]:
    labels = [config.label for config in apps.get_app_configs()]
    return (-labels.index(label) if label in labels else 1, label)


def _app_name(label: str) -> str:
    return str(apps.get_app_config(label).verbose_name) if apps.is_installed(f"lianxin.{label}") else label


def _address(kept: Sequence[tuple[str, str]], after: str, trail: Sequence[str]) -> str:
    pairs = [*kept, *([("after", after)] if after else []), *([("trail", ",".join(trail))] if trail else [])]
    return f"?{urlencode(pairs)}"


def _text(value: Value) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _css(column: Column) -> str:
    css = "num" if _numeric(column) else "keep" if column.width <= SHORT else ""
    return f"{css} note".strip() if column.quiet else css


def _numeric(column: Column) -> bool:
    return column.kind is CellKind.NUMBER
