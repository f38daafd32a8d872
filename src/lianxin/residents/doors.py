"""What an app above knows of persons and this one may not: who else may see them, and whose page is elsewhere."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from lianxin.declare.refs import RefTarget

PersonDoor = Callable[[Any, str], Q | None]
"""Takes a user and an action of this app; answers a condition on ``Person``, or None."""

PersonPages = Callable[[Any, Iterable[uuid.UUID]], Mapping[uuid.UUID, RefTarget]]
"""Takes a user and persons; answers the pages this user may open."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Persons described by another app (members): a condition on ``Person`` and their pages there."""

    condition: Q
    pages: PersonPages


_doors: dict[str, PersonDoor] = {}
_elsewhere: dict[str, Elsewhere] = {}


def register_person_door(name: str, door: PersonDoor) -> None:
    """Register a door; it must open only to who stands in a relation of responsibility to the person."""
    _doors[name] = door


def register_elsewhere(name: str, condition: Q, pages: PersonPages) -> None:
    """Say that some persons have their page, list and search entry in the calling app."""
    _elsewhere[name] = Elsewhere(condition, pages)


def opened_by_others(user: object, code: str) -> Q | None:
    """The conditions of all doors joined, None when none opens."""
    opened: Q | None = None
    for door in _doors.values():
        condition = door(user, code)
        if condition is not None:
            opened = condition if opened is None else opened | condition
    return opened


def described_elsewhere() -> Q | None:
    """The condition for persons with a page in another app, None when there are no such apps."""
    joined: Q | None = None
    for elsewhere in _elsewhere.values():
        joined = elsewhere.condition if joined is None else joined | elsewhere.condition
    return joined


def pages_elsewhere(user: object, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, RefTarget]:
    """The pages of persons in other apps that this user may open."""
    wanted = list(ids)
    pages: dict[uuid.UUID, RefTarget] = {}
    for elsewhere in _elsewhere.values() if wanted else ():
        pages |= elsewhere.pages(user, wanted)
    return pages
