"""The typed record of a member: its fields, what changes in it, what it lacks, how it reads."""

from lianxin.party.records.comparing import Differences, contradictions, differences
from lianxin.party.records.completeness import REQUIRED, missing_fields
from lianxin.party.records.fields import (
    FACT_FIELDS,
    FIELDS,
    NOT_FLOATING,
    PLACE_FIELDS,
    SENSITIVE_FIELDS,
    Home,
    MemberValues,
    RecordField,
    Shape,
    said,
)
from lianxin.party.records.judging import judged, refusals, warnings
from lianxin.party.records.showing import label_of_code, shown
from lianxin.party.records.snapshots import snapshot, values_of

__all__ = [
    "FACT_FIELDS",
    "FIELDS",
    "NOT_FLOATING",
    "PLACE_FIELDS",
    "REQUIRED",
    "SENSITIVE_FIELDS",
    "Differences",
    "Home",
    "MemberValues",
    "RecordField",
    "Shape",
    "contradictions",
    "differences",
    "judged",
    "label_of_code",
    "missing_fields",
    "refusals",
    "said",
    "shown",
    "snapshot",
    "values_of",
    "warnings",
]
