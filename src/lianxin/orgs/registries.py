"""What apps above tell about organisations: how many members stand there, and what keeps one from being dissolved."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from lianxin.orgs.models import Organisation


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
