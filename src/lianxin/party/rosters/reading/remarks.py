"""What is said about a member's row."""

from lianxin.tables.remarks import RefusalCode, WarningCode


class Refusal(RefusalCode):
    """The only reasons for which a row is refused."""

    NAME_MISSING = "name_missing"
    ID_MALFORMED = "id_malformed"
    ID_CHECKSUM = "id_checksum"
    ID_DAMAGED = "id_damaged"
    ID_REPEATED = "id_repeated_in_file"
    DATE_IMPOSSIBLE = "date_impossible"
    DATES_OUT_OF_ORDER = "dates_out_of_order"
    SEX_CONTRADICTS_ID = "sex_contradicts_id"


class Warn(WarningCode):
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
