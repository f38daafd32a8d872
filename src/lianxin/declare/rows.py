"""Rows read by the key of their order: pages without OFFSET, streams in chunks.

A cursor is the key of the last row seen, written so that it can stand in an address. Orders are ascending or, with a
leading "-", descending; every key must be declared and non-null, and the last one unique.
"""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Generic, TypeVar

from django.core.exceptions import FieldError, ValidationError
from django.db.models import Field, Model, Q, QuerySet

M = TypeVar("M", bound=Model)

CHUNK = 2000
LONGEST_CURSOR = 2000


def cursor_of(row: object, keys: Sequence[str]) -> str:
    """The cursor that stands for a row (a model instance or a mapping)."""
    values = [_text(_value(row, key.removeprefix("-"))) for key in keys]
    return urlsafe_b64encode(json.dumps(values, ensure_ascii=False).encode()).decode().rstrip("=")


def beyond(rows: QuerySet[M], keys: Sequence[str], cursor: str) -> Q | None:
    """The condition for rows after the cursor in the order of ``keys``; None when the cursor means nothing."""
    values = _read(cursor)
    if values is None or len(values) != len(keys):
        return None
    try:
        typed = [_field(rows, key).to_python(value) for key, value in zip(keys, values, strict=True)]
    except (ValidationError, FieldError, ValueError):
        return None
    return _after(keys, typed)


def reversed_keys(keys: Sequence[str]) -> tuple[str, ...]:
    """The same keys the other way round."""
    return tuple(key[1:] if key.startswith("-") else f"-{key}" for key in keys)


@dataclass(frozen=True, slots=True)
class QuerysetRows(Generic[M]):
    """A ledger's rows over one queryset, in the order of ``keys``.

    ``prepare`` may turn a handful of rows into others with a fixed number of queries (a name looked up for all of
    them at once); it is given a page or a chunk at a time and keeps number and order.
    """

    queryset: QuerySet[M]
    keys: tuple[str, ...]
    prepare: Callable[[Sequence[M]], Sequence[Any]] | None = None
    chunk: int = CHUNK

    def count(self) -> int:
        """How many rows there are; asked only where the scope bounds them."""
        return self.queryset.count()

    def page(self, after: str, size: int) -> tuple[Sequence[Any], str]:
        """``size`` rows after the key, and the key of the next page ("" at the end)."""
        ordered = self.queryset.order_by(*self.keys)
        condition = beyond(self.queryset, self.keys, after) if after else None
        found = list((ordered.filter(condition) if condition is not None else ordered)[: size + 1])
        rows = found[:size]
        following = cursor_of(rows[-1], self.keys) if len(found) > size else ""
        return (self.prepare(rows) if self.prepare else rows), following

    def stream(self) -> Iterator[Any]:
        """All rows, read in chunks."""
        rows = self.queryset.order_by(*self.keys).iterator(chunk_size=self.chunk)
        if self.prepare is None:
            yield from rows
            return
        while chunk := list(islice(rows, self.chunk)):
            yield from self.prepare(chunk)


@dataclass(frozen=True, slots=True)
class ListedRows:
    """A ledger's rows that are at hand as a short list (counts, lines of a table); a page's key is a place in it."""

    rows: Sequence[Any]

    def count(self) -> int:
        """How many there are."""
        return len(self.rows)

    def page(self, after: str, size: int) -> tuple[Sequence[Any], str]:
        """``size`` rows from the place on, and the next place ("" at the end)."""
        start = int(after) if after.isascii() and after.isdecimal() else 0
        end = start + size
        return self.rows[start:end], str(end) if end < len(self.rows) else ""

    def stream(self) -> Iterator[Any]:
        """All rows."""
        yield from self.rows


def _after(keys: Sequence[str], values: Sequence[Any]) -> Q:
    """``(a, b) > (x, y)`` as ``a >= x AND (a > x OR (a = x AND b > y))``: the first half is the index's range."""
    name, beyond_it = keys[0].removeprefix("-"), "lt" if keys[0].startswith("-") else "gt"
    further = Q(**{f"{name}__{beyond_it}": values[0]})
    if len(keys) == 1:
        return further
    same = Q(**{name: values[0]}) & _after(keys[1:], values[1:])
    return Q(**{f"{name}__{beyond_it}e": values[0]}) & (further | same)


def _field(rows: QuerySet[Any], key: str) -> "Field[Any, Any]":
    name = key.removeprefix("-")
    annotation = rows.query.annotations.get(name)
    if annotation is not None:
        return annotation.output_field
    model: type[Model] = rows.model
    *path, name = name.split("__")
    for step in path:
        related = model._meta.get_field(step).related_model
        if not isinstance(related, type):
            raise FieldError(key)
        model = related
    field = model._meta.pk if name == "pk" else model._meta.get_field(name)
    if not isinstance(field, Field):
        raise FieldError(key)
    return field


def _value(row: object, key: str) -> object:
    if isinstance(row, dict):
        return row[key]
    for name in key.split("__"):
        row = getattr(row, name)
    return row


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _read(cursor: str) -> list[str] | None:
    if len(cursor) > LONGEST_CURSOR:
        return None
    try:
        values = json.loads(urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)))
    except (binascii.Error, UnicodeError, ValueError, RecursionError):
        return None
    if not isinstance(values, list) or not all(isinstance(value, str) and "\0" not in value for value in values):
        return None
    return values
