"""Rows as they stand, value for value, and putting them back so that no seam is left."""

import uuid
from collections.abc import Collection, Iterable
from typing import Any

from django.apps import apps
from django.db import router
from django.db.models import Field, JSONField, Model

from lianxin.declare.resting import MEMBER, PERSON, resting_on
from lianxin.residents.models import Person

Image = dict[str, Any]
"""A row: column → value as JSON holds it."""
Held = dict[str, dict[str, Image]]
"""Rows of several tables: label of the model → key → row."""


def held_by(persons: Collection[uuid.UUID | str], members: Collection[uuid.UUID | str]) -> Held:
    """Persons, memberships and every row of the register that rests on them; one query for each table."""
    rows: list[Model] = [*Person.objects.filter(pk__in=persons)]
    for kind, ids in ((PERSON, persons), (MEMBER, members)):
        for thing in resting_on(kind, pointers=False):
            rows += thing.rows(ids)
    return images_of(rows)


def images_of(rows: Iterable[Model]) -> Held:
    """Rows as they stand."""
    held: Held = {}
    for row in rows:
        held.setdefault(row._meta.label_lower, {})[str(row.pk)] = image_of(row)
    return held


def image_of(row: Model) -> Image:
    """One row as it stands."""
    return {field.attname: _plain(field, row) for field in row._meta.concrete_fields}


def row_of(label: str, image: Image) -> Model:
    """The row again, not saved."""
    model: Any = apps.get_model(label)
    values = {field.attname: _typed(field, image[field.attname]) for field in model._meta.concrete_fields}
    row: Model = model(**values)
    return row


def restore(before: Held, now: Held) -> None:
    """Let the tables hold ``before`` where they hold ``now``; in the caller's transaction.

    What differs goes first and comes back afterwards, so that no unique value stands in its own way.
    """
    for label, images in _without(now, before).items():
        erase(apps.get_model(label), images)
    for label, images in _without(before, now).items():
        model = apps.get_model(label)
        model._base_manager.bulk_create([row_of(label, image) for image in images.values()])


def erase(model: type[Any], ids: Iterable[object]) -> None:
    """Take rows out of their table as they are: nothing cascades, for what points to them is seen to by the caller."""
    rows = model._base_manager.filter(pk__in=list(ids))
    rows._raw_delete(router.db_for_write(model))  # noqa: SLF001 - ``delete`` would take along what is moved just now


def _without(one: Held, other: Held) -> Held:
    """The rows of ``one`` that ``other`` does not hold just so."""
    found = {
        label: {pk: image for pk, image in images.items() if other.get(label, {}).get(pk) != image}
        for label, images in one.items()
    }
    return {label: images for label, images in found.items() if images}


def _plain(field: "Field[Any, Any]", row: Model) -> Any:  # noqa: ANN401 - any column's value
    value = getattr(row, field.attname)
    if value is None or isinstance(field, JSONField):
        return value
    return field.value_to_string(row)


def _typed(field: "Field[Any, Any]", value: Any) -> Any:  # noqa: ANN401 - any column's value
    return value if value is None or isinstance(field, JSONField) else field.to_python(value)
