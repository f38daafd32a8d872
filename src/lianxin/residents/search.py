"""How places, units and persons are found."""

from collections.abc import Iterator

from lianxin.residents.choices import PlaceKind
from lianxin.residents.doors import described_elsewhere
from lianxin.residents.models import Person, Place, Unit
from lianxin.search.index import Indexed

PLACE, UNIT, PERSON = "residents.place", "residents.unit", "residents.person"
_CHUNK = 2000


def indexed_place(courtyard: Place) -> Indexed:
    """The search entry of a courtyard; its buildings are found through it."""
    gone = "（已拆除或合并）" if courtyard.closed_on else ""
    return Indexed(
        kind=PLACE,
        subject_id=courtyard.pk,
        title=courtyard.name,
        detail=f"{courtyard.address}{gone}",
        organisation_path=courtyard.path,
        texts=(courtyard.name, courtyard.address),
    )


def indexed_unit(unit: Unit) -> Indexed:
    """The search entry of a unit, also under the names of its liaison and its address."""
    gone = "（已不在本社区）" if unit.closed_on else ""
    return Indexed(
        kind=UNIT,
        subject_id=unit.pk,
        title=unit.name,
        detail=f"{unit.get_kind_display()} {unit.address}{gone}".strip(),
        organisation_path=unit.path,
        texts=(unit.name, unit.address, unit.contact_name),
    )


def indexed_person(person: Person) -> Indexed:
    """The search entry of a person who has no entry in another app."""
    return Indexed(
        kind=PERSON,
        subject_id=person.pk,
        title=person.name,
        detail=person.residence,
        organisation_path=person.path,
        texts=(person.name,),
    )


def all_places() -> Iterator[Indexed]:
    """Every courtyard, for rebuilding the index."""
    rows = Place.objects.filter(kind=PlaceKind.COURTYARD).order_by("pk")
    return map(indexed_place, rows.iterator(chunk_size=_CHUNK))


def all_units() -> Iterator[Indexed]:
    """Every unit, for rebuilding the index."""
    return map(indexed_unit, Unit.objects.order_by("pk").iterator(chunk_size=_CHUNK))


def all_persons() -> Iterator[Indexed]:
    """Every person not described by another app, for rebuilding the index."""
    rows = Person.objects.order_by("pk")
    elsewhere = described_elsewhere()
    return map(indexed_person, (rows.exclude(elsewhere) if elsewhere else rows).iterator(chunk_size=_CHUNK))
