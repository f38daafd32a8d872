"""The lines that need mending as a spreadsheet, ready to be mended and brought in again."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Any

from lianxin.tables.cells import headings_of, padded
from lianxin.tables.headings import assign
from lianxin.tables.vocabulary import Vocabulary

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

REMARKS = "问题"
_REFUSED, _WARNED = "不能入册", "提醒"
_LONGEST_TITLE = 31
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\']")
_TEXT = {"num_format": "@", "text_wrap": True, "valign": "top"}
_NARROWEST, _WIDEST = 8, 40


@dataclass(frozen=True, slots=True)
class FaultyRow:
    """A line of which something must be said; ``problems`` as the staged row keeps them."""

    sheet: int
    row: int
    refused: bool
    cells: Sequence[str]
    problems: Sequence[Mapping[str, Any]]

    @property
    def remarks(self) -> str:
        """The last column: where the line stood and what is wrong with it."""
        return f"第 {self.row} 行：" + "".join(f"【{each['column']}】{each['reason']}" for each in self.problems)

    def reasons(self) -> dict[int, str]:
        """Column → what is wrong in it."""
        reasons: dict[int, str] = {}
        for problem in self.problems:
            if problem["place"] is not None:
                reasons[problem["place"]] = reasons.get(problem["place"], "") + problem["reason"]
        return reasons

    def refusing(self) -> set[int]:
        """The columns that keep the line out."""
        return {problem["place"] for problem in self.problems if problem["refuses"]}


def write_error_sheet(
    target: IO[bytes], sheets: Sequence[Mapping[str, Any]], rows: Iterable[FaultyRow], words: Vocabulary
) -> None:
    """For every sheet of the roster one with its refused lines, then for every sheet one with lines to look at.

    Every cell is text; faulty ones are coloured and say why in a comment; the last column says it all again.
    """
    kept = list(rows)
    from xlsxwriter import Workbook  # large, and not for every process

    with Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        writer = _Writer(book, words)
        for refused, word in ((True, _REFUSED), (False, _WARNED)):
            for number, sheet in enumerate(sheets):
                some = [row for row in kept if row.sheet == number and row.refused is refused]
                if some:
                    writer.write(_title(sheet["name"], word, alone=len(sheets) == 1), sheet, some)
        if not kept:
            book.add_worksheet(_REFUSED).write_string(0, 0, "没有要改的行。")


class _Writer:
    def __init__(self, book: "Workbook", words: Vocabulary) -> None:
        self._words = words
        self._book = book
        self._heading = book.add_format({**_TEXT, "bold": True, "bg_color": "#EDEDED", "border": 1})
        self._text = book.add_format(_TEXT)
        self._bad = book.add_format({**_TEXT, "bg_color": "#F8C9C4"})
        self._odd = book.add_format({**_TEXT, "bg_color": "#FBE6B5"})
        self._titles: set[str] = set()

    def write(self, title: str, sheet: Mapping[str, Any], rows: Sequence[FaultyRow]) -> None:
        page = self._book.add_worksheet(self._free(title))
        headings = _headings(sheet, rows, self._words)
        page.freeze_panes(1, 0)
        for place, heading in enumerate([*headings, REMARKS]):
            page.write_string(0, place, heading, self._heading)
            page.set_column(place, place, _width(heading), self._text)
        page.set_column(len(headings), len(headings), 60, self._text)
        for at, row in enumerate(rows, start=1):
            self._write_row(page, at, row, len(headings))

    def _write_row(self, page: "Worksheet", at: int, row: FaultyRow, width: int) -> None:
        reasons, refusing = row.reasons(), row.refusing()
        for place, text in enumerate(padded(row.cells, width)):
            reason = reasons.get(place)
            if reason:
                page.write_string(at, place, text, self._bad if place in refusing else self._odd)
                page.write_comment(at, place, reason, {"author": "连心桥", "x_scale": 2})
            elif text:
                page.write_string(at, place, text, self._text)
        page.write_string(at, width, row.remarks, self._text)

    def _free(self, title: str) -> str:
        """A sheet's title, unlike the earlier ones."""
        bare = _NOT_IN_TITLES.sub("", title)[:_LONGEST_TITLE]
        number = 2
        free = bare
        while free.lower() in self._titles:
            free = f"{bare[: _LONGEST_TITLE - 3]}{number}"
            number += 1
        self._titles.add(free.lower())
        return free


def _title(name: str, word: str, *, alone: bool) -> str:
    return word if alone else f"{word} {name}"


def _headings(sheet: Mapping[str, Any], rows: Sequence[FaultyRow], words: Vocabulary) -> list[str]:
    """The sheet's own headings, each in its place; our own word where, in one line, it would mean something else."""
    known = headings_of(sheet)
    width = max([*known, *(len(row.cells) - 1 for row in rows)], default=-1) + 1
    texts = {index: (text,) for index, (text, _) in known.items()}
    alone = {column.index: column.field for column in assign(texts, words, {})}
    headings = []
    for index in range(width):
        heading, name = known.get(index, ("", words.section if index == max(known, default=-1) + 1 else ""))
        headings.append(words.labels[name] if name and alone.get(index) != name else heading)
    return headings


def _width(heading: str) -> int:
    return min(max(_NARROWEST, 2 * len(heading) + 2), _WIDEST)
