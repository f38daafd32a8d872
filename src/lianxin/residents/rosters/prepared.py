"""A roster read and laid beside the register: everything a preview shows, nothing written anywhere."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from lianxin.orgs.models import Community
from lianxin.residents.rosters.kinds import Kind, Outcome
from lianxin.residents.rosters.models import LineState, RosterHeading
from lianxin.tables.cells import CellTexts
from lianxin.tables.error_sheet import FaultyRow
from lianxin.tables.kept import Problem, kept_reading
from lianxin.tables.problems import UnreadableFile
from lianxin.tables.reading import (
    NoHeading,
    SheetMapping,
    blank_reading,
    open_sheets,
    own_words,
    refuse_without_heading,
)
from lianxin.tables.result import RosterReading, RosterRow, SheetReading

__all__ = ["NoHeading", "Prepared", "PreparedLine", "Source", "UnreadableFile", "prepare", "read_source", "reading_of"]


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be read: where it lies, what it was called, which of its sheets, how its columns were corrected by
    hand (``mapping`` as in ``Roster.mapping``).
    """

    path: Path
    name: str
    sheet: str = ""
    mapping: Mapping[str, Any] = field(default_factory=dict)


class PreparedLine(NamedTuple):
    """One line with what it means; ``cells`` as they came, kept for lines of which something must be said."""

    sheet: int
    row: int
    values: dict[str, Any]
    outcome: Outcome
    state: LineState
    problems: list[Problem]
    cells: list[str]

    @property
    def told(self) -> tuple[int, int, str, list[dict[str, Any]]]:
        """For the summary."""
        return self.sheet, self.row, self.state.value, [problem.as_json() for problem in self.problems]


@dataclass(slots=True)
class Prepared:
    """A whole roster beside the register; ``reading`` as kept in ``Roster.reading``."""

    lines: list[PreparedLine]
    reading: dict[str, Any]

    def count(self, state: LineState) -> int:
        """How many lines are in a state."""
        return sum(line.state is state for line in self.lines)

    @property
    def warned(self) -> int:
        """How many lines that are not refused have a warning."""
        return sum(bool(line.problems) and line.state is not LineState.REFUSED for line in self.lines)

    @property
    def faulty(self) -> list[FaultyRow]:
        """The lines of which something must be said, for the error sheet."""
        return [
            FaultyRow(line.sheet, line.row, line.state is LineState.REFUSED, line.cells, line.told[3])
            for line in self.lines
            if line.problems
        ]


def read_source(source: Source, kind: Kind, community: Community) -> RosterReading:
    """What the file says, with the headings this community once matched by hand.

    Raises:
        UnreadableFile: with one Chinese sentence: the file cannot be read, or has no such sheet.
        NoHeading: no sheet has the headings this kind of roster needs.
    """
    remembered = RosterHeading.objects.filter(community=community, kind=kind.code).values_list("heading", "field")
    mappings = {name: SheetMapping.by_hand(mapping) for name, mapping in source.mapping.items()}
    stem = Path(source.name).stem
    if stem in mappings:  # a text file's only sheet is called after the file, which lies under another name by now
        mappings[source.path.stem] = mappings[stem]
    reading, found = open_sheets(
        source.path,
        words=kind.words,
        sheet=source.sheet or None,
        mappings=mappings,
        synonyms=own_words({heading: name or None for heading, name in remembered}),
    )
    reading.sheets = [kind.read(sheet, heading) if heading else blank_reading(sheet) for sheet, heading in found]
    refuse_without_heading(reading, kind.words)
    if reading.kind == "csv":
        reading.sheets[0].name = stem
    return reading


def reading_of(reading: RosterReading, kind: Kind) -> dict[str, Any]:
    """What is kept of how the file was understood."""
    return kept_reading(reading, kind.words)


def prepare(reading: RosterReading, kind: Kind, community: Community) -> Prepared:
    """Lay every line beside the register as it stands now."""
    sound = [row for sheet in reading.sheets for row in sheet.rows if not row.refused]
    outcomes = iter(kind.compare(community, sound))
    lines = []
    for number, sheet in enumerate(reading.sheets):
        texts = CellTexts(sheet, kind.words)
        for at, row in enumerate(sheet.rows):
            outcome = Outcome() if row.refused else next(outcomes)
            lines.append(_line(number, sheet, at, outcome, texts, kind))
    return Prepared(lines, reading_of(reading, kind))


def _line(number: int, sheet: SheetReading, at: int, outcome: Outcome, texts: CellTexts, kind: Kind) -> PreparedLine:
    row = sheet.rows[at]
    problems = [Problem.of(remark) for remark in (*row.refusals, *row.warnings)]
    problems += [
        Problem.about(sheet, kind.words, note.field, note.code, note.reason, refuses=note.refuses)
        for note in outcome.notes
    ]
    state = LineState.REFUSED if row.refused else outcome.state
    return PreparedLine(number, row.row, _plain(row), outcome, state, problems, texts.of(at) if problems else [])


def _plain(row: RosterRow) -> dict[str, Any]:
    return dict(row.values)
