"""What the components show: small frozen records that views fill and templates read.

Every component also takes plain dictionaries with the same keys.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_uppercase
from typing import Literal
from urllib.parse import urlencode

PAGE_KEYS = frozenset({"after", "before", "initial"})
"""Query parameters that say which page of a list; a new order or filter starts at the first."""

Tone = Literal["ok", "warn", "bad", "info", "quiet", "gold"]


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go: in the rail, a tab, a breadcrumb. ``note`` is one small word or figure behind the label."""

    label: str
    url: str = ""
    key: str = ""
    current: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What the desk's frame shows around every page; everything may be left out."""

    community: str = ""
    nav: tuple[Link, ...] = ()
    tabs: tuple[Link, ...] = ()
    foot: tuple[Link, ...] = ()
    user_name: str = ""
    home_url: str = "/"
    account_url: str = ""
    logout_url: str = ""
    demo: bool = False
    demo_exit_url: str = ""
    large: bool = False
    large_url: str = ""
    search_url: str = ""
    show_search: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter and the address without it."""

    label: str
    value: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class Paging:
    """Paging by key: addresses of the neighbouring pages (empty: none) and the jump by initial."""

    previous_url: str = ""
    next_url: str = ""
    initials: tuple[Link, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A key fact: label and value, perhaps where it leads, what it rests on, and whether it needs the whole width."""

    label: str
    value: object = ""
    url: str = ""
    note: str = ""
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of a timeline; ``late`` marks 补记."""

    when: str
    title: str
    text: str = ""
    url: str = ""
    tone: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """Something to be done: how urgent in words, what, on what it rests, and the one action that settles it."""

    when: str
    title: str
    text: str = ""
    tone: Tone = "quiet"
    action: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a longer task: ``done``, ``current`` or ``next``."""

    label: str
    state: Literal["done", "current", "next"] = "next"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field before and after."""

    label: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field two people changed: what it was, what the other saved, what this one typed.

    ``choice`` preselects ``"theirs"`` or ``"mine"``; empty asks. Read from the form as ``keep_<name>``.
    """

    name: str
    label: str
    original: str = ""
    theirs: str = ""
    mine: str = ""
    choice: Literal["", "theirs", "mine"] = ""

    @property
    def differs(self) -> bool:
        """Whether there is anything to choose."""
        return self.theirs != self.mine


def initial_links(
    *,
    path: str,
    current: str = "",
    present: Iterable[str] = ascii_uppercase,
    keep: Iterable[tuple[str, object]] = (),
    parameter: str = "initial",
) -> tuple[Link, ...]:
    """The jump A–Z: a link for each initial in ``present`` (others stand without address), ``keep`` stays in the query."""
    found = "".join(sorted({letter.upper() for letter in present}))
    kept = tuple((key, str(value)) for key, value in keep if key != parameter)
    return _initial_links(path, current.upper(), found, kept, parameter)


@lru_cache(maxsize=256)
def _initial_links(
    path: str, current: str, found: str, kept: tuple[tuple[str, str], ...], parameter: str
) -> tuple[Link, ...]:
    return tuple(
        Link(
            label=letter,
            url=f"{path}?{urlencode([*kept, (parameter, letter.lower())])}" if letter in found else "",
            current=letter == current,
        )
        for letter in ascii_uppercase
    )
