"""A moment of the database that holds still while others write, and another database in the place of the usual one."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend

_BEGIN = {"postgresql": "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", "sqlite": "BEGIN DEFERRED"}


@contextmanager
def held_still() -> Iterator[BaseDatabaseWrapper]:
    """A connection of its own that sees one moment; nobody waits for it.

    On SQLite a reading transaction in WAL mode, on PostgreSQL a repeatable read. Inside a transaction of ours that one
    is used.
    """
    usual = connections[DEFAULT_DB_ALIAS]
    if usual.in_atomic_block:
        yield usual
        return
    own = usual.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute(_BEGIN[own.vendor])
        yield own
        with own.cursor() as cursor:
            cursor.execute("ROLLBACK")
    finally:
        own.close()


@contextmanager
def standing_in(settings: Mapping[str, Any]) -> Iterator[BaseDatabaseWrapper]:
    """Another database as this thread's usual one; ``settings`` as in Django's DATABASES."""
    usual = connections[DEFAULT_DB_ALIAS]
    options = {name: value for name, value in settings.get("OPTIONS", {}).items() if name != "pool"}
    whole = {**usual.settings_dict, "CONN_MAX_AGE": None, **settings, "OPTIONS": options}
    other: BaseDatabaseWrapper = load_backend(settings["ENGINE"]).DatabaseWrapper(whole, DEFAULT_DB_ALIAS)
    connections[DEFAULT_DB_ALIAS] = other
    try:
        yield other
    finally:
        other.close()
        connections[DEFAULT_DB_ALIAS] = usual
