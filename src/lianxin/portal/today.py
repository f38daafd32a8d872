"""今日: what is due, what falls on these days, what was just recorded and which ledgers it entered."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.urls import reverse

from lianxin.access.models import User
from lianxin.access.scope import Scope, can, scope_of
from lianxin.audit.models import AuditEntry
from lianxin.audit.queries import NEWEST_FIRST, PATH
from lianxin.declare.duties import Duty, DutyKind
from lianxin.declare.labels import audit_label, entered_ledgers
from lianxin.declare.refs import resolve
from lianxin.kernel import clock
from lianxin.orgs.queries import home
from lianxin.party.queries import birthdays_of, headline, own_member_of
from lianxin.portal.duties import day_text, due_line, duties_of, lead_of
from lianxin.portal.rules import VIEW_DAY, VIEW_DUTIES
from lianxin.ui.parts import Due

SHOWN = 8
WEEKDAYS = "一二三四五六日"
BIRTHDAYS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class BirthdayLine:
    """Whose day comes, and how many years it makes."""

    name: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class RecordLine:
    """What was recorded: when, what, by whom, and the ledgers it entered."""

    when: str
    text: str
    who: str
    ledgers: str
    url: str


@dataclass(frozen=True, slots=True)
class Stat:
    """A figure that opens its list."""

    figure: int
    label: str
    url: str
    unit: str = "人"
    note: str = ""


@dataclass(frozen=True, slots=True)
class WeekDay:
    """A day of the running week; ``busy`` when something falls on it."""

    name: str
    number: int
    is_today: bool
    busy: bool


@dataclass(frozen=True, slots=True)
class Day:
    """What the first page shows to one reader."""

    date_text: str
    lead: str
    own_page: str = ""
    shows_duties: bool = False
    shows_record: bool = False
    due: list[Due] = field(default_factory=list)
    due_in_all: int = 0
    week: list[WeekDay] = field(default_factory=list)
    recorded: list[RecordLine] = field(default_factory=list)
    members: list[Stat] = field(default_factory=list)
    birthdays: list[BirthdayLine] = field(default_factory=list)
    import_url: str = ""


def day_of(user: User, *, at_most: int | None = SHOWN) -> Day:
    """The first page of a user; a member without any office is led to his own page. ``at_most`` None: all duties."""
    today = clock.today()
    text = f"{today.month}月{today.day}日 星期{WEEKDAYS[today.weekday()]}"
    scope = scope_of(user, VIEW_DAY)
    if not can(user, VIEW_DUTIES):
        own = own_member_of(user)
        page = reverse("party:member", args=[own.pk]) if own else ""
        return Day(text, "从左边选一处开始。", own_page=page)
    duties = duties_of(user, today)
    birthdays = birthdays_of(user, today, BIRTHDAYS_SHOWN) if scope else []
    return Day(
        text,
        lead_of(duties, today),
        shows_duties=True,
        shows_record=bool(scope),
        due=[due_line(duty, today) for duty in duties[:at_most]],
        due_in_all=len(duties),
        week=_week(today, {coming.birthday.on for coming in birthdays} | _days(duties)) if scope else [],
        recorded=_recorded(scope) if scope else [],
        birthdays=[
            BirthdayLine(
                coming.name,
                f"{day_text(coming.birthday.on, today)}，入党 {coming.birthday.years} 周年",
                reverse("party:member", args=[coming.member]),
            )
            for coming in birthdays
        ],
        members=_figures(scope) if scope else [],
        import_url=reverse("party:rosters") if can(user, "party.import_roster") else "",
    )


def _days(duties: Sequence[Duty]) -> set[date]:
    return {duty.due_on for duty in duties if duty.due_on is not None and duty.kind is not DutyKind.WISH}


def _week(today: date, busy: set[date]) -> list[WeekDay]:
    """Monday to Sunday of this week."""
    monday = today - timedelta(days=today.weekday())
    days = [monday + timedelta(days=ahead) for ahead in range(len(WEEKDAYS))]
    return [WeekDay(WEEKDAYS[day.weekday()], day.day, day == today, day in busy) for day in days]


def _figures(scope: Scope) -> list[Stat]:
    """The totals of the reader's one community; nothing for who looks after a part or after many."""
    community = home()
    if community is None or not scope.covers(community.path):
        return []
    counted = headline(community.pk)
    page = reverse("party:members")
    ledger = reverse("reports:ledger", args=["members"])
    return [
        Stat(counted.counted, "在册党员", ledger),
        Stat(counted.probationary, "其中预备", f"{page}?category=probationary"),
        Stat(counted.flowed_out, "其中流出", f"{page}?floating=out"),
        Stat(counted.flowed_in, "流入", f"{page}?floating=in", note="不计入总数"),
    ]


def _recorded(scope: Scope) -> list[RecordLine]:
    ledgers = entered_ledgers()
    rows = AuditEntry.objects.filter(scope.q(PATH), action__in=ledgers).order_by(*NEWEST_FIRST)[:SHOWN]
    entries = list(rows)
    pages = _pages(entries)
    return [
        RecordLine(
            clock_text(entry),
            f"{audit_label(entry.action)}：{entry.target_label}",
            entry.actor_name,
            " · ".join(ledgers[entry.action]),
            pages.get(entry.target_id, ""),
        )
        for entry in entries
    ]


def _pages(entries: list[AuditEntry]) -> dict[uuid.UUID | None, str]:
    """The pages of the things recorded, one query a kind."""
    ids: dict[str, list[uuid.UUID]] = {}
    for entry in entries:
        if entry.target_id is not None:
            ids.setdefault(entry.target_kind, []).append(entry.target_id)
    return {pk: target.url for kind, some in ids.items() for pk, target in resolve(kind, some).items()}


def clock_text(entry: AuditEntry) -> str:
    """When, in the office's time: the hour today, the day before that."""
    at = entry.at.astimezone(clock.TZ)
    return f"{at:%H:%M}" if at.date() == clock.today() else f"{at.month}月{at.day}日"
