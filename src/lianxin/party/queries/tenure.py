"""Standing (党龄) as a band, worked out by the database; ``kernel.standing`` is the rule, a test compares the two."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, CharField, DateField, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan, IsNull, LessThanOrEqual

from lianxin.kernel.months import months_after
from lianxin.kernel.partial_dates import Precision, days_in_month
from lianxin.kernel.standing import ERAS
from lianxin.party.choices import Category
from lianxin.party.models import Member

NOT_FULL, START_UNKNOWN = "not_full", "-"
LABELS = (
    ("s0", "不满10年"),
    ("s10", "10–19年"),
    ("s20", "20–29年"),
    ("s30", "30–39年"),
    ("s40", "40–49年"),
    ("s50", "50年及以上"),
)
"""Ours: no table of the statistics breaks members down by standing."""
_DECADES = (50, 40, 30, 20, 10)
_MONTHS = 12


def started_by(day: date, months: int) -> date:
    """The latest start of who has completed so many months on a day; a month without the day is full on its last."""
    first = months_after(day.replace(day=1), -months)
    last = days_in_month(first.year, first.month)
    whole = day.day == days_in_month(day.year, day.month)
    return first.replace(day=last if whole else min(day.day, last))


def standing_band(day: date) -> Case:
    """The band of a member's standing on a day, over the roll of that day; one query for the corrections there are."""
    corrected = [When(party_age_adj=months, then=_bands(day, months)) for months in _corrections()]
    return Case(
        When(~Q(category_then=Category.FULL), then=_text(NOT_FULL)),
        When(IsNull(_start(), True), then=_text(START_UNKNOWN)),
        When(GreaterThan(_start(), day), then=_text(START_UNKNOWN)),
        *corrected,
        default=_bands(day, 0),
        output_field=CharField(),
    )


def _corrections() -> list[int]:
    """The corrections of standing that occur, in months: hardly a handful."""
    rows = Member.objects.exclude(party_age_adj=0).order_by("party_age_adj")
    return list(rows.values_list("party_age_adj", flat=True).distinct())


def _bands(day: date, correction: int) -> Case:
    reached = [
        When(LessThanOrEqual(_start(), started_by(day, years * _MONTHS - correction)), then=_text(f"s{years}"))
        for years in _DECADES
    ]
    return Case(*reached, default=_text("s0"), output_field=CharField())


def _start() -> Any:  # noqa: ANN401 - an expression
    """The day standing counts from: of full membership, or of joining where there was no probation."""
    joined = Case(When(_no_probation_then(), then=F("join_date")), default=Value(None), output_field=DateField())
    return Coalesce(F("full_date"), joined, output_field=DateField())


def _no_probation_then() -> Q:
    """Joined, whatever an imprecise date means, in a time without probation (domain §2.8)."""
    condition = Q(pk__in=[])
    for era in ERAS:
        if era.without_probation and era.ends is not None:
            for precision in Precision:
                latest = _latest(era.ends, precision)
                condition |= Q(join_precision=precision, join_date__gte=era.begins, join_date__lte=latest)
    return condition


def _latest(ends: date, precision: Precision) -> date:
    """The latest first day of a date of that precision which lies wholly before or on a day."""
    following = ends + timedelta(days=1)
    if precision is Precision.DAY:
        return ends
    if precision is Precision.MONTH:
        return months_after(following.replace(day=1), -1)
    return date(following.year - 1, 1, 1)


def _text(code: str) -> Value:
    return Value(code, output_field=CharField())
