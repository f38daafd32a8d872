"""A member's record as it stands, in the shape of what may be said about it."""

from collections.abc import Iterable
from typing import cast

from lianxin.kernel.partial_dates import PartialDate
from lianxin.party.models import Member
from lianxin.party.records.fields import FIELDS, Home, MemberValues, RecordField, Shape


def snapshot(member: Member) -> MemberValues:
    """Every value of a member whose person is loaded; sealed ones are opened, unknown ones are None."""
    return cast("MemberValues", values_of(member, FIELDS))


def values_of(member: Member, names: Iterable[str]) -> dict[str, object]:
    """Some of them: a page opens no number it does not show."""
    return {name: _value(member, FIELDS[name]) for name in names}


def _value(member: Member, field: RecordField) -> object:
    row = member.person if field.home is Home.PERSON else member
    match field.shape:
        case Shape.PARTIAL:
            return PartialDate.of(getattr(row, field.column), getattr(row, field.precision))
        case Shape.ORGANISATION:
            return getattr(row, f"{field.name}_id")
        case Shape.BOOL | Shape.MONTHS | Shape.DATE:
            return getattr(row, field.name)
        case _:
            return getattr(row, field.name) or None
