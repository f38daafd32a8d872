"""What apps above tell about organisations and communities: members, leaders, figures, and what keeps from dissolving."""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lianxin.orgs.models import Community, Organisation
from lianxin.ui.parts import Fact, Link


@dataclass(frozen=True, slots=True)
class Headcount:
    """Members whose relation stands in an organisation or below it: all, and full ones."""

    members: int
    full: int


HeadcountSource = Callable[[Collection[str]], Mapping[str, Headcount]]
DissolutionGuard = Callable[[Organisation, date], str]
"""Answers a Chinese sentence saying what still stands there, or ""."""

_headcounts: list[HeadcountSource] = []
_guards: dict[str, DissolutionGuard] = {}


def register_headcounts(source: HeadcountSource) -> None:
    """Let the tree and the organisation's page show how many members there are; one query for all of them."""
    _headcounts[:] = [source]


def headcounts(paths: Collection[str]) -> Mapping[str, Headcount] | None:
    """Headcounts by the organisations' paths; None while nobody keeps members."""
    return _headcounts[0](paths) if _headcounts else None


def register_dissolution_guard(name: str, guard: DissolutionGuard) -> None:
    """Register a reason not to dissolve, asked inside the transaction."""
    _guards[name] = guard


def obstacles(organisation: Organisation, on: date) -> list[str]:
    """Everything that still stands in the organisation."""
    return [found for guard in _guards.values() if (found := guard(organisation, on))]


@dataclass(frozen=True, slots=True)
class Section:
    """What another app adds to an organisation's page: facts, warnings, and links to pages of its own."""

    facts: Sequence[Fact] = ()
    warnings: Sequence[str] = ()
    links: Sequence[Link] = ()


SectionSource = Callable[[object, Organisation], Section]
"""A user and an organisation he may read → what he may see of it; a fixed number of queries."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure of a community counted from a register on a day.

    ``code`` is a stated item's where the same is also stated, ``ledger`` the ledger that lists what was counted,
    ``action`` what it takes to open it, ``basis`` how it was counted (口径).
    """

    code: str
    label: str
    value: int
    unit: str
    ledger: str
    action: str
    basis: str


CountedSource = Callable[[Collection[Community], date], Mapping[uuid.UUID, Sequence[Counted]]]
"""Communities and a day → figures by community; as many queries for one as for all."""

_sections: dict[str, SectionSource] = {}
_counted: dict[str, CountedSource] = {}


def register_section(name: str, source: SectionSource) -> None:
    """Let an app say something on every organisation's page; ``name`` is "app.noun"."""
    _sections[name] = source


def sections_of(user: object, organisation: Organisation) -> Section:
    """What all apps say, put together."""
    found = [source(user, organisation) for source in _sections.values()]
    return Section(
        [fact for each in found for fact in each.facts],
        [warning for each in found for warning in each.warnings],
        [link for each in found for link in each.links],
    )


def register_counted(name: str, source: CountedSource) -> None:
    """Let an app count something for the communities' profile; ``name`` is "app.noun"."""
    _counted[name] = source


def counted_on(communities: Collection[Community], day: date) -> Mapping[uuid.UUID, list[Counted]]:
    """What the registers count for each community on a day, in the order of registration."""
    answers = [source(communities, day) for source in _counted.values()]
    return {
        community.pk: [figure for answer in answers for figure in answer.get(community.pk, ())]
        for community in communities
    }
