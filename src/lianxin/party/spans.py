"""Spans of time in which a dated fact holds: from a day (None: before anybody knows) to a day not included."""

from dataclasses import dataclass
from datetime import date

from lianxin.kernel.partial_dates import PartialDate
from lianxin.party.choices import Category


@dataclass(frozen=True, slots=True)
class Span:
    """A value that holds from ``since`` until, not including, ``until`` (None: to this day)."""

    value: str
    since: date | None = None
    until: date | None = None


def category_spans(category: str, joined: PartialDate | None, full: PartialDate | None) -> list[Span]:
    """The history of a category as far as the two dates tell it: 预备 from joining, 正式 from the day of full membership.

    Who joined when there was no probation, or whose two dates are one, was full from the first day. Imprecise dates
    count from the first day they can mean.
    """
    start = joined.on if joined else None
    if category == Category.PROBATIONARY:
        return [Span(Category.PROBATIONARY.value, start)]
    if category != Category.FULL:
        return []
    if full is None:
        return [Span(Category.FULL.value)]
    if joined is not None and joined.compare(full) < 0:
        return [Span(Category.PROBATIONARY.value, start, full.on), Span(Category.FULL.value, full.on)]
    return [Span(Category.FULL.value, full.on)]
