"""What one cell was understood to say."""

from typing import NamedTuple

from lianxin.kernel.partial_dates import PartialDate
from lianxin.tables.remarks import Code

Value = str | int | bool | PartialDate
"""A field's value in its typed form."""


class Found(NamedTuple):
    """A cell's value, and what must be said about it.

    `value` is None when the cell says nothing, or nothing that is understood; `code` and `reason` then say why.
    `other` is the second date an ambiguous cell may mean. `field` is set when the value belongs to another field
    than the column's: a landline in a column of mobile numbers. `also` is a second field the cell speaks of.
    """

    value: Value | None = None
    code: Code | None = None
    reason: str = ""
    other: PartialDate | None = None
    field: str | None = None
    also: tuple[str, Value] | None = None


BLANK = Found()
