"""What a record's values say about one another: the same rules as a line of a roster is held to."""

from collections.abc import Mapping
from typing import cast

from lianxin.party.records.fields import MemberValues, said
from lianxin.party.rosters.reading.checks import RowCheck
from lianxin.tables.found import Value
from lianxin.tables.remarks import Remark


def judged(values: MemberValues) -> tuple[MemberValues, list[Remark]]:
    """The values, completed (birth and sex from the identity number), and what must be said about them."""
    given = {name: value for name, value in cast("Mapping[str, object]", values).items() if said(value)}
    completed = cast("dict[str, Value]", given)
    remarks = RowCheck({}).check(completed, {}, [])
    return cast("MemberValues", completed), remarks


def refusals(values: MemberValues) -> list[Remark]:
    """Why the values cannot be taken: dates out of order or to come, a sex that contradicts the identity number."""
    return [remark for remark in judged(values)[1] if remark.refuses]


def warnings(values: MemberValues) -> list[Remark]:
    """What should be looked at in the personnel file; the values are taken all the same."""
    return [remark for remark in judged(values)[1] if not remark.refuses]
