"""From one engine to another: what stands here is copied into an empty database and compared, table by table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from lianxin.audit.work import Entry, unit_of_work
from lianxin.backups.databases import held_still, standing_in
from lianxin.backups.errors import BackupError
from lianxin.backups.filling import RowTaker, bring_up_to_date, filled_tables, filling, make_tables
from lianxin.backups.restoring import AfterMigrate, found_faults
from lianxin.backups.tables import Table, batches_of, schema_of, sums_of, tables_of
from lianxin.declare.actors import OPERATOR
from lianxin.declare.verification import Fault

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Moved:
    """One table on both sides."""

    table: str
    here: Mapping[str, Any]
    there: Mapping[str, Any]

    @property
    def same(self) -> bool:
        """Whether count and checksum agree."""
        return dict(self.here) == dict(self.there)


def move(database: Mapping[str, Any], *, after_migrate: AfterMigrate, say: Say) -> tuple[list[Moved], list[Fault]]:
    """Copy this installation's database into an empty one; nothing changes here, keys and files are not touched.

    Raises:
        BackupError: the other database holds something already, or a table did not come out alike (what was copied
            stays there to be thrown away).
    """
    with held_still() as here:
        schema = schema_of(here)
        tables = tables_of(schema, here)
        with standing_in(database) as there:
            target = make_tables(there, schema.migrations)
            there_tables = {table.name: table for table in tables_of(target, there)}
            if filled_tables(target, there):
                raise BackupError("要换过去的数据库里已经有资料，没有动它。请给一个空的数据库。")
            _copy(here, there, tables, there_tables, say)
            compared = _compared(here, there, tables, there_tables)
            if not all(each.same for each in compared):
                names = "、".join(each.table for each in compared if not each.same)
                raise BackupError(f"两边对不上的表：{names}。原来的数据库没有动，请清空新数据库再试。")
            bring_up_to_date(after_migrate, say)
            with unit_of_work(OPERATOR) as work:
                work.record(Entry("backups.move", reason=f"从 {here.display_name} 抄来"))
            return compared, found_faults()


def _copy(
    here: BaseDatabaseWrapper,
    there: BaseDatabaseWrapper,
    tables: list[Table],
    there_tables: dict[str, Table],
    say: Say,
) -> None:
    taker = RowTaker(there, list(there_tables.values()))
    with filling(there, list(there_tables.values())):
        for table in tables:
            taker.table(table.name, table.columns)
            done = 0
            for batch in batches_of(here, table):
                taker.rows(batch)
                done += len(batch)
            say(f"{table.name}：{done} 行。")


def _compared(
    here: BaseDatabaseWrapper, there: BaseDatabaseWrapper, tables: list[Table], there_tables: dict[str, Table]
) -> list[Moved]:
    ours = sums_of(here, tables)
    theirs = sums_of(there, there_tables.values())
    return [Moved(name, ours[name], theirs.get(name, {})) for name in sorted(ours)]
