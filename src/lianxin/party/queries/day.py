"""What the first page asks of a register of any size."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from lianxin.access.models import User
from lianxin.access.scope import scope_of
from lianxin.kernel.partial_dates import Precision, days_in_month
from lianxin.party.choices import Category, Floating
from lianxin.party.models import Member
from lianxin.party.queries.lists import incomplete, unassigned
from lianxin.party.queries.visible import members_visible_to
from lianxin.party.rules import VIEW

MOST_JOINED = 500
FIRST_YEAR = 1921
"""The Party's; dates before are refused."""


def unassigned_of(user: User) -> QuerySet[Member]:
    """Who of those the user sees is 待分支部, by name."""
    return unassigned(members_visible_to(user), scope_of(user, VIEW)).order_by("name_key", "id")


def incomplete_of(user: User) -> QuerySet[Member]:
    """Whose record of those the user sees lacks something, by name."""
    return incomplete(members_visible_to(user)).order_by("name_key", "id")


def joined_on(user: User, days: Iterable[date]) -> list[tuple[uuid.UUID, date]]:
    """Members on the roll, with the day of joining, who joined on one of the days of an earlier year; at most 500.

    Asked by the days themselves, which an index answers; the month of a date can only be asked of every row.
    """
    joined = {date_then for day in days for date_then in _same_day_before(day)}
    rows = members_visible_to(user).filter(
        left_on__isnull=True, join_precision=Precision.DAY, join_date__in=sorted(joined)
    )
    return [(pk, day) for pk, day in rows.values_list("pk", "join_date")[:MOST_JOINED] if day is not None]


def names_of(user: User, members: Sequence[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The names of some members the user sees."""
    return dict(members_visible_to(user).filter(pk__in=members).values_list("pk", "person__name"))


@dataclass(frozen=True, slots=True)
class Headline:
    """How many stand on the roll today: ``counted`` is the total, ``flowed_in`` stands apart; the rest is in it."""

    counted: int
    probationary: int
    flowed_out: int
    flowed_in: int


def headline(community: uuid.UUID) -> Headline:
    """The first figures of :func:`lianxin.party.queries.rolls.totals` for today, from an index alone.

    Dates to come are refused, so everybody on the roll has joined.
    """
    rows = Member.objects.filter(community=community, left_on__isnull=True).order_by()
    groups = list(rows.values_list("floating", "category").annotate(number=Count("*")))
    here = [group for group in groups if group[0] != Floating.INWARD]
    return Headline(
        counted=sum(number for *_, number in here),
        probationary=sum(number for _, category, number in here if category == Category.PROBATIONARY),
        flowed_out=sum(number for floating, _, number in here if floating == Floating.OUTWARD),
        flowed_in=sum(number for floating, _, number in groups if floating == Floating.INWARD),
    )


def _same_day_before(day: date) -> Iterable[date]:
    """The day in every earlier year; with 28 February the 29th, whose day it is in common years."""
    for year in range(FIRST_YEAR, day.year):
        last = days_in_month(year, day.month)
        if day.day <= last:
            yield day.replace(year=year)
        if (day.month, day.day, last) == (2, 28, 29):
            yield date(year, 2, 29)
