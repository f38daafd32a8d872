"""What is said about a row: a refusal keeps it out of the register, a warning does not."""

from dataclasses import dataclass
from enum import StrEnum


class Refusal(StrEnum):
    """The only reasons for which a row is refused."""

    NAME_MISSING = "name_missing"
    ID_MALFORMED = "id_malformed"
    ID_CHECKSUM = "id_checksum"
    ID_DAMAGED = "id_damaged"
    ID_REPEATED = "id_repeated_in_file"
    DATE_IMPOSSIBLE = "date_impossible"
    DATES_OUT_OF_ORDER = "dates_out_of_order"
    SEX_CONTRADICTS_ID = "sex_contradicts_id"


class Warn(StrEnum):
    """What should be looked at; the row stays usable."""

    FIELD_MISSING = "field_missing"
    BRANCH_MISSING = "branch_missing"
    CODE_UNKNOWN = "code_unknown"
    BIRTH_DIFFERS = "birth_differs_from_id"
    UNDER_AGE = "under_18_at_join"
    ERA_OF_PROBATION = "era_of_probation"
    PROBATIONARY_WITH_FULL_DATE = "probationary_with_full_date"
    AREA_UNKNOWN = "area_unknown"
    PHONE_ODD = "phone_odd"
    NAME_ODD = "name_odd"
    NUMBER_UNREADABLE = "number_unreadable"
    DATE_AMBIGUOUS = "date_ambiguous"
    DATE_UNREADABLE = "date_unreadable"
    DATE_IN_FUTURE = "date_in_future"
    TEXT_TOO_LONG = "text_too_long"
    DITTO_UNRESOLVED = "ditto_unresolved"


Code = Refusal | Warn


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
        return isinstance(self.code, Refusal)
