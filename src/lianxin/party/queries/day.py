"""What the first page asks of a register of any size."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet

from lianxin.access.models import User
from lianxin.access.scope import scope_of
from lianxin.kernel.partial_dates import PartialDate, Precision, days_in_month
from lianxin.kernel.standing import Birthday, next_anniversary
from lianxin.party.choices import Category, Floating
from lianxin.party.models import Member
from lianxin.party.queries.lists import incomplete, unassigned
from lianxin.party.queries.visible import members_visible_to
from lianxin.party.rules import VIEW

FEW, MOST = 1000, 1000
A_MONTH = timedelta(days=30)
LOOKS = ((0, 0), (1, 6))
"""Days ahead, from and to: more than a few members have enough birthdays in a week."""
FIRST_YEAR = 1921
"""The Party's; dates before are refused."""

Joined = Sequence[tuple[uuid.UUID, date]]


def unassigned_of(user: User) -> QuerySet[Member]:
    """Who of those the user sees is 待分支部, by name."""
    return unassigned(members_visible_to(user), scope_of(user, VIEW)).order_by("name_key", "id")


def incomplete_of(user: User) -> QuerySet[Member]:
    """Whose record of those the user sees lacks something, by name."""
    return incomplete(members_visible_to(user)).order_by("name_key", "id")


def probations_ending(user: User, latest: date) -> Any:  # noqa: ANN401 - a query of tuples, for which the stubs have no name
    """(member, name, branch, joined) of the visible probationary members who joined by ``latest``, the first first."""
    rows = members_visible_to(user).filter(
        category=Category.PROBATIONARY, left_on__isnull=True, join_precision=Precision.DAY, join_date__lte=latest
    )
    rows = rows.exclude(floating=Floating.INWARD).order_by("join_date", "id")
    return rows.values_list("pk", "person__name", "organisation__short_name", "join_date")


class ComingBirthday(NamedTuple):
    """Whose political birthday comes, and which."""

    member: uuid.UUID
    name: str
    birthday: Birthday


def birthdays_of(user: User, today: date, at_most: int, *, few: int = FEW) -> list[ComingBirthday]:
    """The next political birthdays within a month among the members the user sees, the nearest first.

    ``few``: up to so many members are looked at one by one.
    """
    rows = members_visible_to(user).filter(left_on__isnull=True, join_precision=Precision.DAY)
    joined = _all_joined(rows, few)
    coming = _coming(rows, today, at_most) if joined is None else _birthdays(joined, today, today + A_MONTH)
    nearest = sorted(coming, key=lambda line: (line[1].on, -line[1].years))[:at_most]
    names = dict(rows.filter(pk__in=[pk for pk, _ in nearest]).values_list("pk", "person__name"))
    return [ComingBirthday(pk, names[pk], birthday) for pk, birthday in nearest]


def _all_joined(rows: QuerySet[Member], few: int) -> Joined | None:
    """Who joined when; None when they are more than a few."""
    found = _joined(rows[: few + 1])
    return found if len(found) <= few else None


def _coming(rows: QuerySet[Member], today: date, at_most: int) -> list[tuple[uuid.UUID, Birthday]]:
    """Of many members, asked by the days themselves, which an index answers: today's first, then a wider look."""
    found: list[tuple[uuid.UUID, Birthday]] = []
    for first, last in LOOKS:
        days = [today + timedelta(days=ahead) for ahead in range(first, last + 1)]
        then = {earlier for day in days for earlier in _same_day_before(day)}
        found += _birthdays(_joined(rows.filter(join_date__in=sorted(then))[:MOST]), today, days[-1])
        if len(found) >= at_most:
            break
    return found


def _joined(rows: QuerySet[Member]) -> Joined:
    return [(pk, day) for pk, day in rows.values_list("pk", "join_date") if day is not None]


def _birthdays(joined: Joined, today: date, until: date) -> list[tuple[uuid.UUID, Birthday]]:
    coming = ((pk, next_anniversary(PartialDate(day, Precision.DAY), today)) for pk, day in joined)
    return [(pk, birthday) for pk, birthday in coming if birthday is not None and birthday.on <= until]


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
