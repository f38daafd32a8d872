"""One running installation per data folder."""

import os
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from lianxin.cli.output import Refusal
from lianxin.kernel.faults import reason_of

LOCK_FILE = "running.lock"


class FolderIsBusy(Exception):  # noqa: N818 (a state, not a fault)
    """Another ``up`` or ``serve`` holds this data folder."""


class FolderLock:
    """Held while a supervisor runs; the system releases it when the process ends, however it ends."""

    def __init__(self, data: Path) -> None:
        self.path = data / LOCK_FILE
        self.file: IO[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self.file = self.path.open("ab")
        except OSError as error:
            raise Refusal(f"数据文件夹 {self.path.parent} 不能写入：{reason_of(error)}。") from error
        try:
            _lock(self.file)
        except OSError as error:
            self.file.close()
            raise FolderIsBusy from error
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.file:
            self.file.close()


def _lock(file: IO[bytes]) -> None:
    if os.name == "nt":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
