"""What is said about a line of a roster of courtyards or units."""

from lianxin.tables.remarks import RefusalCode, WarningCode


class Refusal(RefusalCode):
    """The only reasons for which a line is refused."""

    NAME_MISSING = "name_missing"
    BUILDING_MISSING = "building_missing"
    REPEATED = "repeated_in_file"
    CODE_CONTRADICTS = "credit_code_contradicts"
    MEANS_TWO = "means_two_units"


class Warn(WarningCode):
    """What should be looked at; the line stays usable."""

    KIND_MISSING = "kind_missing"
    CODE_UNKNOWN = "code_unknown"
    CREDIT_CODE_ODD = "credit_code_odd"
    PHONE_ODD = "phone_odd"
    NUMBER_UNREADABLE = "number_unreadable"
    TEXT_TOO_LONG = "text_too_long"
    DIFFERS_IN_FILE = "differs_in_file"
    FORMER_NAME = "former_name"
    NAME_DIFFERS = "name_differs"
    ALREADY_CLOSED = "already_closed"
