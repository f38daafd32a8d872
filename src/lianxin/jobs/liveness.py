"""Whether the process that holds a claim still lives, and where the worker says that it does.

Each process that runs jobs holds a lock on a file of its own while it lives. The system lets go of the lock however the
process ends, which no process number can tell: numbers are used again.
"""

import contextlib
import itertools
import os
import socket
import threading
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from django.conf import settings

ENDING = ".lock"
YOUNG = 60.0
"""Seconds in which a new process may have made its file and not yet locked it."""
LONGEST_HOST = 80

_guard = threading.Lock()
_numbers = itertools.count(1)


@dataclass(slots=True)
class _Own:
    """This process's name and lock, made at its first claim."""

    token: str = ""
    process: int = 0
    file: IO[bytes] | None = field(default=None, repr=False)


_own = _Own()


def heartbeat_file() -> Path:
    """Where the worker writes every few seconds that it lives."""
    return _folder() / "worker.json"


def new_claim() -> str:
    """A name for one claim of this process: host/process#number; never the same twice."""
    return f"{_host()}/{_own_token()}#{next(_numbers)}"


def is_dead(claim: str) -> bool:
    """Whether the claim's process is known to be gone; False for other machines, whose leases must run out."""
    host, _, rest = claim.rpartition("/")
    token = rest.partition("#")[0]
    if host != _host() or token == _own.token:
        return False
    path = _folder() / f"{token}{ENDING}"
    try:
        file = path.open("r+b")
    except FileNotFoundError:
        return True
    except OSError:
        return False
    with file:
        if not _try_lock(file):
            return False
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
    return True


def tidy() -> None:
    """Remove the lock files of processes that are gone."""
    for path in _folder().glob(f"*{ENDING}"):
        with contextlib.suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > YOUNG:
                is_dead(f"{_host()}/{path.name.removesuffix(ENDING)}#0")


def _own_token() -> str:
    with _guard:
        if _own.process != os.getpid():  # also after a fork: a child is not its parent
            _own.token = uuid.uuid4().hex
            _own.process = os.getpid()
            _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
            _own.file = (_folder() / f"{_own.token}{ENDING}").open("w+b")
            _try_lock(_own.file)
        return _own.token


def _host() -> str:
    return socket.gethostname()[:LONGEST_HOST]


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "run"


def _try_lock(file: IO[bytes]) -> bool:
    """Lock without waiting; whether the lock was free."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
