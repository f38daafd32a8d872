"""What rests on a person or a membership: whoever merges two of them must know all of it.

Every app registers its tables that point to persons or memberships here, so that nothing is left pointing to who was
set aside; ``verify`` looks for it, and a test finds foreign keys that nobody registered.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet

PERSON, MEMBER = "residents.person", "party.member"
"""What things rest on, by the label of the model."""

Moves = Callable[[Sequence[Any], Sequence[Any]], Iterable[Any]]
"""Takes the rows of who stays and of who goes; answers those of who goes that move to who stays."""


def all_move(_: Sequence[Any], going: Sequence[Any]) -> Iterable[Any]:
    """Nothing can clash."""
    return going


def none_move(_: Sequence[Any], going: Sequence[Any]) -> Iterable[Any]:
    """What says something of this very record only."""
    return ()


@dataclass(frozen=True, slots=True)
class Resting:
    """Rows of a table that rest on a person or a membership.

    ``code`` is "app.noun", ``label`` what a page calls such a thing ("" for what no clerk needs to hear of), ``on`` one
    of the kinds above, ``column`` the one that holds the identifier, ``moves`` what of it moves when two are made one;
    the rest is kept with the record that is set aside. ``pointer``: not a row of the register but a mere hint to it (no
    foreign key): only the hint is turned to who stays, ``stamp`` is written beside it, ``only`` narrows to such rows.
    """

    code: str
    label: str
    on: str
    model: type[Model]
    column: str
    moves: Moves = all_move
    pointer: bool = False
    only: Mapping[str, Any] = field(default_factory=dict)
    stamp: Mapping[str, Any] = field(default_factory=dict)

    def rows(self, ids: Collection[object]) -> QuerySet[Any]:
        """The rows that rest on any of the identifiers."""
        return self.model._base_manager.filter(**{f"{self.column}__in": ids}, **self.only)


_resting: dict[str, Resting] = {}


def register_resting(*things: Resting) -> None:
    """Say what of one's own rests on persons or memberships; called in ``ready``."""
    _resting.update({thing.code: thing for thing in things})


def resting_on(kind: str, *, pointers: bool) -> list[Resting]:
    """What rests on a kind: rows of the register, or mere hints."""
    return [thing for thing in _resting.values() if thing.on == kind and thing.pointer is pointers]


def resting(code: str) -> Resting:
    """The thing with a code."""
    return _resting[code]
