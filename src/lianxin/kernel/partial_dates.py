"""Dates of which sometimes only the year or the month is known, as old Party files give them (`1957.7`, `1957`).

Stored as two columns: the first day it can mean, and how fine it is. Written out after GB/T 7408.1-2023 (ISO 8601).
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self

from lianxin.kernel.text import tidy_text, to_half_width

FIRST_YEAR, LAST_YEAR = 1850, 2199
"""Years outside are slips of the pen: nobody in a register was born or will retire there."""

_MONTHS = 12

_SEPARATED = re.compile(
    r"(?P<year>\d{4})\s*[-./\u3002\u00b7]\s*(?P<month>\d{1,2})(?:\s*[-./\u3002\u00b7]\s*(?P<day>\d{1,2}))?\s*[.\u3002]?",
    re.ASCII,
)
_WITH_WORDS = re.compile(
    r"(?P<year>\d{4})\s*年(?:\s*(?P<month>\d{1,2})\s*月份?(?:\s*(?P<day>\d{1,2})\s*[日号]?)?)?", re.ASCII
)
_DIGITS_ONLY = re.compile(r"(?P<year>\d{4})(?:(?P<month>\d{2})(?P<day>\d{2})?)?", re.ASCII)
_TIME_OF_DAY = re.compile(r"(?<=\d)[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_DASHES = re.compile("[\u2010-\u2015\u2212]")


class Precision(StrEnum):
    """How fine a partial date is; the values are those of the database column."""

    DAY = "d"
    MONTH = "m"
    YEAR = "y"


_COARSENESS = {Precision.DAY: 0, Precision.MONTH: 1, Precision.YEAR: 2}


class PartialDateError(ValueError):
    """A text that is no date; the message is a Chinese sentence for the person who typed it."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day, a month or a year.

    `on` is always the first day it can mean: `PartialDate(date(1957, 7, 15), Precision.MONTH)` is July 1957 and
    equals any other July 1957.
    """

    on: date
    precision: Precision = Precision.DAY

    def __post_init__(self) -> None:
        """Bring `on` to the first day of what is meant."""
        if self.precision is Precision.DAY:
            return
        precision = Precision(self.precision)
        object.__setattr__(self, "precision", precision)
        object.__setattr__(self, "on", _first_day(self.on, precision))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `1957` `1957.7` `1957-07` `195707` `1957年7月` `1957/7/1` `19570701` `1957年7月1日` and their like.

        Full-width digits and a time of day after a full date are taken. Two-digit years are not guessed.

        Raises:
            PartialDateError: no date, or a month or day that the calendar does not have.
        """
        typed = _DASHES.sub("-", tidy_text(to_half_width(text))).lstrip("'\u2018\u2019")
        bare = _TIME_OF_DAY.sub("", typed)
        found = _SEPARATED.fullmatch(bare) or _WITH_WORDS.fullmatch(bare) or _DIGITS_ONLY.fullmatch(bare)
        if found is None:
            raise PartialDateError(f"“{typed}”不是能读懂的日期，请写成 1957-07-01、1957-07 或 1957。")
        year, month, day = (int(part) if part else None for part in found.group("year", "month", "day"))
        return cls._checked(typed, year or 0, month, day)

    @classmethod
    def of(cls, on: date | None, precision: str) -> Self | None:
        """The partial date of two database columns; nothing when the date column is empty."""
        return None if on is None else cls(on, Precision(precision))

    @property
    def approximate(self) -> bool:
        """Whether what is counted from it must be shown with 约."""
        return self.precision is not Precision.DAY

    def iso(self) -> str:
        """`1957-07-01`, `1957-07` or `1957`."""
        return self.on.isoformat()[: {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}[self.precision]]

    def __str__(self) -> str:
        """The same as `iso`."""
        return self.iso()

    def chinese(self) -> str:
        """`1957年7月1日`, `1957年7月` or `1957年`."""
        words = f"{self.on.year}年"
        if self.precision is not Precision.YEAR:
            words += f"{self.on.month}月"
        if self.precision is Precision.DAY:
            words += f"{self.on.day}日"
        return words

    def last(self) -> date:
        """The last day it can mean."""
        match self.precision:
            case Precision.DAY:
                return self.on
            case Precision.MONTH:
                return date(self.on.year, self.on.month, days_in_month(self.on.year, self.on.month))
            case Precision.YEAR:
                return date(self.on.year, _MONTHS, 31)

    def compare(self, other: "PartialDate") -> int:
        """-1 earlier, 0 not to be told apart, 1 later: compared at the coarser of the two precisions."""
        coarser = max(self.precision, other.precision, key=_COARSENESS.__getitem__)
        mine, theirs = _first_day(self.on, coarser), _first_day(other.on, coarser)
        return (mine > theirs) - (mine < theirs)

    def finer_than(self, other: "PartialDate") -> bool:
        """Whether it says more exactly when than the other; a coarser date must never overwrite a finer one."""
        return _COARSENESS[self.precision] < _COARSENESS[other.precision]

    def completed_years(self, on: date) -> int:
        """Full years from its first day to a day; 0 before it. For the 29 February see `same_day_in_year`."""
        return max(0, on.year - self.on.year - (on < same_day_in_year(self.on, on.year)))

    @classmethod
    def _checked(cls, typed: str, year: int, month: int | None, day: int | None) -> Self:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise PartialDateError(f"“{typed}”的年份 {year} 不对，应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间。")
        if month is None:
            return cls(date(year, 1, 1), Precision.YEAR)
        if not 1 <= month <= _MONTHS:
            raise PartialDateError(f"“{typed}”中的月份 {month} 不存在，请改为 1 至 12。")
        if day is None:
            return cls(date(year, month, 1), Precision.MONTH)
        if not 1 <= day <= days_in_month(year, month):
            raise PartialDateError(f"“{typed}”这一天不存在：{year}年{month}月没有{day}日。")
        return cls(date(year, month, day), Precision.DAY)


def days_in_month(year: int, month: int) -> int:
    """28 to 31."""
    following = date(year + month // _MONTHS, month % _MONTHS + 1, 1)
    return (following - date(year, month, 1)).days


def same_day_in_year(day: date, year: int) -> date:
    """The anniversary of a day in a year; of 29 February, in a common year, 28 February.

    After Civil Code (民法典) article 202: a period counted in months or years that has no corresponding day ends
    with the last day of the month.
    """
    return date(year, day.month, min(day.day, days_in_month(year, day.month)))


def _first_day(on: date, precision: Precision) -> date:
    return date(
        on.year,
        1 if precision is Precision.YEAR else on.month,
        on.day if precision is Precision.DAY else 1,
    )
