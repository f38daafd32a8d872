"""A member's record as it stands, in the shape of what may be said about it."""

from typing import cast

from lianxin.kernel.partial_dates import PartialDate
from lianxin.party.models import Member
from lianxin.party.records.fields import FIELDS, Home, MemberValues, RecordField, Shape


def snapshot(member: Member) -> MemberValues:
    """Every value of a member whose person is loaded; sealed ones are opened, unknown ones are None."""
    values: dict[str, object] = {name: _value(member, field) for name, field in FIELDS.items()}
    return cast("MemberValues", values)


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
