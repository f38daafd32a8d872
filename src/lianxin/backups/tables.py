"""The tables that make up the register, and their rows in a form that belongs to no engine.

A row is a list of plain JSON values in the order of its table's columns: identifiers as hexadecimal, moments as ISO 8601
in UTC, decimals and JSON as text, bytes in base 64. The same row gives the same line on every engine, so that a table's
count and checksum can be compared across engines.
"""

import base64
import hashlib
import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.apps.registry import Apps, apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from lianxin.backups.container import as_line

LEFT_OUT = frozenset({"sessions", "contenttypes", "auth", "search"})
"""Apps whose tables are made anew: sessions end, the framework's own lists and the search come from the rest."""
AT_ONCE = 2000

Change = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, how each value is taken out (``out``) and put in (``back``), and its key."""

    name: str
    columns: tuple[str, ...]
    key: int
    out: tuple[Change | None, ...]
    back: tuple[Change | None, ...]

    def neutral(self, row: Sequence[Any]) -> list[Any]:
        """A row as it came from the engine, as JSON values."""
        return [
            value if value is None or change is None else change(value)
            for value, change in zip(row, self.out, strict=True)
        ]

    def native(self, row: Sequence[Any]) -> list[Any]:
        """A row of JSON values as the engine takes it."""
        return [
            value if value is None or change is None else change(value)
            for value, change in zip(row, self.back, strict=True)
        ]


@dataclass(slots=True)
class Sum:
    """Count and checksum of rows; the order does not matter, for engines may sort differently."""

    rows: int = 0
    _sum: int = 0

    def add(self, line: bytes) -> None:
        """One row's line."""
        self.rows += 1
        self._sum = (self._sum + int.from_bytes(hashlib.sha256(line).digest(), "big")) % (1 << 256)

    def told(self) -> dict[str, Any]:
        """For the end of the file and for comparing."""
        return {"rows": self.rows, "sum": f"{self._sum:064x}"}


@dataclass(frozen=True, slots=True)
class Schema:
    """The models as the database has them, and the migrations that made it so."""

    models: Apps
    migrations: tuple[tuple[str, str], ...]


def schema_of(connection: BaseDatabaseWrapper) -> Schema:
    """What stands in the database: today's models, or those of an older version before it is brought up to date."""
    executor = MigrationExecutor(connection)
    loader = executor.loader
    applied = tuple(sorted(key for key in loader.applied_migrations if key in loader.graph.nodes))
    if executor.migration_plan(loader.graph.leaf_nodes()) and applied:
        return Schema(loader.project_state(list(applied)).apps, applied)
    return Schema(apps, applied)


def tables_of(schema: Schema, connection: BaseDatabaseWrapper) -> list[Table]:
    """Every table that is kept, in the order of its name."""
    found = {}
    for model in schema.models.get_models(include_auto_created=True):
        meta = model._meta
        if meta.app_label in LEFT_OUT or not meta.managed or meta.proxy:
            continue
        fields = list(meta.concrete_fields)
        out, back = zip(*(_changes(field, connection) for field in fields), strict=True)
        columns = tuple(str(field.column) for field in fields)
        key = next(place for place, field in enumerate(fields) if field.primary_key)
        found[meta.db_table] = Table(meta.db_table, columns, key, out, back)
    return [found[name] for name in sorted(found)]


def count_of(connection: BaseDatabaseWrapper, table: Table) -> int:
    """How many rows it has."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table.name)}")  # noqa: S608 (a table of ours)
        return int(cursor.fetchone()[0])


def batches_of(connection: BaseDatabaseWrapper, table: Table) -> Iterator[list[list[Any]]]:
    """All rows as JSON values in the order of their key, some thousand at a time."""
    quote = connection.ops.quote_name
    key = quote(table.columns[table.key])
    columns = ", ".join(map(quote, table.columns))
    begin = f"SELECT {columns} FROM {quote(table.name)}"  # noqa: S608 (tables and columns of ours)
    end = f" ORDER BY {key} LIMIT {AT_ONCE}"
    last: Any = None
    while True:
        with connection.cursor() as cursor:
            if last is None:
                cursor.execute(begin + end)
            else:
                cursor.execute(f"{begin} WHERE {key} > %s{end}", [last])
            rows = cursor.fetchall()
        if rows:
            yield [table.neutral(row) for row in rows]
        if len(rows) < AT_ONCE:
            return
        last = rows[-1][table.key]


def put_in(connection: BaseDatabaseWrapper, table: Table, rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of JSON values."""
    quote = connection.ops.quote_name
    columns = ", ".join(map(quote, table.columns))
    marks = ", ".join(["%s"] * len(table.columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({marks})",  # noqa: S608 (tables and columns of ours)
            [table.native(row) for row in rows],
        )


def sums_of(connection: BaseDatabaseWrapper, tables: Iterable[Table]) -> dict[str, dict[str, Any]]:
    """Count and checksum of each table."""
    told = {}
    for table in tables:
        found = Sum()
        for batch in batches_of(connection, table):
            for row in batch:
                found.add(as_line(row))
        told[table.name] = found.told()
    return told


def _changes(field: "models.Field[Any, Any]", connection: BaseDatabaseWrapper) -> tuple[Change | None, Change | None]:
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    ops = connection.ops
    digits, places = getattr(field, "max_digits", None), getattr(field, "decimal_places", None) or 0
    native_uuid = uuid.UUID if connection.features.has_native_uuid_field else None
    known: tuple[tuple[type[models.Field[Any, Any]], Change, Change | None], ...] = (
        (models.UUIDField, _hex, native_uuid),
        (models.DateTimeField, _moment, lambda text: ops.adapt_datetimefield_value(datetime.fromisoformat(text))),
        (models.DateField, str, lambda text: ops.adapt_datefield_value(date.fromisoformat(text))),
        (models.BooleanField, bool, None),
        (models.BinaryField, lambda value: base64.b64encode(bytes(value)).decode("ascii"), base64.b64decode),
        (models.JSONField, _json, lambda text: ops.adapt_json_value(json.loads(text), None)),
        (
            models.DecimalField,
            lambda value: str(Decimal(str(value)).quantize(Decimal(1).scaleb(-places))),
            lambda text: ops.adapt_decimalfield_value(Decimal(text), digits, places),
        ),
    )
    return next(((out, back) for kind, out, back in known if isinstance(field, kind)), (None, None))


def _hex(value: uuid.UUID | str) -> str:
    return value.hex if isinstance(value, uuid.UUID) else str(value).replace("-", "")


def _moment(value: datetime) -> str:
    moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return moment.isoformat()


def _json(value: Any) -> str:  # noqa: ANN401 (text of JSON, or what a driver made of it)
    content = json.loads(value) if isinstance(value, str | bytes) else value
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
