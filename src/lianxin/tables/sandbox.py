"""Opening a file somebody uploaded without letting it hurt the process that serves others."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, cast

from lianxin.kernel.partial_dates import PartialDate, Precision
from lianxin.tables.frames import BrokenFrameError, read_frames
from lianxin.tables.limits import DEFAULT_LIMITS, MEGABYTE, Limits
from lianxin.tables.problems import Fault, UnreadableFile
from lianxin.tables.workbook import Cell, Merge, Row, Sheet, Workbook

_CHILD = "lianxin.tables.child"
_SOURCE = Path(__file__).parents[2]
_NEEDED_ON_WINDOWS = ("SYSTEMROOT", "TEMP", "TMP")
_JANUARY_FIRST = (1, 1)
_PRECISIONS = {1: Precision.YEAR, 2: Precision.MONTH}


def read_workbook(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Workbook:
    """Read all cells of a spreadsheet or text file, in a child process with limits on memory and time.

    Blank rows are left out, row numbers are those the spreadsheet shows. Hidden sheets are among the sheets.

    Raises:
        UnreadableFile: with one Chinese sentence, whatever is wrong with the file.
    """
    refuse_by_size(path, limits)
    workbook: Workbook | None = None
    finished = False
    with confined(path, limits) as (stream, clock):
        try:
            for kind, *parts in read_frames(stream):
                if kind == "kind":
                    workbook = Workbook(*parts)
                elif kind == "fault":
                    fault, details = parts
                    raise UnreadableFile(Fault(fault), **details)
                elif workbook is not None:
                    finished = _take(workbook, kind, parts)
        except BrokenFrameError:
            finished = False
        if clock.struck:
            raise UnreadableFile(Fault.TOO_SLOW)
    if workbook is None or not finished:
        raise UnreadableFile(Fault.TOO_MUCH_WORK)
    if not any(sheet.rows for sheet in workbook.sheets):
        raise UnreadableFile(Fault.NO_SHEET)
    return workbook


def refuse_by_size(path: Path, limits: Limits) -> None:
    """Refuse what is not there, empty, or too large, before anything opens it. Raises UnreadableFile."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise UnreadableFile(Fault.NOT_FOUND)
    except OSError as error:
        raise UnreadableFile(Fault.NOT_FOUND) from error
    if size == 0:
        raise UnreadableFile(Fault.EMPTY)
    if size > limits.file_size:
        raise UnreadableFile(Fault.FILE_TOO_LARGE, size=-(-size // MEGABYTE), limit=limits.file_size // MEGABYTE)


class Clock:
    """Ends a process that takes too long, and remembers having done so."""

    def __init__(self, process: "subprocess.Popen[bytes]", seconds: float) -> None:
        self.struck = False
        self._process = process
        self._timer = threading.Timer(seconds, self._strike)
        self._timer.daemon = True
        self._timer.start()

    def _strike(self) -> None:
        self.struck = True
        self._process.kill()

    def stop(self) -> None:
        """The process has ended by itself."""
        self._timer.cancel()


@contextmanager
def confined(
    path: Path, limits: Limits, *, module: str = _CHILD, told: Callable[[BinaryIO], None] | None = None
) -> Iterator[tuple[BinaryIO, Clock]]:
    """A child process that works on a file within limits: its output, and the clock that may have struck it down.

    ``module`` gets the file's path and the limits as arguments and limits itself (``child.confine``); ``told`` writes
    to its input, all of which it must read before it answers.
    """
    environment = {name: os.environ[name] for name in _NEEDED_ON_WINDOWS if name in os.environ}
    environment |= {"PYTHONPATH": str(_SOURCE), "PYTHONUTF8": "1"}
    command = [sys.executable, "-P", "-s", "-m", module, str(path.absolute()), limits.to_text()]
    with subprocess.Popen(  # noqa: S603 - our own module; the path is one argument, no shell
        command,
        stdin=subprocess.DEVNULL if told is None else subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    ) as process:
        clock = Clock(process, limits.wall_seconds)
        try:
            if told is not None:
                with suppress(BrokenPipeError), cast("BinaryIO", process.stdin) as stream:
                    told(stream)
            yield cast("BinaryIO", process.stdout), clock
        finally:
            clock.stop()
            process.kill()


def _take(workbook: Workbook, kind: str, parts: list[Any]) -> bool:
    """Add a frame to the workbook; whether it was the last."""
    match kind:
        case "sheet":
            workbook.sheets.append(Sheet(*parts))
        case "rows":
            numbers, rows = parts
            workbook.sheets[-1].numbers.extend(numbers)
            workbook.sheets[-1].rows.extend(map(_with_dates, rows))
        case "merges":
            workbook.sheets[-1].merges = [Merge(*merge) for merge in parts[0]]
        case _:
            return kind == "end"
    return False


def _with_dates(row: list[Any]) -> Row:
    for index, value in enumerate(row):
        if value.__class__ is tuple:
            row[index] = _as_date(value)
    return row


def _as_date(parts: tuple[int, ...]) -> Cell:
    precision = _PRECISIONS.get(len(parts))
    day = date(*(*parts, *_JANUARY_FIRST)[:3])
    return day if precision is None else PartialDate(day, precision)
