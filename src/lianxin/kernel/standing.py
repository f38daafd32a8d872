"""Standing in the Party (党龄) and political birthday (政治生日): two numbers that must not be mixed.

Standing counts from the day of full membership (转正), never from a probation; the political birthday counts from
the day of joining. What the date of joining means and whether there was a probation depends on when one joined. The
table follows the reckoning published by Party organs' organisation departments, in which each row is the time of one
Party constitution; an old date is never "corrected" by today's rule.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lianxin.kernel.partial_dates import PartialDate, days_in_month, same_day_in_year

_MONTHS_IN_YEAR = 12


@dataclass(frozen=True, slots=True)
class Era:
    """A time in which one rule of probation held.

    `begins` and `ends` are its first and last day (`ends` is None for the present one). `joined_when` says what the
    date of joining is, `probation` the rule in words; `months` are the lengths of probation there were, shortest
    first, 0 for none; `source` the constitution of the time.
    """

    begins: date
    ends: date | None
    joined_when: str
    probation: str
    months: tuple[int, ...]
    source: str

    @property
    def without_probation(self) -> bool:
        """Whether everybody who joined then was a full member from the same day."""
        return self.months == (0,)

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.begins <= day and (self.ends is None or day <= self.ends)


_BY_COMMITTEE = "上级党委批准之日"
_BY_COMMITTEE_ON_PROBATION = "上级党委批准为预备党员之日"
_BY_ASSEMBLY = "支部大会通过接收为预备党员之日（须经上级党委批准）"
_NONE = "无预备期，党龄同日起算"
_ONE_YEAR = "预备期一年，党龄从转正之日起算"

ERAS: tuple[Era, ...] = (
    Era(date(1921, 7, 1), date(1923, 6, 9), _BY_COMMITTEE, _NONE, (0,), "党的一大、二大时期"),
    Era(
        date(1923, 6, 10),
        date(1927, 4, 26),
        _BY_COMMITTEE_ON_PROBATION,
        "预备期劳动者三个月、非劳动者六个月，党龄从转正之日起算",
        (3, 6),
        "党的三大、四大时期",
    ),
    Era(
        date(1927, 4, 27),
        date(1928, 6, 17),
        _BY_COMMITTEE,
        "工人、农民、手工业者、店员、士兵无预备期，党龄同日起算；知识分子、自由职业者预备期三个月，党龄从转正之日起算",
        (0, 3),
        "党的五大时期",
    ),
    Era(date(1928, 6, 18), date(1945, 4, 22), _BY_COMMITTEE, _NONE, (0,), "党的六大时期"),
    Era(
        date(1945, 4, 23),
        date(1956, 9, 14),
        _BY_COMMITTEE,
        "预备期工人、苦力、雇农、贫农、城市贫民、士兵六个月，中农、职员、知识分子、自由职业者一年，其他人员二年，党龄从转正之日起算",
        (6, 12, 24),
        "党的七大时期",
    ),
    Era(date(1956, 9, 15), date(1969, 3, 31), _BY_ASSEMBLY, _ONE_YEAR, (12,), "党的八大时期"),
    Era(date(1969, 4, 1), date(1977, 8, 11), _BY_COMMITTEE, _NONE, (0,), "党的九大、十大时期"),
    Era(date(1977, 8, 12), date(1982, 9, 5), _BY_COMMITTEE_ON_PROBATION, _ONE_YEAR, (12,), "党的十一大时期"),
    Era(date(1982, 9, 6), None, _BY_ASSEMBLY, _ONE_YEAR, (12,), "党的十二大以来"),
)
"""Without gap or overlap, from the founding on."""


class Doubt(StrEnum):
    """Why a pair of dates does not go with the rule of its time: a matter for a look at the file, never refused."""

    BEFORE_FOUNDING = "入党日期早于党的成立"
    ERA_UNCLEAR = "入党日期不够精确，跨两个时期，无法确定当时有无预备期"
    NO_PROBATION_THEN = "入党时期无预备期，转正日期却晚于入党日期"
    PROBATION_SHORT = "转正日期距入党日期短于当时的预备期"


@dataclass(frozen=True, slots=True)
class Standing:
    """Length of full membership in full years and months; `approximate` when it must be shown with 约."""

    years: int
    months: int
    approximate: bool

    def chinese(self) -> str:
        """`51年3个月`, `约51年`."""
        months = f"{self.months}个月" if self.months or not self.years else ""
        years = f"{self.years}年" if self.years else ""
        return f"{'约' if self.approximate else ''}{years}{months}"


@dataclass(frozen=True, slots=True)
class Birthday:
    """A political birthday: its day, its number (years since joining), and whether the day is only approximate."""

    on: date
    years: int
    approximate: bool


def era_of(join: PartialDate) -> Era | None:
    """The era of a date of joining; None before the founding, or when an imprecise date may lie in two eras."""
    return next((era for era in ERAS if era.holds(join.on) and era.holds(join.last())), None)


def full_membership_start(join: PartialDate | None, full: PartialDate | None) -> PartialDate | None:
    """The day from which standing counts: the date of full membership, or of joining where there was no probation.

    None when it cannot be told: a date of full membership is missing for a time with a probation.
    """
    if full is not None or join is None:
        return full
    possible = [era for era in ERAS if join.on <= (era.ends or date.max) and era.begins <= join.last()]
    whole_time_known = ERAS[0].begins <= join.on
    return join if possible and whole_time_known and all(era.without_probation for era in possible) else None


def standing_years(
    join: PartialDate | None, full: PartialDate | None, adjustment_months: int, on: date
) -> Standing | None:
    """Standing (党龄) on a day.

    `adjustment_months` is the signed correction of the file (党龄校正值), in months; the sum never falls below 0.
    None for who is not a full member on that day, or whose start is unknown.
    """
    start = full_membership_start(join, full)
    if start is None or on < start.on:
        return None
    months = max(0, _completed_months(start.on, on) + adjustment_months)
    years, rest = divmod(months, _MONTHS_IN_YEAR)
    return Standing(years, rest, start.approximate)


def political_birthday_years(join: PartialDate | None, on: date) -> int | None:
    """The number of the latest political birthday on a day: full years since joining, from the first day it can mean.

    None without a date of joining, or before it. Show it with 约 when `join.approximate`.
    """
    if join is None or on < join.on:
        return None
    return join.completed_years(on)


def next_anniversary(join: PartialDate | None, on: date) -> Birthday | None:
    """The next political birthday, the day itself included; the first is one year after joining.

    Who joined on 29 February has it on 28 February in common years (see `same_day_in_year`).
    """
    if join is None:
        return None
    year = max(on.year, join.on.year + 1)
    if same_day_in_year(join.on, year) < on:
        year += 1
    return Birthday(same_day_in_year(join.on, year), year - join.on.year, join.approximate)


def probation_doubt(join: PartialDate | None, full: PartialDate | None) -> Doubt | None:
    """What in the two dates does not go with the rule of the time of joining; None when nothing does.

    Imprecise dates are given the benefit of the doubt. That a date of full membership is missing is no doubt of
    this kind.
    """
    if join is None:
        return None
    if join.last() < ERAS[0].begins:
        return Doubt.BEFORE_FOUNDING
    era = era_of(join)
    if era is None:
        return Doubt.ERA_UNCLEAR if full is None else None
    if full is None:
        return None
    if era.without_probation:
        return Doubt.NO_PROBATION_THEN if full.compare(join) > 0 else None
    return Doubt.PROBATION_SHORT if _completed_months(join.on, full.last()) < era.months[0] else None


def _completed_months(start: date, on: date) -> int:
    """Full months between two days; a month without the start's day is full on its last day."""
    months = (on.year - start.year) * _MONTHS_IN_YEAR + on.month - start.month
    return months - (on.day < min(start.day, days_in_month(on.year, on.month)))
