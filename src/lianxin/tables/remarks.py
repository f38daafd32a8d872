"""What is said about a row: a refusal keeps it out of the register, a warning does not."""

from dataclasses import dataclass
from enum import StrEnum


class RefusalCode(StrEnum):
    """The reasons for which a row is refused; each kind of roster has its own."""


class WarningCode(StrEnum):
    """What should be looked at; the row stays usable. Each kind of roster has its own."""


Code = RefusalCode | WarningCode


class Common(WarningCode):
    """What may be said of a cell in rosters of any kind."""

    DITTO_UNRESOLVED = "ditto_unresolved"


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark about one cell.

    `field` is the field it is about, `column` the heading as shown in the file (the field's own label when the sheet
    has no such column), `index` the column from 0 or None. `reason` is a Chinese sentence without the person's
    number, `raw` the cell as it was, which may be sensitive: never log it.
    """

    code: Code
    field: str
    column: str
    index: int | None
    reason: str
    raw: str = ""

    @property
    def refuses(self) -> bool:
        """Whether it keeps the row out."""
        return isinstance(self.code, RefusalCode)
