"""A table of any length on paper: which paper, how wide each column, typeset in parts and joined."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO, Any

from lianxin.documents.joining import join, pages_in
from lianxin.documents.rendering import render_pdf

PART = 10_000
"""Cells typeset at a time: some 170 MB in the child, about a second."""
TAGGED = 2_000
"""Cells up to which a table is tagged for reading aloud: tags make a file eight times as large."""
MOST_ROWS = 20_000
"""About a thousand sheets; whoever needs more wants a spreadsheet."""
LARGEST, SMALLEST, READABLE = 10.5, 6.0, 8.0
"""Sizes in points: 五号 where there is room; on A4 not below ``READABLE`` while A3 could help."""
NUMBER_WIDTH = 5


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet, and the width between its margins in millimetres."""

    name: str
    flipped: bool
    room: float


A4_UPRIGHT = Paper("a4", flipped=False, room=186)
A4_LYING = Paper("a4", flipped=True, room=273)
A3_LYING = Paper("a3", flipped=True, room=396)


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: its head, its width in characters of a spreadsheet (half a Chinese one), figures to the right."""

    title: str
    width: int
    figures: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """What stands around the rows: title, sentences above (编制单位, 口径), words in the foot, lines to sign."""

    title: str
    columns: Sequence[TableColumn]
    notes: Sequence[str] = ()
    foot: str = ""
    sign: Sequence[str] = ("制表人：", "审核人：", "日期：")
    lying: bool = True


def paper_for(columns: Sequence[TableColumn], *, lying: bool) -> tuple[Paper, float]:
    """The smallest sheet on which the columns can be read, and the size of the type in points."""
    for paper in (A4_LYING,) if lying else (A4_UPRIGHT, A4_LYING):
        size = _size(columns, paper)
        if size >= READABLE:
            return paper, min(size, LARGEST)
    return A3_LYING, min(max(_size(columns, A3_LYING), SMALLEST), LARGEST)


def write_table(table: Table, rows: Iterable[Sequence[str]], target: IO[bytes]) -> int:
    """Write the table as PDF, numbered from 1; the number of rows. Rows are asked for part by part.

    Raises:
        DocumentError: it could not be typeset.
    """
    size = max(1, PART // (len(table.columns) + 1))
    made: list[bytes] = []
    count = 0
    for part, last in _parts(rows, size):
        data = _data(table, part, count, last=last)
        if last and not made:  # one part: typst counts the pages itself
            weight = len(part) * (len(table.columns) + 1)
            target.write(render_pdf("table", {**data, "whole": True}, weight=weight, plain=weight > TAGGED))
            return len(part)
        count += len(part)
        made.append(render_pdf("table", data, weight=PART, plain=True))
    join(made, _feet(table, sum(map(pages_in, made))), table.title, target)
    return count


def _size(columns: Sequence[TableColumn], paper: Paper) -> float:
    """A half-width character takes some 0.56 of the size; a column's inset as much as one."""
    units = sum(column.width + 1 for column in columns) + NUMBER_WIDTH
    return paper.room / units / 0.56 * 72 / 25.4


def _parts(rows: Iterable[Sequence[str]], size: int) -> Iterator[tuple[list[Sequence[str]], bool]]:
    """The rows in parts, each with whether it is the last; one empty part for no rows."""
    source = iter(rows)
    part = list(islice(source, size))
    while following := list(islice(source, size)):
        yield part, False
        part = following
    yield part, True


def _feet(table: Table, pages: int) -> bytes:
    paper, _ = paper_for(table.columns, lying=table.lying)
    data = {"title": table.title, "paper": paper.name, "flipped": paper.flipped, "foot": table.foot, "pages": pages}
    return render_pdf("feet", data, weight=pages, plain=True)


def _data(table: Table, rows: Sequence[Sequence[str]], before: int, *, last: bool) -> dict[str, Any]:
    """A part of a table that begins after ``before`` rows."""
    paper, size = paper_for(table.columns, lying=table.lying)
    return {
        "title": table.title,
        "notes": list(table.notes),
        "foot": table.foot,
        "sign": list(table.sign),
        "count": f"共 {before + len(rows)} 条。",
        "paper": paper.name,
        "flipped": paper.flipped,
        "size": round(size, 2),
        "heads": ["序号", *(column.title for column in table.columns)],
        "widths": [NUMBER_WIDTH, *(column.width + 1 for column in table.columns)],
        "figures": [True, *(column.figures for column in table.columns)],
        "rows": [[str(number), *row] for number, row in enumerate(rows, before + 1)],
        "first": before == 0,
        "last": last,
        "whole": False,
    }
