"""An empty database made like the one that was left, filled, compared, and brought up to date."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from lianxin.backups.errors import BackupError, DamagedError, NewerError
from lianxin.backups.tables import Schema, Table, count_of, put_in, schema_of, sums_of, tables_of
from lianxin.search.index import providers, rebuild

Migrations = Sequence[tuple[str, str]]


def make_tables(connection: BaseDatabaseWrapper, migrations: Migrations) -> Schema:
    """Empty tables as they were when ``migrations`` had been run. ``connection`` is this thread's usual one.

    Raises:
        NewerError: this program does not know one of the migrations.
    """
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    if any(key not in graph.nodes for key in migrations):
        raise NewerError
    if not set(graph.leaf_nodes()) <= set(migrations):
        executor.migrate(_last_of_each(executor, migrations))
    else:
        call_command("migrate", database=DEFAULT_DB_ALIAS, run_syncdb=True, interactive=False, verbosity=0)
    return schema_of(connection)


def filled_tables(schema: Schema, connection: BaseDatabaseWrapper) -> list[str]:
    """Tables that hold a row."""
    return [table.name for table in tables_of(schema, connection) if count_of(connection, table)]


@contextmanager
def filling(connection: BaseDatabaseWrapper, tables: Sequence[Table]) -> Iterator[None]:
    """One transaction in which rows may come before those they point to; at its end everything must point right."""
    with connection.constraint_checks_disabled(), transaction.atomic():
        yield
        connection.check_constraints([table.name for table in tables])
        _move_sequences(connection, tables)


class RowTaker:
    """Puts rows where they belong."""

    def __init__(self, connection: BaseDatabaseWrapper, tables: Sequence[Table]) -> None:
        self._connection = connection
        self._tables = {table.name: table for table in tables}
        self._table: Table | None = None

    def table(self, name: str, columns: Sequence[str]) -> None:
        """The table that follows."""
        self._table = self._tables.get(name)
        if self._table is None or list(self._table.columns) != list(columns):
            raise BackupError(f"备份里的表 {name} 和程序里的不一样，不能恢复。请用做备份的那个版本。")

    def rows(self, rows: list[list[Any]]) -> None:
        """Some rows of it."""
        if self._table is None:
            raise DamagedError("内容读不懂")
        put_in(self._connection, self._table, rows)


def compare(connection: BaseDatabaseWrapper, tables: Sequence[Table], expected: dict[str, Any]) -> list[str]:
    """Tables whose count or checksum is not what was expected."""
    found = sums_of(connection, tables)
    return sorted(name for name in {*found, *expected} if found.get(name) != expected.get(name))


def bring_up_to_date(after_migrate: Callable[[str], None], say: Callable[[str], None]) -> None:
    """Today's tables, what models cannot express, the search. On this thread's usual database."""
    call_command("migrate", database=DEFAULT_DB_ALIAS, run_syncdb=True, interactive=False, verbosity=0)
    after_migrate(DEFAULT_DB_ALIAS)
    for kind in providers():
        rebuild(kind)
    say("检索已重建。")


def _last_of_each(executor: MigrationExecutor, migrations: Migrations) -> list[tuple[str, str | None]]:
    graph = executor.loader.graph
    wanted = set(migrations)

    def is_last(key: tuple[str, str]) -> bool:
        children = (child.key for child in graph.node_map[key].children)
        return not any(child in wanted and child[0] == key[0] for child in children)

    return [key for key in migrations if is_last(key)]


def _move_sequences(connection: BaseDatabaseWrapper, tables: Sequence[Table]) -> None:
    from django.apps import apps

    names = {table.name for table in tables}
    kept = [model for model in apps.get_models(include_auto_created=True) if model._meta.db_table in names]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), kept):
            cursor.execute(statement)
