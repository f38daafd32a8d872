"""What is kept of a roster as JSON: how its sheets were understood, and what is said about cells."""

from typing import Any, NamedTuple, Self

from lianxin.tables.remarks import Remark
from lianxin.tables.result import RosterReading, SheetReading
from lianxin.tables.vocabulary import SEQUENCE, Vocabulary


class Problem(NamedTuple):
    """A remark about a cell as it is kept and shown: ``column`` is the heading in the file, ``place`` its number from 0."""

    column: str
    place: int | None
    code: str
    reason: str
    refuses: bool = False

    @classmethod
    def of(cls, remark: Remark) -> Self:
        """What was said while reading."""
        return cls(remark.column, remark.index, remark.code.value, remark.reason, remark.refuses)

    @classmethod
    def about(
        cls, sheet: SheetReading, words: Vocabulary, name: str, code: str, reason: str, *, refuses: bool = False
    ) -> Self:
        """What is said about a field beside the register; under the field's own label when the sheet has no such column."""
        column = next((each for each in sheet.headings if each.field == name), None)
        if column is None:
            return cls(words.labels[name], None, code, reason, refuses)
        return cls(column.heading, column.index, code, reason, refuses)

    def as_json(self) -> dict[str, Any]:
        """The shape in which it is kept."""
        return self._asdict()


def kept_reading(reading: RosterReading, words: Vocabulary) -> dict[str, Any]:
    """What is kept of how the file was understood: no values of anybody."""
    return {
        "kind": reading.kind,
        "notes": reading.notes,
        "sheets": [
            {
                "name": sheet.name,
                "header_row": sheet.header_row,
                "headings": [
                    (column.index, column.heading, "" if column.field == SEQUENCE else column.field or "", column.why)
                    for column in sheet.headings
                ],
                "missing": [words.labels[name] for name in sheet.missing_fields],
                "hint": sheet.hint or "",
                "ignored": [{"row": line.row, "why": line.why} for line in sheet.ignored],
            }
            for sheet in reading.sheets
        ],
    }
