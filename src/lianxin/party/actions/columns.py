"""The record's fields as columns: what a saying writes into which table."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lianxin.kernel.crypto import keyring
from lianxin.party.records import FIELDS, Home, RecordField, Shape
from lianxin.residents.models import ID_NUMBER, PHONE

SEALED_COLUMNS = ("id_number_sealed", "id_number_index", "mobile_sealed", "mobile_index", "phone_sealed")


def plain_fields(home: Home) -> tuple[RecordField, ...]:
    """The unsealed fields kept in a table, without name (it has a key beside it)."""
    return tuple(
        field
        for field in FIELDS.values()
        if field.home is home and field.shape is not Shape.SEALED and field.name != "name"
    )


def column_names(fields: Sequence[RecordField]) -> tuple[str, ...]:
    """The columns of fields, a partial date's two beside each other."""
    names: list[str] = []
    for field in fields:
        names += [field.column, field.precision] if field.precision else [field.column]
    return tuple(names)


PERSON_FIELDS = plain_fields(Home.PERSON)
MEMBER_FIELDS = plain_fields(Home.MEMBER)
PERSON_COLUMNS = column_names(PERSON_FIELDS)
MEMBER_COLUMNS = column_names(MEMBER_FIELDS)

_BLANK_OF_SHAPE: Mapping[Shape, Any] = {Shape.MONTHS: 0, Shape.DATE: None, Shape.BOOL: None}
BLANKS: Mapping[str, Any] = {
    field.name: False if field.name == "lost" else _BLANK_OF_SHAPE.get(field.shape, "") for field in FIELDS.values()
}
"""What a column holds when nothing is said."""


def written(fields: Sequence[RecordField], values: Mapping[str, Any]) -> list[Any]:
    """The values of ``column_names(fields)``, blanks for what is not said, texts cut to what the column holds."""
    row: list[Any] = []
    get = values.get
    for field in fields:
        value = get(field.name)
        if field.precision:
            row += (value.on, str.__str__(value.precision)) if value is not None else (None, "")
        elif value is None:
            row.append(BLANKS[field.name])
        else:
            row.append(str.__str__(value)[: field.length] if field.length else value)
    return row


def sealer() -> Callable[[uuid.UUID, Mapping[str, Any]], list[Any]]:
    """A function that seals a person's numbers: the values of ``SEALED_COLUMNS``."""
    ring = keyring()
    seal, index = ring.seal, ring.index

    def sealed(person_id: uuid.UUID, values: Mapping[str, Any]) -> list[Any]:
        number, mobile, phone = values.get("id_number"), values.get("mobile"), values.get("phone")
        return [
            seal(number, f"{ID_NUMBER}:{person_id}") if number else None,
            index(number, ID_NUMBER) if number else "",
            seal(mobile, f"{PHONE}:{person_id}") if mobile else None,
            index(mobile, PHONE) if mobile else "",
            seal(phone, f"{PHONE}:{person_id}") if phone else None,
        ]

    return sealed
