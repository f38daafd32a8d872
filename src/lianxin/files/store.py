"""Files kept for a while: sealed piece by piece on the disk, known by a row.

A sealed file is a head line and then pieces of at most :data:`PIECE` bytes, each sealed for its own number and the last
one for being the last: pieces cannot be left out, doubled, put in another order or cut off, and neither keeping nor
reading holds more than one piece in memory.
"""

import hashlib
import io
import os
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, BinaryIO

from lianxin.declare.actors import Actor
from lianxin.files.errors import FileDamagedError, FileGoneError
from lianxin.files.models import StoredFile
from lianxin.files.places import files_folder, passing_folder, place_of, room_needed, written_whole
from lianxin.kernel import clock
from lianxin.kernel.crypto import CryptoError, keyring
from lianxin.kernel.ids import uuid7
from lianxin.kernel.text import tidy_text

PIECE = 1024 * 1024
HEAD = b"lianxin-file-1\n"
LONGEST_NAME = 200
ORPHANS_AFTER = timedelta(days=1)
"""A sealed file without a row is left alone for a day: the transaction that writes its row may still be open."""
PASSING_AFTER = timedelta(hours=6)
"""A passing file older than this belongs to nobody any more."""
SWEEP_AT_ONCE = 500


def keep(
    data: BinaryIO | bytes,
    *,
    name: str,
    purpose: str,
    community_id: uuid.UUID | None,
    actor: Actor,
    keep_days: int | None,
) -> StoredFile:
    """Seal what ``data`` gives from where it stands and remember it by a row; ``keep_days`` None keeps it for good.

    ``name`` is only shown and offered when downloading. The row belongs to the caller's transaction.

    Raises:
        StorageFullError: no room; nothing is left behind.
        StorageError: the data folder cannot be written.
    """
    now = clock.now()
    stored = StoredFile(
        id=uuid7(),
        community_id=community_id,
        name=shown_name(name),
        purpose=purpose,
        created_at=now,
        created_by_id=actor.user_id,
        keep_until=None if keep_days is None else now + timedelta(days=keep_days),
    )
    source = io.BytesIO(data) if isinstance(data, bytes) else data
    place = place_of(stored.id)
    with written_whole(place) as target:
        stored.size, stored.sha256 = _seal(source, target, stored.id)
    try:
        stored.save(force_insert=True)
    except BaseException:
        place.unlink(missing_ok=True)
        raise
    return stored


def shown_name(name: str) -> str:
    """A file's name as it may be shown: one line, no folders, its ending kept when it is too long."""
    tidy = tidy_text(name.replace("\\", "/").rpartition("/")[2]) or "未命名"
    if len(tidy) <= LONGEST_NAME:
        return tidy
    stem, dot, ending = tidy.rpartition(".")
    if not dot or len(ending) > 10:  # a long "ending" is text after a full stop
        return tidy[:LONGEST_NAME]
    return stem[: LONGEST_NAME - len(ending) - 1] + "." + ending


def pieces(stored: StoredFile) -> Iterator[bytes]:
    """The content, piece by piece; what was given out before an error must not be used.

    Raises:
        FileGoneError: the content was removed.
        FileDamagedError: a byte is not what was kept.
        StorageError: the data folder cannot be read.
    """
    if stored.removed_at is not None:
        raise FileGoneError(stored.name)
    with room_needed():
        try:
            file = place_of(stored.id).open("rb")
        except FileNotFoundError:
            raise FileGoneError(stored.name) from None
        with file:
            yield from _open(file, stored)


def read_file(stored: StoredFile) -> bytes:
    """The whole content in memory. Raises as :func:`pieces`."""
    return b"".join(pieces(stored))


@contextmanager
def opened(stored: StoredFile) -> Iterator[Path]:
    """The content as a passing file of this machine's user only, gone at the end. Raises as :func:`pieces`."""
    with room_needed():
        descriptor, name = tempfile.mkstemp(dir=passing_folder(), prefix="open-")
    path = Path(name)
    try:
        with room_needed(), os.fdopen(descriptor, "wb") as target:
            for piece in pieces(stored):
                target.write(piece)
        yield path
    finally:
        path.unlink(missing_ok=True)


def remove(stored: StoredFile) -> None:
    """Erase the content and mark the row; a second time changes nothing."""
    with room_needed():
        place_of(stored.id).unlink(missing_ok=True)
    if StoredFile.objects.filter(pk=stored.pk, removed_at=None).update(removed_at=clock.now()):
        stored.refresh_from_db(fields=["removed_at"])


def sweep(now: datetime | None = None) -> int:
    """Erase contents whose time is over, files whose row never came, and passing files left by a kill.

    Returns:
        How many contents whose time was over were erased.
    """
    moment = now or clock.now()
    over = StoredFile.objects.filter(keep_until__lt=moment, removed_at=None).order_by("keep_until")
    erased = 0
    while batch := list(over[:SWEEP_AT_ONCE]):
        for stored in batch:
            remove(stored)
        erased += len(batch)
    _sweep_orphans()
    _sweep_passing()
    return erased


def _sweep_orphans() -> None:
    """By the disk's own clock: a stopped or moved clock of ours must not erase a file being written."""
    before = time.time() - ORPHANS_AFTER.total_seconds()
    for folder in files_folder().glob("??"):
        old = [path for path in folder.iterdir() if path.stat().st_mtime < before]
        named = {path: _key(path.name) for path in old}
        ids = [key for key in named.values() if key is not None]
        known = set(StoredFile.objects.filter(pk__in=ids).values_list("pk", flat=True))
        for path, key in named.items():
            if key not in known:
                path.unlink(missing_ok=True)


def _sweep_passing() -> None:
    before = time.time() - PASSING_AFTER.total_seconds()
    for path in passing_folder().iterdir():
        if path.is_file() and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)


def _key(name: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(name)
    except ValueError:
        return None


def _context(file_id: uuid.UUID, number: int, *, last: bool) -> str:
    return f"files.stored_file:{file_id}:{number}:{'last' if last else 'more'}"


def _seal(source: BinaryIO, target: IO[bytes], file_id: uuid.UUID) -> tuple[int, str]:
    """Size and digest of the plain content."""
    ring = keyring()
    digest = hashlib.sha256()
    size = number = 0
    target.write(HEAD)
    piece = _full_piece(source)
    while True:
        following = _full_piece(source)
        digest.update(piece)
        size += len(piece)
        sealed = ring.seal_bytes(piece, _context(file_id, number, last=not following))
        target.write(len(sealed).to_bytes(4, "big") + sealed)
        if not following:
            return size, digest.hexdigest()
        piece, number = following, number + 1


def _full_piece(source: BinaryIO) -> bytes:
    """Some sources (pipes, uploads) give less than asked before their end."""
    piece = b""
    while len(piece) < PIECE and (more := source.read(PIECE - len(piece))):
        piece += more
    return piece


def _open(file: IO[bytes], stored: StoredFile) -> Iterator[bytes]:
    ring = keyring()
    if file.read(len(HEAD)) != HEAD:
        raise FileDamagedError(stored.name)
    number, length = 0, file.read(4)
    while length:
        size = int.from_bytes(length, "big")
        sealed = file.read(min(size, 2 * PIECE))
        following = file.read(4)
        try:
            yield ring.open_bytes(sealed, _context(stored.id, number, last=not following))
        except CryptoError:
            raise FileDamagedError(stored.name) from None
        number, length = number + 1, following
    if number == 0:
        raise FileDamagedError(stored.name)
