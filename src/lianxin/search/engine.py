"""What a full-text table must do, and which one serves a database."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connections

TABLE = "search_text"
ENTRIES = "search_searchentry"
ENTRY_COLUMNS = "number, kind, subject_id, title, detail, organisation_path"
UPSERT = (
    "ON CONFLICT (number) DO UPDATE SET "
    "title = excluded.title, detail = excluded.detail, organisation_path = excluded.organisation_path"
)
"""Entries are written in bulk by hand: thousands at once, three times as fast as through model instances."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words that must all be there; of each group of ``any_of`` at least one; ``beginning``: a word that begins so."""

    words: tuple[str, ...]
    any_of: tuple[tuple[str, ...], ...] = ()
    beginning: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """An entry ready to be written, with its words (a blank between)."""

    number: int
    kind: str
    subject_id: uuid.UUID
    title: str
    detail: str
    path: str
    words: str


class Engine(Protocol):
    """The full-text table beside the entries: numbers and their words."""

    def create(self, alias: str) -> None:
        """Make the table if it is missing."""

    def write(self, rows: Sequence[Row]) -> None:
        """Store entries and words, replacing what was there; ``rows`` in the order of their numbers."""

    def rewrite_words(self, words: Sequence[tuple[int, str]]) -> None:
        """Replace the words of numbers, in their order."""

    def erase_words(self, numbers: Sequence[int]) -> None:
        """Forget the words of numbers."""

    def words(self, numbers: Sequence[int]) -> Mapping[int, str]:
        """The stored words."""
        ...

    def condition(self, wanted: Wanted) -> tuple[str, str]:
        """SQL that is true of rows of :data:`TABLE` aliased ``t`` that answer, and its one parameter."""
        ...

    @property
    def key(self) -> str:
        """The column that holds the number."""
        ...


def engine(alias: str = "default") -> Engine:
    """The module for the database's engine."""
    from lianxin.search import postgres, sqlite

    if connections[alias].vendor == "postgresql":
        return postgres.PostgresText()
    return sqlite.SqliteText()


def rows_of(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Run a reading statement on the default database."""
    with connections["default"].cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def run(sql: str, parameters: Sequence[Any] = (), alias: str = "default") -> None:
    """Run a writing statement."""
    with connections[alias].cursor() as cursor:
        cursor.execute(sql, parameters)


def run_many(sql: str, rows: Sequence[Sequence[Any]]) -> None:
    """Run a writing statement once for each row."""
    with connections["default"].cursor() as cursor:
        cursor.executemany(sql, rows)
