"""Two records of one invented person, read as the pages read them."""

from collections.abc import Mapping

from tests.party.rosters.bringing import everything

from lianxin.declare.actors import OPERATOR
from lianxin.party.doubles.merging import merge_persons
from lianxin.party.doubles.sides import Pair, Record, Side, choices, kept_beforehand
from lianxin.party.models import PersonMerge
from lianxin.residents.models import Person

NOT_THE_REGISTER = ("audit.", "party.PersonMerge")
"""Grows with everything that is done."""


def pair_of(first: Person, second: Person) -> Pair:
    """Both as they stand in the database."""
    return {Side.FIRST: read(first), Side.SECOND: read(second)}


def read(person: Person) -> Record:
    """One as it stands in the database."""
    rows = Person.objects.select_related(
        "place", "unit", "community__organisation", "member__organisation", "member__group",
        "member__community__organisation",
    )  # fmt: skip
    return Record.of(rows.get(pk=person.pk))


def merged(
    first: Person, second: Person, *, stays: Side | None = None, chosen: Mapping[str, Side] | None = None
) -> PersonMerge:
    """The two made one, as proposed but for what is given."""
    pair = pair_of(first, second)
    side = stays or kept_beforehand(pair)
    return merge_persons(
        pair=pair,
        versions={each: record.person.version for each, record in pair.items()},
        stays=side,
        chosen={**choices(pair, side), **(chosen or {})},
        actor=OPERATOR,
    )


def tables() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but the trail and the merges themselves; the search by what is in it."""
    return {label: rows for label, rows in everything().items() if not label.startswith(NOT_THE_REGISTER)}
