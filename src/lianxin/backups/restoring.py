"""From a backup to an installation: everything is made and checked beside the old one before anything is replaced."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper

from lianxin.audit.work import Entry, unit_of_work
from lianxin.backups.actions import MAKE
from lianxin.backups.container import open_backup
from lianxin.backups.databases import standing_in
from lianxin.backups.errors import BackupError
from lianxin.backups.filling import (
    RowTaker,
    bring_up_to_date,
    compare,
    filled_tables,
    filling,
    make_tables,
)
from lianxin.backups.reading import Content, read_backup
from lianxin.backups.tables import Table, tables_of
from lianxin.declare.actors import OPERATOR
from lianxin.declare.verification import Fault, checks
from lianxin.jobs.models import Job, JobState
from lianxin.kernel import clock
from lianxin.kernel.crypto import Keyring

AfterMigrate = Callable[[str], None]
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put in, and what ``verify`` says of it."""

    content: Content
    faults: list[Fault]


class _Taker(RowTaker):
    """Rows to their tables, sealed files to their places."""

    def __init__(self, connection: BaseDatabaseWrapper, tables: Sequence[Table], folder: Path) -> None:
        super().__init__(connection, tables)
        self._folder = folder

    def file(self, identifier: str, pieces: Iterator[bytes]) -> None:
        """A sealed file, to its place."""
        key = UUID(identifier)
        place = self._folder / key.hex[-2:] / str(key)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with place.open("wb") as target:
            for piece in pieces:
                target.write(piece)
        place.chmod(0o600)


def put_back(
    path: Path, *, ring: Keyring, database: Mapping[str, Any], files: Path, after_migrate: AfterMigrate, say: Say
) -> Restored:
    """Fill an empty database and an empty folder of files from a backup, compare all of it, verify.

    Raises:
        BackupError: with one sentence; what was made so far must be thrown away.
    """
    with path.open("rb") as file:
        migrations = open_backup(file, path.name, ring).head.migrations
    with standing_in(database) as there:
        schema = make_tables(there, migrations)
        tables = tables_of(schema, there)
        if filled_tables(schema, there):
            raise BackupError("要恢复到的数据库里已经有资料，没有动它。请换一个空的数据库。")
        say("正在读备份，逐段核对……")
        with filling(there, tables):
            content = read_backup(path, ring, _Taker(there, tables, files))
        different = compare(there, tables, content.tables)
        if different:
            raise BackupError(f"恢复出来的表和备份对不上：{'、'.join(different)}。原有资料没有动。")
        say(f"{len(content.tables)} 张表、{content.rows} 行都对上了。")
        bring_up_to_date(after_migrate, say)
        _note(path, content)
        say("正在核对审计链和各项约定……")
        return Restored(content, found_faults())


def found_faults() -> list[Fault]:
    """What the registered checks say of this thread's usual database."""
    return [fault for _, _, check in checks() for fault in check()]


def _note(path: Path, content: Content) -> None:
    """Write down that it was restored. The backup's own job, which was still running in it, is over."""
    over = {"state": JobState.DONE, "worker": "", "lease_until": None, "finished_at": clock.now()}
    Job.objects.filter(kind=MAKE, state__in=(JobState.WAITING, JobState.RUNNING)).update(
        message="这台电脑上的资料是从这次备份恢复的。", **over
    )
    with unit_of_work(OPERATOR) as work:
        made = f"备份于 {content.head.made_at[:16].replace('T', ' ')}"
        work.record(Entry("backups.restore", "backups.backup", None, path.name[:200], reason=made))
