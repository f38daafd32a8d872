"""Reading and filling somebody's workbook without letting it hurt the process that serves others."""

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from lianxin.reports.sheets.writing.orders import Formulas, Order
from lianxin.tables.frames import BrokenFrameError, read_frames, write_frame
from lianxin.tables.limits import DEFAULT_LIMITS, Limits
from lianxin.tables.problems import Fault, UnreadableFile
from lianxin.tables.sandbox import confined, read_workbook, refuse_by_size
from lianxin.tables.workbook import Workbook

_CHILD = "lianxin.reports.sheets.writing.child"
_OLD_KINDS = {"xls": "这是旧格式的 .xls 表格", "csv": "这是 .csv 等文本，不带表格的样子"}


class SheetRefused(Exception):  # noqa: N818 - an answer, not a fault
    """A blank sheet that cannot be taken; the text is one sentence for the clerk who chose the file."""


def read_blank(path: Path, *, limits: Limits = DEFAULT_LIMITS) -> Workbook:
    """The cells of a blank .xlsx, read in the limited child process.

    Raises:
        SheetRefused: another kind of file, or one that cannot be read.
    """
    try:
        workbook = read_workbook(path, limits=limits)
    except UnreadableFile as problem:
        raise SheetRefused(_sentence(problem)) from problem
    if workbook.kind != "xlsx":
        raise SheetRefused(f"{_OLD_KINDS[workbook.kind]}，请先用 Excel 或 WPS 打开，另存为 .xlsx 后再来填。")
    return workbook


def fill_blank(path: Path, orders: Sequence[Order], *, limits: Limits = DEFAULT_LIMITS) -> tuple[bytes, Formulas]:
    """The workbook with the orders written in, made in the limited child process, and the formulas left to work.

    Raises:
        SheetRefused: it cannot be filled.
    """
    try:
        return _answer(path, orders, limits)
    except UnreadableFile as problem:
        raise SheetRefused(_sentence(problem)) from problem


def _answer(path: Path, orders: Sequence[Order], limits: Limits) -> tuple[bytes, Formulas]:
    def tell(stream: BinaryIO) -> None:
        for order in orders:
            write_frame(stream, "order", dict(order))

    refuse_by_size(path, limits)
    pieces: list[bytes] = []
    formulas: Formulas = {}
    finished = False
    with confined(path, limits, module=_CHILD, told=tell) as (stream, clock):
        try:
            for kind, *parts in read_frames(stream):
                if kind == "fault":
                    raise UnreadableFile(Fault(parts[0]), **parts[1])
                if kind == "formulas":
                    formulas = parts[0]
                elif kind == "file":
                    pieces.append(parts[0])
                finished = kind == "end"
        except BrokenFrameError:
            finished = False
        if clock.struck:
            raise UnreadableFile(Fault.TOO_SLOW)
    if not finished:
        raise UnreadableFile(Fault.TOO_MUCH_WORK)
    return b"".join(pieces), formulas


def _sentence(problem: UnreadableFile) -> str:
    """The importer's sentence in the words of filling."""
    return str(problem).replace("后再导入", "后再来填").replace("里再导入", "里再来填").replace("花名册", "要填的表")
