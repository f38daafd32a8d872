"""Where files lie in the data folder, and how they get there whole or not at all."""

import errno
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, BinaryIO

from django.conf import settings

from lianxin.files.errors import StorageError, StorageFullError
from lianxin.kernel.faults import reason_of

_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_PIECE = 1024 * 1024
PART = ".part"
"""Ending of a file that is still being written."""


def files_folder() -> Path:
    """The folder of sealed files."""
    return Path(settings.DATA_DIR) / "files"


def passing_folder() -> Path:
    """The folder of passing files: nothing in it outlives its process for long (see ``store.sweep``)."""
    folder = Path(settings.DATA_DIR) / "tmp"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def place_of(file_id: uuid.UUID) -> Path:
    """Where a sealed file lies; made of its key alone, never of a name somebody typed.

    The last two digits name the folder: the first ones are a clock and would fill one folder at a time.
    """
    return files_folder() / file_id.hex[-2:] / str(file_id)


def passing_file() -> IO[bytes]:
    """A file without a name in the data folder: gone when closed, also after a kill (on Windows: after closing).

    Raises:
        StorageFullError: no room.
    """
    with room_needed():
        return tempfile.TemporaryFile(dir=passing_folder(), prefix="work-")


@contextmanager
def upload_as_file(upload: BinaryIO, prefix: str) -> Iterator[Path]:
    """An upload as a passing file of this machine's user only, gone at the end.

    Raises:
        StorageFullError: no room.
    """
    with room_needed():
        descriptor, name = tempfile.mkstemp(dir=passing_folder(), prefix=prefix)
    path = Path(name)
    try:
        with room_needed(), os.fdopen(descriptor, "wb") as target:
            shutil.copyfileobj(upload, target, _PIECE)
        yield path
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def room_needed() -> Iterator[None]:
    """Say in our words what the disk says in its own.

    Raises:
        StorageFullError: no room.
        StorageError: the place cannot be written or read.
    """
    try:
        yield
    except OSError as problem:
        if problem.errno in _NO_ROOM:
            raise StorageFullError from problem
        raise StorageError(f"数据文件夹读写不了（{reason_of(problem)}），请让管理员检查磁盘和权限。") from problem


@contextmanager
def written_whole(target: Path) -> Iterator[IO[bytes]]:
    """Write a file beside its place, force it to the disk, then give it its name; on any failure leave nothing.

    Raises:
        StorageFullError: no room.
        StorageError: the place cannot be written.
    """
    part = target.with_name(target.name + PART)
    try:
        with room_needed():
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
            with os.fdopen(descriptor, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            part.replace(target)
            _sync_folder(target.parent)
    except BaseException:
        with suppress(OSError):  # what went wrong is what must be said
            part.unlink(missing_ok=True)
        raise


def _sync_folder(folder: Path) -> None:
    """Force the new name to the disk, where a folder can be opened (not on Windows)."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
