"""A roster read and laid beside the register: everything a preview shows, nothing written anywhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from lianxin.orgs.models import Community
from lianxin.party.models.roster import HeadingSynonym, RowState
from lianxin.party.rosters.branches import BranchFinder
from lianxin.party.rosters.comparing import Outcome, Said, compare_rows, values_of
from lianxin.party.rosters.reading.headings import MEMBERS
from lianxin.party.rosters.reading.rows import read_roster
from lianxin.party.rosters.trail import length_of
from lianxin.tables.cells import CellTexts
from lianxin.tables.kept import Problem, kept_reading
from lianxin.tables.problems import UnreadableFile
from lianxin.tables.reading import NoHeading, SheetMapping
from lianxin.tables.result import RosterReading, SheetReading

__all__ = ["NoHeading", "Prepared", "PreparedRow", "Source", "UnreadableFile", "prepare", "read_source", "reading_of"]


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be read: where it lies, what it was called, which of its sheets, how its columns were corrected by
    hand (``mapping`` as in ``RosterBatch.mapping``).
    """

    path: Path
    name: str
    sheet: str = ""
    mapping: Mapping[str, Any] = field(default_factory=dict)


class PreparedRow(NamedTuple):
    """One row with what it means; ``cells`` as they came, kept for rows of which something must be said."""

    sheet: int
    row: int
    said: Said
    outcome: Outcome
    problems: list[Problem]
    cells: list[str]

    @property
    def told(self) -> tuple[int, int, str, list[dict[str, Any]]]:
        """For the summary."""
        return self.sheet, self.row, self.outcome.state.value, [problem.as_json() for problem in self.problems]


@dataclass(slots=True)
class Prepared:
    """A whole roster beside the register; ``reading`` as kept in ``RosterBatch.reading``."""

    rows: list[PreparedRow]
    reading: dict[str, Any]

    def count(self, state: RowState) -> int:
        """How many rows are in a state."""
        return sum(row.outcome.state is state for row in self.rows)

    @property
    def warned(self) -> int:
        """How many rows that are not refused have a warning."""
        return sum(bool(row.problems) and row.outcome.state is not RowState.REFUSED for row in self.rows)


def read_source(source: Source, community: Community) -> RosterReading:
    """What the file says, with the headings this community once matched by hand. Raises as ``read_roster``."""
    remembered = HeadingSynonym.objects.filter(community=community).values_list("heading", "field")
    stem = Path(source.name).stem
    mappings = {name: SheetMapping.by_hand(mapping) for name, mapping in source.mapping.items()}
    if stem in mappings:  # a text file's only sheet is called after the file, which lies under another name by now
        mappings[source.path.stem] = mappings[stem]
    reading = read_roster(
        source.path,
        sheet=source.sheet or None,
        mappings=mappings,
        synonyms={heading: name or None for heading, name in remembered},
    )
    if reading.kind == "csv":
        reading.sheets[0].name = stem
    return reading


def prepare(reading: RosterReading, community: Community) -> Prepared:
    """Lay every row beside the register as it stands now."""
    mark = length_of(community.pk)
    finder = BranchFinder(community)
    read = list(_read_rows(reading, finder))
    outcomes = iter(compare_rows(community, [row.said for row in read if not row.refused]))
    rows = [row.prepared(Outcome(RowState.REFUSED) if row.refused else next(outcomes)) for row in read]
    return Prepared(rows, {**reading_of(reading), "new_branches": _needed(rows), "mark": mark})


class _Read(NamedTuple):
    number: int
    sheet: SheetReading
    at: int
    texts: CellTexts
    said: Said
    problems: list[Problem]

    @property
    def refused(self) -> bool:
        return bool(self.sheet.rows[self.at].refusals)

    def prepared(self, outcome: Outcome) -> PreparedRow:
        problems = self.problems + [_problem(self.sheet, *note) for note in outcome.notes]
        cells = self.texts.of(self.at) if problems else []
        return PreparedRow(self.number, self.sheet.rows[self.at].row, self.said, outcome, problems, cells)


def _read_rows(reading: RosterReading, finder: BranchFinder) -> Iterator[_Read]:
    told: set[str] = set()
    for number, sheet in enumerate(reading.sheets):
        texts = CellTexts(sheet, MEMBERS)
        for at, row in enumerate(sheet.rows):
            place = finder.meant(str(row.values.get("branch") or ""), str(row.values.get("group") or ""))
            problems = [Problem.of(remark) for remark in (*row.refusals, *row.warnings)]
            if place.doubt:
                problems.append(_problem(sheet, *place.doubt))
            if place.new_branch and not row.refusals and place.new_branch not in told:
                told.add(place.new_branch)
                reason = f"登记簿里没有“{place.new_branch}”，入册时会新建这个党支部。"
                problems.append(_problem(sheet, "branch", "branch_new", reason))
            yield _Read(number, sheet, at, texts, Said(values_of(row.values, place), place.new_branch), problems)


def _problem(sheet: SheetReading, name: str, code: str, reason: str) -> Problem:
    return Problem.about(sheet, MEMBERS, "branch" if name == "organisation" else name, code, reason)


def _needed(rows: list[PreparedRow]) -> list[str]:
    """The branches that somebody in the roster will stand in."""
    return list(
        dict.fromkeys(row.said.new_branch for row in rows if row.said.new_branch and row.outcome.state in _WRITES)
    )


_WRITES = (RowState.CREATED, RowState.CHANGED)


def reading_of(reading: RosterReading) -> dict[str, Any]:
    """What is kept of how the file was understood: no values of persons."""
    return kept_reading(reading, MEMBERS)
