"""Pairs and merges as the pages show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from lianxin.declare.resting import MEMBER, PERSON, resting_on
from lianxin.kernel import clock
from lianxin.party.doubles.alike import Known, told
from lianxin.party.doubles.queries import pair_of
from lianxin.party.doubles.resting import SIDED
from lianxin.party.doubles.sides import PARTS, RELATION, Pair, Record, Side
from lianxin.party.models import DuplicateCandidate, PersonMerge
from lianxin.party.records import shown
from lianxin.ui.parts import Event, Fact


@dataclass(frozen=True, slots=True)
class Person:
    """One of two on the page."""

    name: str
    url: str
    kind: str
    facts: Sequence[Fact]


@dataclass(frozen=True, slots=True)
class PairLine:
    """A pair with the reasons why it stands there."""

    id: str
    title: str
    reasons: Sequence[str]
    persons: Sequence[Person]
    judged: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A part that differs, with both sides' words."""

    name: str
    label: str
    words: Sequence[tuple[Side, str, bool]]


def pair_lines(rows: Iterable[DuplicateCandidate], *, judged: bool = False) -> list[PairLine]:
    """Pairs as they are alike now; who was corrected since and is not alike any more is passed over, judged or not."""
    lines = []
    for row in rows:
        reasons = told(Known.of(row.first), Known.of(row.second))
        if reasons or judged:
            lines.append(_line(row, reasons))
    return lines


def _line(row: DuplicateCandidate, reasons: Sequence[str]) -> PairLine:
    records = list(pair_of(row).values())
    judged = ""
    if row.judged_at is not None:
        judged = f"{row.judged_at.astimezone(clock.TZ):%Y-%m-%d} {row.judged_by}认定不是同一个人"
    names = dict.fromkeys(record.person.name for record in records)
    return PairLine(str(row.pk), "、".join(names), reasons, [person_of(record) for record in records], judged)


def person_of(record: Record) -> Person:
    """One record in short, numbers masked."""
    person, member = record.person, record.member
    kind = "党员" if member else "不是党员"
    url = reverse("party:member", args=[member.pk]) if member else reverse("residents:person", args=[person.pk])
    facts = [
        Fact("性别", shown("sex", person.sex)),
        Fact("出生日期", shown("birth_date", person.birth)),
        Fact("公民身份号码", person.id_number_masked),
        Fact("手机", person.mobile_masked),
        Fact("现居住地", person.residence),
    ]
    if member is not None:
        facts += [Fact("组织关系", record.stands), Fact("入党日期", shown("join_date", member.joined))]
    facts.append(Fact("登记", f"{person.recorded_at.astimezone(clock.TZ):%Y-%m-%d} {person.recorded_by}"))
    return Person(person.name, url, kind, facts)


def choices_of(pair: Pair, chosen: Mapping[str, Side]) -> list[Choice]:
    """The parts that differ, each with what both sides say and which is chosen."""
    return [
        Choice(name, PARTS[name].label, [(side, PARTS[name].words(pair[side]), side is taken) for side in Side])
        for name, taken in chosen.items()
    ]


def what_moves(pair: Pair, stays: Side, chosen: Mapping[str, Side]) -> list[str]:
    """In plain words what a merge does."""
    staying, going = pair[stays], pair[stays.other]
    lines = [
        f"留下“{staying.person.name}”（{_called(staying)}）这一份，另一份“{going.person.name}”（{_called(going)}）搁置起来。"
    ]
    fields = [PARTS[name].label for name, side in chosen.items() if side is not stays]
    lines.append(f"采用另一份的：{'、'.join(fields)}。" if fields else "各项都用留下的这一份的。")
    moving, kept = _counted(staying, going)
    if going.member is not None and staying.member is None:
        lines.append(f"党员登记整个移到留下的“{staying.person.name}”名下，从此是党员。")
    if going.member is not None and staying.member is not None:
        same = chosen.get(RELATION, stays) is stays
        which = "留下的这一份" if same else "另一份"
        lines.append(f"在哪个支部、怎样增减的经历用{which}的，不会算成两次增加；另外那一段随搁置的一份保存。")
    if going.person.id_number_index and staying.person.id_number_index:
        lines.append(
            "公民身份号码只留选中的一个，另一个随搁置的一份加密保存；以后名册里再写着那个号码，也认作这位同志，号码不改。"
        )
    if moving:
        lines.append(f"移过来的：{'、'.join(moving)}。")
    if kept:
        lines.append(f"留下的这一份已经有、随搁置的一份保存的：{'、'.join(kept)}。")
    lines.append(
        "搁置以后，名单、台账、人数、查找和名册导入里都没有那一份；没有人再改动过，随时可以撤销，两份都恢复原样。"
    )
    return lines


def _called(record: Record) -> str:
    return f"党员，{record.stands}" if record.member else "人员"


def _counted(staying: Record, going: Record) -> tuple[list[str], list[str]]:
    moving, kept = [], []
    both = staying.member is not None and going.member is not None
    for kind, mine, theirs in (
        (PERSON, staying.person.pk, going.person.pk),
        *([(MEMBER, staying.member.pk, going.member.pk)] if staying.member and going.member else []),
    ):
        for thing in resting_on(kind, pointers=False):
            if not thing.label or thing.code in SIDED or (both and thing.code == "party.member"):
                continue
            rows = list(thing.rows([theirs]))
            comes = len(list(thing.moves(list(thing.rows([mine])), rows)))
            if comes and thing.code != "party.member":
                moving.append(f"{thing.label} {comes} 项")
            if len(rows) > comes:
                kept.append(f"{thing.label} {len(rows) - comes} 项")
    return moving, kept


def merge_events(rows: Iterable[PersonMerge]) -> list[Event]:
    """Merges as a timeline."""
    return [
        Event(
            when=f"{row.merged_at.astimezone(clock.TZ):%Y-%m-%d %H:%M}",
            title=f"“{row.name}”的另一份登记并入“{row.into_name}”",
            text=f"{row.merged_by}合并" + (f"；{_undone(row)}" if row.undone_at else ""),
            url=reverse("party:merge", args=[row.pk]),
            tone="" if row.undone_at else "ok",
        )
        for row in rows
    ]


def merge_facts(merge: PersonMerge) -> list[Fact]:
    """When and by whom."""
    facts = [
        Fact("合并", f"{merge.merged_at.astimezone(clock.TZ):%Y-%m-%d %H:%M} {merge.merged_by}"),
        Fact("并入", merge.into_name),
    ]
    return [*facts, Fact("撤销", _undone(merge))] if merge.undone_at else facts


def _undone(merge: PersonMerge) -> str:
    assert merge.undone_at is not None
    return f"{merge.undone_at.astimezone(clock.TZ):%Y-%m-%d %H:%M} {merge.undone_by}撤销"
