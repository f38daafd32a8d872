"""今日: what to put right, who has a political birthday this week, what was just recorded."""

import uuid
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse

from lianxin.access.models import User
from lianxin.access.scope import Scope, can, scope_of
from lianxin.audit.models import AuditEntry
from lianxin.audit.queries import NEWEST_FIRST, PATH
from lianxin.declare.labels import audit_label
from lianxin.declare.refs import resolve
from lianxin.kernel import clock
from lianxin.orgs.queries import home
from lianxin.party.models import Member
from lianxin.party.queries import birthdays_of, headline, incomplete_of, own_member_of, unassigned_of
from lianxin.ui.parts import Due

SHOWN = 8
WEEKDAYS = "一二三四五六日"
BIRTHDAYS_SHOWN = 5
MEMBER_LEDGERS, PLACE_LEDGERS = "党员花名册", "院坝楼栋一览"
UNIT_LEDGERS, TREE_LEDGERS, TERM_LEDGERS = "驻区单位一览", "党组织一览", "党组织与班子任期"
RECORDED = {
    "party.register_member": MEMBER_LEDGERS,
    "party.correct_member": MEMBER_LEDGERS,
    "party.depart_member": MEMBER_LEDGERS,
    "party.return_member": MEMBER_LEDGERS,
    "party.set_fact": MEMBER_LEDGERS,
    "party.convert_member": MEMBER_LEDGERS,
    "party.assign_branch": MEMBER_LEDGERS,
    "party.finish_roster": f"{MEMBER_LEDGERS} · {TREE_LEDGERS}",
    "party.took_back_roster": f"{MEMBER_LEDGERS} · {TREE_LEDGERS}",
    "party.merge_branches": f"{MEMBER_LEDGERS} · {TREE_LEDGERS}",
    "party.appoint_office": f"{TREE_LEDGERS} · {TERM_LEDGERS}",
    "party.end_office": f"{TREE_LEDGERS} · {TERM_LEDGERS}",
    "orgs.record_term": TERM_LEDGERS,
    "orgs.correct_term": TERM_LEDGERS,
    "orgs.move_election": TERM_LEDGERS,
    "residents.register_place": PLACE_LEDGERS,
    "residents.correct_place": PLACE_LEDGERS,
    "residents.close_place": PLACE_LEDGERS,
    "residents.register_unit": UNIT_LEDGERS,
    "residents.correct_unit": UNIT_LEDGERS,
    "residents.rename_unit": UNIT_LEDGERS,
    "residents.merge_unit": UNIT_LEDGERS,
    "residents.close_unit": UNIT_LEDGERS,
    "orgs.found_organisation": TREE_LEDGERS,
    "orgs.rename_organisation": TREE_LEDGERS,
    "orgs.move_organisation": TREE_LEDGERS,
    "orgs.dissolve_organisation": TREE_LEDGERS,
}
"""What the office calls a record, and the ledgers it enters; looking at things is none."""


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
class Day:
    """What the first page shows to one reader."""

    date_text: str
    lead: str
    own_page: str = ""
    shows_duties: bool = False
    shows_record: bool = False
    due: list[Due] = field(default_factory=list)
    recorded: list[RecordLine] = field(default_factory=list)
    members: list[Stat] = field(default_factory=list)
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
        members=_figures(scope),
        import_url=reverse("party:rosters") if can(user, "party.import_roster") else "",
    )


def _lead(due: list[Due]) -> str:
    return "先把资料补齐，台账就是准的。" if due else "资料都齐了。刚刚记下的事在下面。"


def _duties(user: User) -> list[Due]:
    """资料不全 and 待分支部, each as one line that leads to its list."""
    found = [
        _line(
            unassigned_of(user),
            "待分支部",
            "还没有编入支部，花名册上暂列在社区党组织名下",
            "分到支部" if can(user, "party.change_members") else "看名单",
            reverse("party:branch_assignment" if can(user, "party.change_members") else "party:members"),
        ),
        _line(
            incomplete_of(user),
            "资料不全",
            "缺的项目写在各人页面上方",
            "看名单",
            f"{reverse('party:members')}?incomplete=1",
        ),
    ]
    return [due for due in found if due is not None]


def _line(members: QuerySet[Member], what: str, note: str, action: str, url: str) -> Due | None:
    names = list(members.values_list("person__name", flat=True)[: SHOWN + 1])
    if not names:
        return None
    more = " 等" if len(names) > SHOWN else ""
    return Due(what, f"{'、'.join(names[:SHOWN])}{more}", note, "quiet", action, url)


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


def _birthdays(user: User, today: date) -> list[BirthdayLine]:
    return [
        BirthdayLine(
            coming.name,
            f"{_day_text(coming.birthday.on, today)}，入党 {coming.birthday.years} 周年",
            reverse("party:member", args=[coming.member]),
        )
        for coming in birthdays_of(user, today, BIRTHDAYS_SHOWN)
    ]


def _day_text(day: date, today: date) -> str:
    return "今天" if day == today else f"{day.month}月{day.day}日"


def _recorded(scope: Scope) -> list[RecordLine]:
    rows = AuditEntry.objects.filter(scope.q(PATH), action__in=RECORDED).order_by(*NEWEST_FIRST)[:SHOWN]
    entries = list(rows)
    pages = _pages(entries)
    return [
        RecordLine(
            clock_text(entry),
            f"{audit_label(entry.action)}：{entry.target_label}",
            entry.actor_name,
            RECORDED[entry.action],
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
