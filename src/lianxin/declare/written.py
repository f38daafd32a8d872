"""Statements written out, for the few things that every page asks.

The ORM takes ten times as long to put such a statement together as the database takes to answer it. Whatever is asked
on one page only stays with the ORM.
"""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import connection


def ask(sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """The rows of a reading statement (``%s`` for each value) on the default database."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def key_of(stored: uuid.UUID | str) -> uuid.UUID:
    """An identifier as a statement gives it: PostgreSQL the thing itself, SQLite its digits."""
    return stored if isinstance(stored, uuid.UUID) else uuid.UUID(stored)
