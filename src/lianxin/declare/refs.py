"""Pointers to things an app may not import: kind and identifier, resolved late."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ref:
    """A thing named by ``kind`` ("app.noun") and identifier."""

    kind: str
    id: uuid.UUID


@dataclass(frozen=True, slots=True)
class RefTarget:
    """What a reader needs of a referred thing: its name and where its page is."""

    label: str
    url: str


Resolver = Callable[[Iterable[uuid.UUID]], Mapping[uuid.UUID, RefTarget]]

_resolvers: dict[str, tuple[str, Resolver]] = {}


def register_ref(kind: str, label: str, resolver: Resolver) -> None:
    """Teach the common rooms to name things of ``kind``; ``label`` is the Chinese noun."""
    _resolvers[kind] = (label, resolver)


def ref_label(kind: str) -> str:
    """The Chinese noun of a kind, or the kind itself when nobody registered it."""
    return _resolvers[kind][0] if kind in _resolvers else kind


def resolve(kind: str, ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, RefTarget]:
    """Names and pages of the given things; unknown kinds and lost things are left out."""
    if kind not in _resolvers:
        return {}
    return _resolvers[kind][1](ids)
