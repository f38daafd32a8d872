"""How members stand on pages: lines of a list, facts of a page, events."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from lianxin.declare.actors import Channel
from lianxin.kernel import clock
from lianxin.kernel.partial_dates import PartialDate
from lianxin.kernel.standing import next_anniversary, political_birthday_years, standing_years
from lianxin.orgs.choices import BRANCH_KINDS
from lianxin.party.choices import Aspect, Category, ChangeKind, Employment, Floating
from lianxin.party.models import Affiliation, DatedFact, Member, MembershipChange, OfficeHolding
from lianxin.party.queries import Trace
from lianxin.party.records import FIELDS, RecordField, Shape, shown, values_of
from lianxin.ui.parts import Event, Fact, Tone

SEXES = {"1": "男", "2": "女"}
_CATEGORIES = dict(Category.choices)
_EMPLOYMENTS = dict(Employment.choices)
_FLOATINGS = dict(Floating.choices)
_LEFT = dict(ChangeKind.choices)

IDENTITY = ("sex", "ethnicity", "birth_date", "native_place", "education", "degree")
MEMBERSHIP = ("application_date", "admission_type", "party_age_adj")
WORK = ("job_post", "employer", "work_start", "tech_title", "new_stratum", "is_migrant_worker", "frontline")
HOME = ("residence", "hukou")
OTHER = ("post_in_party", "archive_unit", "other_party", "lost", "lost_date", "skills", "hardship", "health", "note")
NOT_FOR_VIEWERS = ("hardship", "health")
"""Sensitive personal information (PIPL art. 28): for who may change the record, and the member."""


@dataclass(frozen=True, slots=True)
class ListLine:
    """One member in a list."""

    id: str
    url: str
    name: str
    sex: str
    age: str
    branch: str
    category: str
    employment: str
    joined: str
    notes: Sequence[tuple[str, Tone]]


def list_lines(rows: Iterable[Mapping[str, Any]]) -> list[ListLine]:
    """Rows of ``queries.member_list`` as lines."""
    today = clock.today()
    return [_line(row, today) for row in rows]


def _line(row: Mapping[str, Any], today: date) -> ListLine:
    birth = PartialDate.of(row["person__birth_date"], row["person__birth_precision"])
    joined = PartialDate.of(row["join_date"], row["join_precision"])
    group = row["group__short_name"]
    return ListLine(
        id=str(row["id"]),
        url=f"/members/{row['id']}/",
        name=row["person__name"],
        sex=SEXES.get(row["person__sex"], ""),
        age=f"{'约' if birth.approximate else ''}{birth.completed_years(today)}" if birth else "",
        branch=row["organisation__short_name"] + (f" {group}" if group else ""),
        category=_CATEGORIES.get(row["category"], ""),
        employment=_EMPLOYMENTS.get(row["employment"], ""),
        joined=joined.chinese() if joined else "",
        notes=_notes(row),
    )


def _notes(row: Mapping[str, Any]) -> list[tuple[str, Tone]]:
    notes: list[tuple[str, Tone]] = []
    if row["left_on"] is not None:
        notes.append((f"{_LEFT.get(row['left_kind'], '离开')} {row['left_on']:%Y-%m-%d}", "quiet"))
    elif row["organisation_id"] == row["community_id"] and row["organisation__kind"] not in BRANCH_KINDS:
        notes.append(("待分支部", "warn"))
    if row["floating"]:
        notes.append((_FLOATINGS[row["floating"]], "info"))
    if not row["is_complete"]:
        notes.append(("资料不全", "warn"))
    return notes


def standing_facts(member: Member, today: date) -> list[Fact]:
    """党龄 and 政治生日: two numbers with two names (domain §2.8)."""
    joined, full = member.joined, member.became_full
    standing = standing_years(joined, full, member.party_age_adj, today) if member.category == Category.FULL else None
    years = political_birthday_years(joined, today)
    coming = next_anniversary(joined, today)
    about = "约" if joined is not None and joined.approximate else ""
    when = f"下一次：{coming.on:%Y-%m-%d}，{about}{coming.years}周年" if coming is not None and not about else ""
    return [
        Fact("党龄", standing.chinese() if standing else "", note=_standing_note(member, standing is not None)),
        Fact("政治生日", f"{about}{years}周年" if years is not None else "", note=when or "从入党那天算起"),
    ]


def _standing_note(member: Member, known: bool) -> str:  # noqa: FBT001 - two cases of one sentence
    if known:
        return "从转正那天算起" if member.full_date else "入党时无预备期，从入党那天算起"
    return "预备期不计" if member.category == Category.PROBATIONARY else "缺转正日期，算不出"


def record_facts(member: Member, names: Sequence[str], *, all_of_them: bool) -> list[Fact]:
    """Fields of the record in words; unsaid ones only where asked for."""
    facts = []
    for name, value in values_of(member, names).items():
        field = FIELDS[name]
        text = _shown(field, value)
        if text or all_of_them:
            facts.append(Fact(field.label, text, wide=field.shape is Shape.TEXT and field.length >= 120))
    return facts


def key_facts(member: Member) -> list[Fact]:
    """What one wants to know first: the branch, the present situation, when joined."""
    place = member.organisation.short_name + (f" {member.group.short_name}" if member.group else "")
    waiting = member.organisation_id == member.community_id and member.organisation.kind not in BRANCH_KINDS
    return [
        Fact("所在党支部", f"待分支部（暂列{place}）" if waiting else place),
        Fact("人员类别", _CATEGORIES.get(member.category, "")),
        Fact("入党日期", member.joined.chinese() if member.joined else ""),
        Fact("转正日期", member.became_full.chinese() if member.became_full else ""),
    ]


def record_groups(member: Member, *, all_of_them: bool, care: bool) -> list[tuple[str, list[Fact]]]:
    """The record under its headings; hardship and health only where ``care`` allows."""
    other = [name for name in OTHER if care or name not in NOT_FOR_VIEWERS]
    groups = (("本人", IDENTITY), ("党员身份", MEMBERSHIP), ("住址", HOME), ("工作", WORK), ("其他", other))
    shown_groups = [(title, record_facts(member, names, all_of_them=all_of_them)) for title, names in groups]
    return [(title, facts) for title, facts in shown_groups if facts]


def print_facts(member: Member) -> list[Fact]:
    """The record on paper: what is known, numbers masked."""
    person = member.person
    numbers = [
        Fact("公民身份号码", person.id_number_masked),
        Fact("手机", person.mobile_masked),
        Fact("固定电话", person.phone_masked),
    ]
    names = (*IDENTITY, "join_date", "full_date", *MEMBERSHIP, *HOME, *WORK)
    return [*record_facts(member, names, all_of_them=False), *(fact for fact in numbers if fact.value)]


def _shown(field: RecordField, value: object) -> str:
    if field.name in {"party_age_adj", "lost"} and not value:
        return ""
    return shown(field.name, value)


def missing_labels(member: Member) -> list[str]:
    """What the record lacks, in words."""
    return ["手机或固定电话" if name == "mobile" else FIELDS[name].label for name in member.missing]


@dataclass(frozen=True, slots=True)
class AspectLines:
    """One aspect with its spans; ``url`` changes it."""

    aspect: Aspect
    label: str
    now: str
    url: str
    spans: Sequence["SpanLine"]


@dataclass(frozen=True, slots=True)
class SpanLine:
    """One span of a dated fact."""

    text: str
    since: str
    until: str
    note: str
    url: str


def aspect_lines(member: Member, facts: Mapping[str, Sequence[DatedFact]]) -> list[AspectLines]:
    """The four aspects, each with its history."""
    return [
        AspectLines(
            aspect,
            str(aspect.label),
            aspect_word(aspect, getattr(member, aspect.value)),
            reverse("party:conversion", args=[member.pk])
            if aspect is Aspect.CATEGORY
            else reverse("party:fact", args=[member.pk, aspect.value]),
            [_span(aspect, fact) for fact in facts.get(aspect, ())],
        )
        for aspect in Aspect
    ]


def aspect_word(aspect: Aspect, value: object) -> str:
    """A value of an aspect in words, "" for none."""
    if aspect is Aspect.NEW_ECONOMY:
        return "是" if value else ""
    return shown(aspect.value, value)


def _span(aspect: Aspect, fact: DatedFact) -> SpanLine:
    url = "" if aspect is Aspect.CATEGORY else reverse("party:fact_beginning", args=[fact.member_id, fact.pk])
    return SpanLine(aspect_word(aspect, fact.value), day(fact.since) or "登记前", day(fact.until), fact.note, url)


def affiliation_events(rows: Iterable[Affiliation]) -> list[Event]:
    """Where the relation stood."""
    return [
        Event(
            when=f"{day(row.since) or '登记前'} 至 {day(row.until) or '今'}",
            title=row.organisation.short_name + (f" {row.group.short_name}" if row.group else ""),
            tone="" if row.until else "ok",
        )
        for row in rows
    ]


def change_events(rows: Iterable[MembershipChange]) -> list[Event]:
    """How the membership came, moved and left; withdrawn ones say so."""
    return [
        Event(
            when=day(row.happened_on) or "日期不详",
            title=f"{row.get_kind_display()}（已撤销：{row.withdrawn_reason}）"
            if row.withdrawn_at
            else str(row.get_kind_display()),
            text=_change_text(row),
            late=row.happened_on is not None and row.happened_on < row.recorded_at.astimezone(clock.TZ).date(),
        )
        for row in rows
    ]


def _change_text(row: MembershipChange) -> str:
    parts = (
        row.organisation.short_name,
        row.counterpart,
        row.document_no,
        row.note,
        f"{row.recorded_by}登记（{Channel(row.channel).label}）",
    )
    return "，".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """An office held; ``url`` ends it."""

    text: str
    since: str
    until: str
    url: str


def office_lines(rows: Iterable[OfficeHolding]) -> list[OfficeLine]:
    """Offices with their spans."""
    return [
        OfficeLine(
            f"{row.organisation.short_name} {row.get_office_display()}",
            day(row.since) or "不详",
            day(row.until),
            "" if row.until else reverse("party:office_end", args=[row.member_id, row.pk]),
        )
        for row in rows
    ]


def trace_events(traces: Iterable[Trace]) -> list[Event]:
    """Writes to the record, field by field."""
    return [
        Event(
            when=trace.when,
            title=f"{trace.what}（{trace.who}）",
            text="；".join(
                [
                    *(f"{f.label}：{f.old or '（空）'} → {f.new or '（空）'}" for f in trace.fields),
                    *filter(None, [trace.reason]),
                ]
            ),
        )
        for trace in traces
    ]


def day(value: date | None) -> str:
    """A day in Chinese, "" for none."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""
