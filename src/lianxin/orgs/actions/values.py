"""What is said about organisations and communities besides their names, and how a change of it is noted."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model


@dataclass(frozen=True, slots=True)
class OrganisationDetails:
    """Facts of an organisation that carry no history of their own."""

    founded_on: date | None = None
    approval_no: str = ""
    unit_situation: str = ""
    floating: bool = False
    contact_name: str = ""
    contact_phone: str = ""
    address: str = ""
    position: int | None = None
    """Place among its siblings; None: the last, or as it was."""


@dataclass(frozen=True, slots=True)
class CommunityDetails:
    """The profile of a community."""

    name: str
    street_name: str = ""
    district_name: str = ""
    area_code: str = ""
    boundary_east: str = ""
    boundary_south: str = ""
    boundary_west: str = ""
    boundary_north: str = ""
    office_address: str = ""
    office_phone: str = ""
    office_hours: str = ""


@dataclass(frozen=True, slots=True)
class FigureDetails:
    """A stated figure: how much of what, as of which day, says who."""

    code: str
    value: Decimal
    stated_on: date
    source: str
    label: str = ""
    """The item's name when ``code`` is not one of the known ones."""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of history as its document says it: the day, the document's number, a remark."""

    on: date | None = None
    document_no: str = ""
    note: str = ""


def apply_values(row: Model, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Set the fields that differ; ``{field: [old, new]}`` for the trail, dates as text."""
    changes: dict[str, list[Any]] = {}
    for name, new in values.items():
        old = getattr(row, name)
        if old != new:
            changes[name] = [_plain(old), _plain(new)]
            setattr(row, name, new)
    return changes


def given(details: OrganisationDetails, *, leave_out: Sequence[str] = ()) -> dict[str, Any]:
    """The fields of a details record, without those named and those that are None by "as it was"."""
    return {
        name: value
        for name, value in asdict(details).items()
        if name not in leave_out and not (name == "position" and value is None)
    }


def _plain(value: object) -> object:
    if isinstance(value, date | Decimal):
        return str(value)
    return value
