"""Writing a backup: every row of one moment, and the sealed files those rows speak of."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from django.db.backends.base.base import BaseDatabaseWrapper

from lianxin import __version__
from lianxin.backups.container import Head, Writer
from lianxin.backups.databases import held_still
from lianxin.backups.tables import Sum, Table, batches_of, count_of, schema_of, tables_of
from lianxin.files.models import StoredFile
from lianxin.files.places import place_of, room_needed, written_whole
from lianxin.kernel import clock
from lianxin.kernel.crypto import keyring

PIECE = 1024 * 1024
FILES_TABLE = StoredFile._meta.db_table
OnStep = Callable[[int, int], None]
"""Told (rows done, rows in all)."""


@dataclass(frozen=True, slots=True)
class Written:
    """A backup that was written: ``size`` in bytes, ``rows`` of all tables, ``files`` beside them."""

    path: Path
    size: int
    rows: int
    files: int


def write_backup(target: Path, *, reason: str, on_step: OnStep | None = None) -> Written:
    """Write what the installation holds at this moment to ``target``, whole or not at all; others go on writing.

    Raises:
        StorageError: no room, or the place cannot be written.
    """
    with room_needed(), written_whole(target) as file, held_still() as source:
        schema = schema_of(source)
        head = Head(clock.now().isoformat(), __version__, reason, keyring().key_id, schema.migrations)
        writer = Writer(file, head, keyring())
        rows, files = _content(writer, source, tables_of(schema, source), on_step)
        writer.finish()
    return Written(target, target.stat().st_size, rows, files)


def _content(
    writer: Writer, source: BaseDatabaseWrapper, tables: list[Table], on_step: OnStep | None
) -> tuple[int, int]:
    total = sum(count_of(source, table) for table in tables)
    done = 0
    sums: dict[str, Any] = {}
    kept: list[str] = []
    for table in tables:
        writer.line({"table": table.name, "columns": table.columns})
        found = Sum()
        for batch in batches_of(source, table):
            for row in batch:
                found.add(writer.line(row))
            if table.name == FILES_TABLE:
                kept += _present(table, batch)
            done += len(batch)
            if on_step is not None:
                on_step(done, total)
        sums[table.name] = found.told()
        writer.line({"end": table.name})
    files = sum(_file(writer, identifier) for identifier in kept)
    writer.line({"done": {"tables": sums, "files": files}})
    return done, files


def _present(table: Table, rows: Iterable[list[Any]]) -> list[str]:
    """Identifiers of files whose content was not erased."""
    removed = table.columns.index("removed_at")
    return [row[table.key] for row in rows if row[removed] is None]


def _file(writer: Writer, identifier: str) -> bool:
    """Add a sealed file as it lies on the disk; one that went meanwhile is passed over."""
    try:
        file: IO[bytes] = place_of(UUID(identifier)).open("rb")
    except FileNotFoundError:
        return False
    with file:
        digest = hashlib.sha256()
        size = file.seek(0, 2)
        file.seek(0)
        writer.line({"file": identifier, "size": size})
        while piece := file.read(PIECE):
            digest.update(piece)
            writer.write(piece)
        writer.line({"end": identifier, "sha256": digest.hexdigest()})
    return True
