"""A ledger (台账): declared columns over a query, rendered alike as page, CSV, XLSX and print."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Protocol


class CellKind(StrEnum):
    """How a column's values are written in a spreadsheet."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``name`` (stable, English), ``title`` (the office's word), how to get and write it.

    ``value`` receives one row of the ledger's query and returns str, int, date or None.
    ``sensitive`` columns come masked through ``masked`` unless a reason was given.
    ``present`` columns show today's knowledge whatever the "as of" date; the page says so.
    """

    name: str
    title: str
    value: Callable[[Any], str | int | date | None]
    kind: CellKind = CellKind.TEXT
    width: int = 12
    sensitive: bool = False
    masked: Callable[[Any], str] | None = None
    present: bool = False
    href: Callable[[Any], str] | None = None
    on_page: bool = True
    quiet: bool = False
    """A remark about the row for those who work here (补记): grey on the page, left off prints unless asked for."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter by a closed list; ``choices`` is asked with the reader's scope."""

    name: str
    label: str
    choices: Callable[["LedgerScope"], Sequence[Choice]]
    blank: str = "全部"
    """What it is called to choose none."""


class LedgerScope(Protocol):
    """What a ledger's query may read: see ``access.scope.Scope``."""

    @property
    def paths(self) -> tuple[str, ...]:
        """Organisation paths whose subtrees are open."""
        ...


@dataclass(frozen=True, slots=True)
class LedgerQuery:
    """One reading: whose eyes, which day, which filters.

    A ledger over a period is asked with its first day ``since`` too; ``as_of`` is then the last.
    """

    scope: Any
    as_of: date
    filters: Mapping[str, str] = field(default_factory=dict)
    since: date | None = None


class RowSource(Protocol):
    """Rows of a ledger in its declared order, without a second query per row."""

    def count(self) -> int:
        """How many rows there are; asked only where the scope bounds them."""
        ...

    def page(self, after: str, size: int) -> tuple[Sequence[Any], str]:
        """``size`` rows after the key, and the key of the next page ("" at the end)."""
        ...

    def stream(self) -> Iterator[Any]:
        """All rows, read in chunks."""
        ...


@dataclass(frozen=True, slots=True)
class Fuller:
    """A ledger's own part of its page, in place of the plain table: a template, and what it is filled with."""

    template: str
    context: Callable[[LedgerQuery], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Ledger:
    """A declared ledger. ``name`` is its stable English name, ``title`` the office's own."""

    name: str
    title: str
    app: str
    purpose: str
    action: str
    columns: Sequence[Column]
    rows: Callable[[LedgerQuery], RowSource]
    basis: Callable[[LedgerQuery], str]
    """The 口径: how it was counted, one sentence."""
    filters: Sequence[Filter] = ()
    reveal_action: str = ""
    landscape: bool = True
    numbered: bool = True
    """Whether its lines are counted on paper; a table with lines of its own numbers is not."""
    period: bool = False
    """Tells what happened from a day to a day, not what holds on one."""
    fuller: Fuller | None = None
    """How the page shows what a plain table would not."""


_ledgers: dict[str, Ledger] = {}


def register_ledgers(*ledgers: Ledger) -> None:
    """Add an app's ledgers; names are unique."""
    for ledger in ledgers:
        _ledgers[ledger.name] = ledger


def ledger(name: str) -> Ledger:
    """The ledger of that name; KeyError when there is none."""
    return _ledgers[name]


def all_ledgers() -> list[Ledger]:
    """Every ledger in the order of registration."""
    return list(_ledgers.values())
