"""From a file to its sheets with their headings: what rosters of every kind begin with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from lianxin.tables.found import Found, Value
from lianxin.tables.headings import Heading, heading_at
from lianxin.tables.limits import DEFAULT_LIMITS, Limits
from lianxin.tables.problems import Fault, UnreadableFile
from lianxin.tables.result import RosterReading, SheetReading
from lianxin.tables.sandbox import read_workbook
from lianxin.tables.vocabulary import Vocabulary
from lianxin.tables.wordings import bare
from lianxin.tables.workbook import Sheet, Workbook

_SAMPLE_ROWS = 20
_HIDDEN = "隐藏的工作表“{name}”没有读；要导入它，请先取消隐藏，或指定这张表。"


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """A clerk's corrections for one sheet.

    `header_row` is the row as the spreadsheet shows it, None to let it be found; `columns` gives a field by column
    from 0, or None for a column that shall not be read.
    """

    header_row: int | None = None
    columns: Mapping[int, str | None] = field(default_factory=dict)

    @classmethod
    def by_hand(cls, mapping: Mapping[str, Any]) -> Self:
        """From what is kept of one sheet: ``{"header_row": 3, "columns": {"0": "name", "5": ""}}``."""
        columns = {int(index): name or None for index, name in mapping.get("columns", {}).items()}
        return cls(mapping.get("header_row"), columns)


class NoHeading(UnreadableFile):
    """No sheet has a heading that is recognised; `reading` holds first lines, to choose one by hand."""

    def __init__(self, reading: RosterReading, needed: str) -> None:
        """Keep what was read; `needed` says what a heading must have."""
        super().__init__(Fault.NO_HEADING, needed=needed)
        self.reading = reading


def own_words(synonyms: Mapping[str, str | None] | None) -> dict[str, str | None]:
    """A community's remembered headings in `bare` form."""
    return {bare(heading): name for heading, name in (synonyms or {}).items()}


def open_sheets(
    path: Path,
    *,
    words: Vocabulary,
    sheet: str | None = None,
    mappings: Mapping[str, SheetMapping] | None = None,
    synonyms: Mapping[str, str | None] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> tuple[RosterReading, list[tuple[Sheet, Heading | None]]]:
    """Open a file: a reading without sheets yet, and the sheets to be read, each with its heading if it has one.

    ``synonyms`` as `own_words` gives them; the other arguments as ``read_roster`` of a kind takes them.

    Raises:
        UnreadableFile: with one Chinese sentence: the file cannot be read, or has no such sheet.
    """
    workbook = read_workbook(path, limits=limits)
    reading = RosterReading(workbook.kind, list(workbook.notes))
    found = []
    for each in _chosen(workbook, sheet, reading.notes):
        mapping = (mappings or {}).get(each.name, SheetMapping())
        found.append((each, heading_at(each, mapping.header_row, mapping.columns, words, synonyms or {})))
    return reading, found


def blank_reading(sheet: Sheet, hint: str | None = None) -> SheetReading:
    """A sheet before anything is understood."""
    sample = list(zip(sheet.numbers[:_SAMPLE_ROWS], sheet.rows[:_SAMPLE_ROWS], strict=True))
    return SheetReading(sheet.name, hint=hint, sample=sample)


def refuse_without_heading(reading: RosterReading, words: Vocabulary) -> None:
    """Refuse a file in which no sheet has a heading. Raises ``NoHeading``."""
    if all(each.header_row is None for each in reading.sheets):
        raise NoHeading(reading, words.needed)


def gather(names: Sequence[str], said: Sequence[Value | Found | None]) -> tuple[dict[str, Value], dict[str, Found]]:
    """The values of one line by field, and the fields of which something must be said.

    What belongs to another field than its column's goes there if nothing stands there.
    """
    values: dict[str, Value] = {}
    odd: dict[str, Found] = {}
    strays: list[tuple[str, Value]] = []
    for name, what in zip(names, said, strict=True):
        if what is None:
            continue
        if not isinstance(what, Found):
            values[name] = what
            continue
        if what.value is not None and what.field is None:
            values[name] = what.value
        elif what.value is not None and what.field is not None:
            strays.append((what.field, what.value))
        if what.also is not None:
            strays.append(what.also)
        if what.code is not None or what.other is not None:
            odd[name] = what
    for name, value in strays:
        values.setdefault(name, value)
    return values, odd


def _chosen(workbook: Workbook, name: str | None, notes: list[str]) -> Sequence[Sheet]:
    if name is not None:
        chosen = [sheet for sheet in workbook.sheets if sheet.name.strip() == name.strip()]
        if not chosen and workbook.kind != "csv":
            names = "、".join(sheet.name for sheet in workbook.sheets)
            raise UnreadableFile(Fault.NO_SUCH_SHEET, name=name, names=names)
        return chosen or workbook.sheets
    visible = [sheet for sheet in workbook.sheets if not sheet.hidden]
    notes.extend(_HIDDEN.format(name=sheet.name) for sheet in workbook.sheets if sheet.hidden and sheet.rows)
    return visible
