"""Does every row a row points to exist?"""

from collections.abc import Iterator

from django.db import connection

from lianxin.declare.verification import Fault


def check_references() -> Iterator[Fault]:
    """Rows whose foreign key leads nowhere.

    SQLite is asked for all of them. PostgreSQL keeps its constraints itself; there only a constraint that was added
    without looking at old rows, or switched off, can hide something, and those are named.
    """
    if connection.vendor == "sqlite":
        yield from _sqlite()
    else:
        yield from _postgresql()


def _sqlite() -> Iterator[Fault]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_key_check")
        for table, row, parent, _ in cursor.fetchall():
            key = _key_of(table, row)
            yield Fault(table, key, f"指向 {parent} 里不存在的一行。")


def _key_of(table: str, row: int | None) -> str:
    if row is None:
        return "?"
    quoted = connection.ops.quote_name(table)
    with connection.cursor() as cursor:
        columns = connection.introspection.get_primary_key_columns(cursor, table) or ["rowid"]
        names = ", ".join(connection.ops.quote_name(column) for column in columns)
        cursor.execute(f"SELECT {names} FROM {quoted} WHERE rowid = %s", [row])  # noqa: S608 (names of our own tables)
        found = cursor.fetchone()
    return "/".join(str(value) for value in found) if found else str(row)


def _postgresql() -> Iterator[Fault]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname FROM pg_constraint"
            " WHERE contype = 'f' AND NOT convalidated AND connamespace = current_schema()::regnamespace"
        )
        for table, name in cursor.fetchall():
            yield Fault(table, name, "这条外键约束没有核对过旧数据。")
        cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgisinternal AND tgenabled = 'D'")
        for table, name in cursor.fetchall():
            yield Fault(table, name, "这条外键约束被停用了。")
