"""The blank roster to fill in: our own headings, lines as examples, lists to choose from, and how to fill it."""

from collections.abc import Collection, Mapping, Sequence
from typing import IO, TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from xlsxwriter import Workbook

_ROWS = 2_000
"""Rows that are prepared as text, with their lists."""


class BlankRoster(NamedTuple):
    """What a blank roster holds: the file's and the sheet's name, example lines by field (the first one has every
    column), lists to choose from, needed fields, wide columns, and how to fill it.
    """

    name: str
    sheet: str
    examples: Sequence[Mapping[str, str]]
    lists: Mapping[str, Sequence[str]]
    needed: Collection[str]
    wide: Mapping[str, int]
    help: Sequence[tuple[str, str]]


def write_template(target: IO[bytes], blank: BlankRoster, labels: Mapping[str, str]) -> None:
    """Write the workbook into ``target``; ``labels`` are the headings by field."""
    from xlsxwriter import Workbook  # large, and not for every process

    with Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        text = book.add_format({"num_format": "@"})
        heading = book.add_format({"bold": True, "bg_color": "#EDEDED", "border": 1, "num_format": "@"})
        needed = book.add_format({"bold": True, "bg_color": "#F8C9C4", "border": 1, "num_format": "@"})
        example = book.add_format({"italic": True, "font_color": "#6B6B6B", "num_format": "@"})
        page = book.add_worksheet(blank.sheet)
        page.freeze_panes(1, 2)
        for place, name in enumerate(blank.examples[0]):
            page.set_column(place, place, blank.wide.get(name, 2 * len(labels[name]) + 2), text)
            page.write_string(0, place, labels[name], needed if name in blank.needed else heading)
            for at, line in enumerate(blank.examples, start=1):
                page.write_string(at, place, line.get(name, ""), example)
            if name in blank.lists:
                # A warning only: who writes 离休干部 is understood as well.
                rule = {
                    "validate": "list",
                    "source": list(blank.lists[name]),
                    "error_type": "warning",
                    "error_title": "常用写法",
                }
                page.data_validation(1, place, _ROWS, place, rule)
        _write_help(book, blank.help)


def _write_help(book: "Workbook", lines: Sequence[tuple[str, str]]) -> None:
    page = book.add_worksheet("填写说明")
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 26)
    page.set_column(1, 1, 90)
    for at, (title, words) in enumerate(lines):
        page.write_string(at, 0, title, bold)
        page.write_string(at, 1, words, wrapped)
