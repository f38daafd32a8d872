"""What one sheet of a workbook asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from lianxin.reports.sheets.layouts.conditions import Condition

Kind = Literal["people", "counts", "unknown"]


@dataclass(frozen=True, slots=True)
class ByHand:
    """A clerk's corrections of one sheet: in which row the heading stands, fields by column from 0 ("" : not filled)."""

    header_row: int | None = None
    columns: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "ByHand":
        """From the JSON it is kept as: ``{"header_row": 3, "columns": {"0": "name"}}``."""
        columns = {int(index): str(name) for index, name in kept.get("columns", {}).items()}
        return cls(kept.get("header_row"), columns)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a line a person: its place from 0, its heading, the field it is filled from ("" : none, ``why``)."""

    index: int
    heading: str
    field: str
    why: str = ""
    by_month: bool = False


@dataclass(frozen=True, slots=True)
class Total:
    """A cell that tells how many lines there are: `合计：  人`; ``before`` and ``after`` stand around the number."""

    row: int
    column: int
    before: str
    after: str
    written: int | None = None


@dataclass(slots=True)
class PeopleLayout:
    """A line a person. ``header_row`` holds 姓名; lines begin with ``first``; ``stop`` must stay below them (0: nothing)."""

    name: str
    header_row: int
    first: int
    stop: int
    columns: list[Column]
    total: Total | None = None
    kind: Kind = "people"

    @property
    def filled(self) -> list[Column]:
        """The columns the register fills."""
        return [column for column in self.columns if column.field]

    @property
    def blank(self) -> list[Column]:
        """The columns that stay blank."""
        return [column for column in self.columns if not column.field]


@dataclass(frozen=True, slots=True)
class Line:
    """A row or a column of counts: its number (row as shown, column from 0), its headings from the outside in.

    ``conditions`` belong to the headings one by one, groups left out; None when a heading was not understood.
    ``within``: it stands under 其中, and does not add up with its neighbours.
    """

    at: int
    headings: tuple[str, ...]
    conditions: tuple[Condition, ...] | None
    unknown: str = ""
    within: bool = False

    @property
    def heading(self) -> str:
        """All headings in one."""
        return " ".join(dict.fromkeys(text.replace("\n", "") for text in self.headings))

    @property
    def is_total(self) -> bool:
        """Whether its innermost heading is 合计, or it has only groups above it."""
        return self.conditions is not None and (not self.conditions or self.conditions[-1].label == "合计")

    @property
    def outer(self) -> tuple[str, ...]:
        """What narrows all of its group: the labels of the conditions but the innermost, 合计 left out."""
        return tuple(each.label for each in (self.conditions or ())[:-1] if each.label != "合计")


@dataclass(slots=True)
class CountLayout:
    """Counts by crossings: the lines down and across, and which crossings can hold a number."""

    name: str
    header_row: int
    rows: list[Line]
    columns: list[Line]
    cells: list[tuple[int, int]]
    """(row as shown, column from 0) of the crossings whose both headings are understood."""
    kind: Kind = "counts"

    @property
    def unknown(self) -> list[str]:
        """Headings that were not understood; their cells stay blank."""
        return list(dict.fromkeys(line.unknown for line in (*self.columns, *self.rows) if line.conditions is None))

    @property
    def inward(self) -> bool:
        """Whether who flows in is asked about."""
        return any(each.inward for line in (*self.rows, *self.columns) for each in line.conditions or ())


@dataclass(slots=True)
class UnknownLayout:
    """A sheet that was not understood; ``why`` is one sentence. It is left as it is."""

    name: str
    why: str
    kind: Kind = "unknown"


Layout = PeopleLayout | CountLayout | UnknownLayout


def understood(layouts: Sequence[Layout]) -> list[PeopleLayout | CountLayout]:
    """Those that can be filled."""
    return [layout for layout in layouts if not isinstance(layout, UnknownLayout)]
