"""Lists of people or units from which sheets are made: sign-in and tick sheets, labels, envelopes.

A mechanism that has such a list registers a source; the page that makes the sheets (``reports``) knows no mechanism.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

MOST_ON_HANDOUTS = 2000
"""Rows of one sheet; who needs more narrows the list first."""


@dataclass(frozen=True, slots=True)
class HandoutRow:
    """One person or unit. ``courtesy`` follows the name ("同志"); ``address`` "" when unknown.

    ``attention`` is who opens the envelope where that is not the name itself; ``cells`` hold the source's columns.
    """

    name: str
    courtesy: str = ""
    address: str = ""
    attention: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HandoutSource:
    """A list. ``columns`` are (name, title) pairs, never anything masked; ``back`` is the list's own address name.

    ``rows`` is given the user, the scope in which he may take things home, and the list's query; it returns at most
    ``MOST_ON_HANDOUTS`` + 1 rows in the order of the list, in a fixed number of queries. ``told`` says in words to what
    the query narrows the list, "" for everything.
    """

    name: str
    title: str
    action: str
    back: str
    columns: Sequence[tuple[str, str]]
    rows: Callable[[Any, Any, Any], Sequence[HandoutRow]]
    told: Callable[[Any, Any], str]


_sources: dict[str, HandoutSource] = {}


def register_handout_source(*sources: HandoutSource) -> None:
    """Add lists; names are unique ("party.members")."""
    for source in sources:
        _sources[source.name] = source


def handout_source(name: str) -> HandoutSource | None:
    """The list of that name, None when there is none."""
    return _sources.get(name)


def handout_sources() -> list[HandoutSource]:
    """Every list in the order of registration."""
    return list(_sources.values())


@dataclass(frozen=True, slots=True)
class HandoutPage:
    """Where sheets are made: an address name that takes a source and a kind, the kind to begin with, who may."""

    url_name: str
    first_kind: str
    action: str


_pages: list[HandoutPage] = []


def register_handout_page(page: HandoutPage) -> None:
    """Name the page; the last one registered counts."""
    _pages[:] = [page]


def handout_page() -> HandoutPage | None:
    """The page, None where nobody makes sheets."""
    return _pages[0] if _pages else None
