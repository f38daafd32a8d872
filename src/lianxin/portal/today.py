"""今日: what to put right, who has a political birthday this week, what was just recorded."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse

from lianxin.access.models import User
from lianxin.access.scope import Scope, can, scope_of
from lianxin.audit.queries import NEWEST_FIRST, PATH
from lianxin.audit.models import AuditEntry
from lianxin.declare.labels import audit_label
from lianxin.declare.refs import resolve
from lianxin.kernel import clock
from lianxin.kernel.standing import next_anniversary
from lianxin.orgs.choices import BRANCH_KINDS
from lianxin.party.models import Member
from lianxin.party.queries import members_visible_to, own_member_of
from lianxin.ui.parts import Due, Event

SHOWN = 8
WEEKDAYS = "一二三四五六日"
BIRTHDAYS_WITHIN = timedelta(days=7)
RECORDED = (
    "party.register_member",
    "party.correct_member",
    "party.depart_member",
    "party.finish_roster",
    "party.took_back_roster",
    "party.assign_branch",
    "residents.register_unit",
    "residents.rename_unit",
    "residents.register_courtyard",
    "orgs.found_organisation",
    "orgs.rename_organisation",
)
"""What the office calls a record; looking at things and counting pages is none."""


@dataclass(frozen=True, slots=True)
class BirthdayLine:
    """Whose day comes, and how many years it makes."""

    name: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Day:
    """What the first page shows to one reader."""

    date_text: str
    lead: str
    own_page: str = ""
    shows_duties: bool = False
    shows_record: bool = False
    due: list[Due] = field(default_factory=list)
    recorded: list[Event] = field(default_factory=list)
    birthdays: list[BirthdayLine] = field(default_factory=list)
    import_url: str = ""


def day_of(user: User) -> Day:
    """The first page of a user; a member without any office is led to his own page."""
    today = clock.today()
    text = f"{today.month}月{today.day}日 星期{WEEKDAYS[today.weekday()]}"
    scope = scope_of(user, "portal.view_day")
    if not scope:
        own = own_member_of(user)
        page = reverse("party:member", args=[own.pk]) if own else ""
        return Day(text, "从左边选一处开始。", own_page=page)
    due = _duties(user)
    return Day(
        text,
        _lead(due),
        shows_duties=True,
        shows_record=True,
        due=due,
        recorded=_recorded(scope),
        birthdays=_birthdays(user, today),
        import_url=reverse("party:rosters") if can(user, "party.import_roster") else "",
    )


def _lead(due: list[Due]) -> str:
    return "先把资料补齐，台账就是准的。" if due else "资料都齐了。刚刚记下的事在下面。"


def _duties(user: User) -> list[Due]:
    """资料不全 and 待分支部, each as one line that leads to its list."""
    members = members_visible_to(user).filter(left_on__isnull=True)
    found = [
        _line(
            members.exclude(organisation__kind__in=BRANCH_KINDS),
            "待分支部",
            "还没有编入支部，花名册上暂列在社区党组织名下",
            "分到支部" if can(user, "party.change_members") else "看名单",
            reverse("party:branch_assignment" if can(user, "party.change_members") else "party:members"),
        ),
        _line(
            members.filter(is_complete=False),
            "资料不全",
            "缺的项目写在各人页面上方",
            "看名单",
            f"{reverse('party:members')}?incomplete=1",
        ),
    ]
    return [due for due in found if due is not None]


def _line(members: QuerySet[Member], what: str, note: str, action: str, url: str) -> Due | None:
    names = list(members.order_by("name_key", "id").values_list("person__name", flat=True)[: SHOWN + 1])
    if not names:
        return None
    more = " 等" if len(names) > SHOWN else ""
    return Due(what, f"{'、'.join(names[:SHOWN])}{more}", note, "quiet", action, url)


def _birthdays(user: User, today: date) -> list[BirthdayLine]:
    """Political birthdays of the coming week; asked by month and day, so at most a handful of rows."""
    days = [today + timedelta(days=step) for step in range(BIRTHDAYS_WITHIN.days)]
    months = {day.month for day in days}
    members = (
        members_visible_to(user)
        .select_related("person")
        .filter(left_on__isnull=True, join_precision="d", join_date__month__in=months)
        .filter(join_date__day__in=[day.day for day in days])
        .order_by("name_key", "id")[: 4 * SHOWN]
    )
    lines = []
    for member in members:
        birthday = next_anniversary(member.joined, today)
        if birthday is not None and birthday.on - today < BIRTHDAYS_WITHIN and birthday.years:
            when = "今天" if birthday.on == today else f"{birthday.on.month}月{birthday.on.day}日"
            lines.append(
                BirthdayLine(
                    member.person.name,
                    f"{when} 入党 {birthday.years} 周年",
                    reverse("party:member", args=[member.pk]),
                )
            )
    return lines[:SHOWN]


def _recorded(scope: Scope) -> list[Event]:
    rows = AuditEntry.objects.filter(scope.q(PATH), action__in=RECORDED).order_by(*NEWEST_FIRST)[:SHOWN]
    entries = list(rows)
    urls = {
        target.pk: resolve(target.target_kind, [target.target_id]) if target.target_id else {} for target in entries
    }
    return [
        Event(
            f"{clock_text(entry)}",
            f"{audit_label(entry.action)}：{entry.target_label}",
            f"{entry.actor_name} 记",
            urls[entry.pk][entry.target_id].url if entry.target_id in urls[entry.pk] else "",
        )
        for entry in entries
    ]


def clock_text(entry: AuditEntry) -> str:
    """When, in the office's time: the hour today, the day before that."""
    at = entry.at.astimezone(clock.TZ)
    return f"{at:%H:%M}" if at.date() == clock.today() else f"{at.month}月{at.day}日"
