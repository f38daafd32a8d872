"""What is said about places, units and persons, as the forms and the importer hand it over."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import Model

from lianxin.kernel.partial_dates import PartialDate
from lianxin.kernel.text import tidy_text
from lianxin.residents.models import Place, Unit


@dataclass(frozen=True, slots=True)
class PlaceDetails:
    """A place of any level; ``upkeep`` and ``keeper`` are said of courtyards."""

    name: str
    address: str = ""
    households: int | None = None
    upkeep: str = ""
    keeper: str = ""
    note: str = ""
    opened_on: date | None = None


@dataclass(frozen=True, slots=True)
class UnitDetails:
    """A unit. ``contact_phone`` in clear: None leaves it as it is, "" removes it."""

    name: str
    kind: str
    new_economy: bool = False
    credit_code: str = ""
    address: str = ""
    place: Place | None = None
    contact_name: str = ""
    contact_phone: str | None = None
    headcount: int | None = None
    party_organisation: str = ""
    party_members: int | None = None
    note: str = ""
    opened_on: date | None = None


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """A person. Numbers in clear; fields named as in the member record (domain §2.1)."""

    name: str
    sex: str = ""
    ethnicity: str = ""
    birth: PartialDate | None = None
    id_number: str = ""
    mobile: str = ""
    phone: str = ""
    native_place: str = ""
    education: str = ""
    degree: str = ""
    residence: str = ""
    hukou: str = ""
    place: Place | None = None
    employer: str = ""
    unit: Unit | None = None
    skills: str = ""
    hardship: str = ""
    health: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReachDetails:
    """How a person is best reached. ``carer_phone``: None leaves it as it is, "" removes it."""

    channel: str = ""
    carer_name: str = ""
    carer_relation: str = ""
    carer_phone: str | None = None
    hearing: str = ""
    dialect: str = ""
    mobility: str = ""


def given(details: "PlaceDetails | UnitDetails | PersonDetails | ReachDetails") -> dict[str, Any]:
    """The fields of a details record, texts tidied. (``asdict`` would copy related rows.)"""
    values = {field.name: getattr(details, field.name) for field in fields(details)}
    return {name: tidy_text(value) if value and isinstance(value, str) else value for name, value in values.items()}


def apply_values(row: Model, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Set the fields that differ; ``{field: [old, new]}`` for the trail, as texts where JSON has no such type."""
    changes: dict[str, list[Any]] = {}
    for name, new in values.items():
        old = getattr(row, name)
        if old != new:
            changes[name] = [plain(old), plain(new)]
            setattr(row, name, new)
    return changes


def plain(value: object) -> str | int | None:
    """A value as the trail can hold it."""
    return value if value is None or isinstance(value, str | int | bool) else str(value)
