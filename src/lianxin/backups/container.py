"""The file itself: a line that names the format, a head in clear, then the content compressed and sealed piece by piece.

Each piece is sealed for the head, its number and for being the last or not: nothing can be changed, left out, doubled,
put in another order, cut off or added without being found.
"""

import hashlib
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from lianxin.backups.errors import DamagedError, NewerError, NotABackupError, WrongKeyError
from lianxin.kernel.crypto import CryptoError, Keyring

FORMAT = 1
MAGIC = b"lianxin-backup-%d\n" % FORMAT
PIECE = 1024 * 1024
LARGEST_HEAD = 1024 * 1024
_KIND = re.compile(rb"lianxin-backup-(\d+)\n")
_COMPRESSION = 3
"""Sealed columns do not shrink; what does shrinks nearly as well as at higher levels, in half the time."""
_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Head:
    """What may be known of a backup without a key: when, by which program, for which key, of which tables' state."""

    made_at: str
    version: str
    reason: str
    key_id: str
    migrations: tuple[tuple[str, str], ...]

    def encoded(self) -> bytes:
        """As it stands in the file."""
        values = {
            "made_at": self.made_at,
            "version": self.version,
            "reason": self.reason,
            "key": self.key_id,
            "migrations": [list(pair) for pair in self.migrations],
        }
        return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def decoded(cls, content: bytes) -> "Head":
        """Raises DamagedError."""
        try:
            values = json.loads(content)
            migrations = tuple((str(app), str(name)) for app, name in values["migrations"])
            return cls(
                str(values["made_at"]), str(values["version"]), str(values["reason"]), str(values["key"]), migrations
            )
        except (ValueError, KeyError, TypeError):
            raise DamagedError("文件头读不懂") from None


class Writer:
    """Compresses and seals what is written; holds one piece in memory."""

    def __init__(self, target: IO[bytes], head: Head, ring: Keyring) -> None:
        self._target = target
        self._ring = ring
        encoded = head.encoded()
        self._bound = _bound(encoded)
        target.write(MAGIC + len(encoded).to_bytes(_LENGTH, "big") + encoded)
        self._squeezer = zlib.compressobj(_COMPRESSION)
        self._waiting = bytearray()
        self._number = 0

    def write(self, plain: bytes) -> None:
        """Add to the content."""
        self._waiting += self._squeezer.compress(plain)
        while len(self._waiting) > PIECE:  # one byte is always left for the last piece
            self._seal(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]

    def line(self, value: object) -> bytes:
        """Add a line of JSON; the line."""
        line = as_line(value)
        self.write(line)
        return line

    def finish(self) -> None:
        """Seal what is left as the last piece."""
        self._waiting += self._squeezer.flush()
        while len(self._waiting) > PIECE:
            self._seal(bytes(self._waiting[:PIECE]), last=False)
            del self._waiting[:PIECE]
        self._seal(bytes(self._waiting), last=True)

    def _seal(self, piece: bytes, *, last: bool) -> None:
        sealed = self._ring.seal_bytes(piece, _context(self._bound, self._number, last=last))
        self._target.write(len(sealed).to_bytes(_LENGTH, "big") + sealed)
        self._number += 1


def as_line(value: object) -> bytes:
    """A value as one line of JSON, always the same bytes for the same value."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


@dataclass(slots=True)
class Reader:
    """The content of an opened backup, read from front to end. Every method raises DamagedError."""

    head: Head
    _pieces: Iterator[bytes]
    _buffer: bytearray = field(default_factory=bytearray)

    def line(self) -> Any:  # noqa: ANN401 (JSON)
        """The next line's value."""
        start = 0
        while (end := self._buffer.find(b"\n", start)) < 0:
            start = len(self._buffer)
            self._more()
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        try:
            return json.loads(line)
        except ValueError:
            raise DamagedError("内容读不懂") from None

    def exactly(self, size: int) -> Iterator[bytes]:
        """The next ``size`` bytes, piece by piece."""
        while size:
            if not self._buffer:
                self._more()
            piece = bytes(self._buffer[:size])
            del self._buffer[: len(piece)]
            size -= len(piece)
            yield piece

    def end(self) -> None:
        """See that nothing follows."""
        if self._buffer or any(self._pieces):
            raise DamagedError("后面多出内容")

    def _more(self) -> None:
        piece = next(self._pieces, None)
        if piece is None:
            raise DamagedError("内容不完整")
        self._buffer += piece


def read_head(path: Path) -> Head:
    """The head of a file. Raises BackupError; OSError when it cannot be read."""
    with path.open("rb") as file:
        return _head(file, path.name)[0]


def open_backup(file: IO[bytes], name: str, ring: Keyring) -> Reader:
    """The content under a key; the first piece is opened at once, so a wrong key and a changed head are found here.

    Raises:
        BackupError: not a backup, a newer one, another key's, damaged.
    """
    head, encoded = _head(file, name)
    if not ring.knows(head.key_id):
        raise WrongKeyError
    pieces = _unsqueezed(_opened(file, _bound(encoded), ring))
    first = next(pieces, b"")
    reader = Reader(head, pieces)
    reader._buffer += first  # noqa: SLF001 (our own)
    return reader


def _head(file: IO[bytes], name: str) -> tuple[Head, bytes]:
    match = _KIND.fullmatch(file.readline(64))
    if match is None:
        raise NotABackupError(name)
    if int(match[1]) > FORMAT:
        raise NewerError
    if int(match[1]) != FORMAT:
        raise NotABackupError(name)
    size = int.from_bytes(file.read(_LENGTH), "big")
    encoded = file.read(min(size, LARGEST_HEAD))
    if not size or size > LARGEST_HEAD or len(encoded) != size:
        raise DamagedError("文件头不完整")
    return Head.decoded(encoded), encoded


def _opened(file: IO[bytes], bound: str, ring: Keyring) -> Iterator[bytes]:
    number, length = 0, file.read(_LENGTH)
    if not length:
        raise DamagedError("没有内容")
    while length:
        size = int.from_bytes(length, "big")
        sealed = file.read(min(size, 2 * PIECE))
        if len(sealed) != size:
            raise DamagedError(f"第 {number + 1} 段不完整")
        following = file.read(_LENGTH)
        try:
            yield ring.open_bytes(sealed, _context(bound, number, last=not following))
        except CryptoError:
            raise DamagedError(f"第 {number + 1} 段打不开") from None
        number, length = number + 1, following


def _unsqueezed(pieces: Iterator[bytes]) -> Iterator[bytes]:
    squeezer = zlib.decompressobj()
    try:
        for piece in pieces:
            rest = piece
            while rest:
                if plain := squeezer.decompress(rest, PIECE):
                    yield plain
                rest = squeezer.unconsumed_tail
        if plain := squeezer.flush():
            yield plain
    except zlib.error:
        raise DamagedError("内容解不开") from None
    if not squeezer.eof:
        raise DamagedError("内容不完整")


def _bound(encoded: bytes) -> str:
    return hashlib.sha256(MAGIC + encoded).hexdigest()


def _context(bound: str, number: int, *, last: bool) -> str:
    return f"backups.backup:{bound}:{number}:{'last' if last else 'more'}"
