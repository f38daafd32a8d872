"""Reading a backup: checking it without putting anything anywhere, or putting it into an empty database and folder."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from lianxin.backups.container import Head, Reader, as_line, open_backup
from lianxin.backups.errors import BackupError, DamagedError
from lianxin.backups.tables import AT_ONCE, Sum
from lianxin.kernel.crypto import Keyring


@dataclass(frozen=True, slots=True)
class Content:
    """What a backup was found to hold."""

    head: Head
    tables: dict[str, dict[str, Any]]
    files: int

    @property
    def rows(self) -> int:
        """Of all tables."""
        return sum(int(each["rows"]) for each in self.tables.values())


class Taker(Protocol):
    """Who takes what is read."""

    def table(self, name: str, columns: Sequence[str]) -> None:
        """A table begins."""

    def rows(self, rows: list[list[Any]]) -> None:
        """Some rows of it."""

    def file(self, identifier: str, pieces: Iterator[bytes]) -> None:
        """A sealed file; every piece must be taken."""


class Nobody:
    """Takes nothing: for checking."""

    def table(self, name: str, columns: Sequence[str]) -> None:
        """See Taker."""

    def rows(self, rows: list[list[Any]]) -> None:
        """See Taker."""

    def file(self, identifier: str, pieces: Iterator[bytes]) -> None:
        """See Taker."""
        for _ in pieces:
            pass


def check_backup(path: Path, ring: Keyring) -> Content:
    """Read all of it: every byte, count and checksum. Raises BackupError."""
    return read_backup(path, ring, Nobody())


def read_backup(path: Path, ring: Keyring, taker: Taker) -> Content:
    """Give all of it to ``taker``; what was given before an error must not be used.

    Raises:
        BackupError: with one sentence for the person.
    """
    try:
        with path.open("rb") as file:
            reader = open_backup(file, path.name, ring)
            return _read(reader, taker)
    except OSError as problem:
        raise BackupError(f"备份文件 {path} 读不出来：{problem.strerror or '原因不明'}。") from problem


def _read(reader: Reader, taker: Taker) -> Content:
    sums: dict[str, Any] = {}
    files = 0
    while True:
        line = reader.line()
        if not isinstance(line, dict):
            raise DamagedError("内容读不懂")
        if "table" in line:
            sums[str(line["table"])] = _table(reader, line, taker)
        elif "file" in line:
            _file(reader, line, taker)
            files += 1
        else:
            reader.end()
            if line.get("done") != {"tables": sums, "files": files}:
                raise DamagedError("行数或校验和对不上")
            return Content(reader.head, sums, files)


def _table(reader: Reader, line: dict[str, Any], taker: Taker) -> dict[str, Any]:
    taker.table(line["table"], line["columns"])
    found = Sum()
    batch: list[list[Any]] = []
    while isinstance(row := reader.line(), list):
        found.add(as_line(row))
        batch.append(row)
        if len(batch) == AT_ONCE:
            taker.rows(batch)
            batch = []
    if batch:
        taker.rows(batch)
    if row != {"end": line["table"]}:
        raise DamagedError("内容读不懂")
    return found.told()


def _file(reader: Reader, line: dict[str, Any], taker: Taker) -> None:
    digest = hashlib.sha256()

    def pieces() -> Iterator[bytes]:
        for piece in reader.exactly(int(line["size"])):
            digest.update(piece)
            yield piece

    taker.file(str(line["file"]), pieces())
    if reader.line() != {"end": line["file"], "sha256": digest.hexdigest()}:
        raise DamagedError("附带的文件对不上")
