"""How places, units and persons stand on pages: facts, lines, events."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from lianxin.access.scope import scope_of
from lianxin.kernel.codes import EDUCATION, ETHNICITY, SEX
from lianxin.residents.choices import UnitChangeKind, Upkeep
from lianxin.residents.doors import pages_elsewhere
from lianxin.residents.models import Person, Place, Unit, UnitChange
from lianxin.residents.queries import consents_of, full_name, persons_at, persons_visible_to
from lianxin.residents.rules import CHANGE_REACH, SEE_TELEPHONES, credit_code_warning
from lianxin.ui.parts import Event, Fact

PEOPLE_SHOWN = 50


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person on a list: the page is another app's where that app describes the person."""

    person: Person
    url: str


def person_lines(user: object, persons: Iterable[Person]) -> list[PersonLine]:
    """Persons with the page this user may open."""
    rows = list(persons)
    elsewhere = pages_elsewhere(user, [person.pk for person in rows])
    return [
        PersonLine(
            person,
            elsewhere[person.pk].url if person.pk in elsewhere else reverse("residents:person", args=[person.pk]),
        )
        for person in rows
    ]


def courtyard_facts(row: Place, households: int | None, *, summed: bool) -> list[Fact]:
    """The facts of a courtyard's page."""
    return [
        Fact("地址", row.address, wide=True),
        Fact("总户数", "" if households is None else f"{households} 户", note="由楼栋、单元相加" if summed else ""),
        Fact("管理方式", Upkeep(row.upkeep).label),
        Fact("物业或管理单位", row.keeper),
        Fact("从哪天起", day(row.opened_on)),
        *([Fact("不在了", day(row.closed_on))] if row.closed_on else []),
        Fact("备注", row.note, wide=True),
    ]


def closing_notes(row: Place) -> tuple[str, ...]:
    """What still points to a place that is to be closed."""
    people = persons_at(row).count()
    units = Unit.objects.filter(place=row, closed_on__isnull=True).count()
    told = "、".join(filter(None, (f"{people} 人" if people else "", f"{units} 个单位" if units else "")))
    return (f"还有 {told}登记在这里，登记以后请给他们换地方。",) if told else ()


def unit_facts(row: Unit) -> list[Fact]:
    """The facts of a unit's page, without the telephone."""
    return [
        Fact("类别", row.get_kind_display()),
        Fact("两新组织", "是" if row.new_economy else "否"),
        Fact("统一社会信用代码", row.credit_code),
        Fact("从业人数", "" if row.headcount is None else f"{row.headcount} 人"),
        Fact("党组织", row.party_organisation),
        Fact("党员人数", "" if row.party_members is None else f"{row.party_members} 人"),
        Fact("地址", row.address, wide=True),
        Fact("所在院坝", full_name(row.place) if row.place else ""),
        Fact("入驻日期", day(row.opened_on)),
        *([Fact("终止日期", day(row.closed_on))] if row.closed_on else []),
        Fact("联络员", row.contact_name),
        Fact("备注", row.note, wide=True),
    ]


def unit_warnings(row: Unit) -> list[str]:
    """What looks wrong and was taken all the same."""
    warning = credit_code_warning(row.credit_code)
    return [warning] if warning else []


def unit_events(rows: Iterable[UnitChange], unit: Unit) -> list[Event]:
    """The history of a unit as a timeline; what others brought in by merging is told too."""
    return [
        Event(
            when=day(row.happened_on),
            title=f"{unit_step(row, unit)}（已撤回：{row.withdrawn_reason}）"
            if row.withdrawn_at
            else unit_step(row, unit),
            text="，".join(
                filter(
                    None,
                    (row.note, f"{row.recorded_by}登记", f"{row.withdrawn_by}撤回" if row.withdrawn_at else ""),
                )
            ),
            late=row.happened_on < row.recorded_at.date(),
        )
        for row in rows
    ]


def person_facts(row: Person) -> list[Fact]:
    """The facts of a person's page, without numbers."""
    return [
        Fact("性别", SEX.label(row.sex) if row.sex else ""),
        Fact("出生日期", row.birth.chinese() if row.birth else ""),
        Fact("民族", ETHNICITY.label(row.ethnicity) if row.ethnicity else ""),
        Fact("学历", EDUCATION.label(row.education) if row.education else ""),
        Fact("住在", full_name(row.place) if row.place else ""),
        Fact("现居住地", row.residence),
        Fact("驻区单位", row.unit.name if row.unit else ""),
        Fact("工作单位及职务", row.employer),
        Fact("特长", row.skills),
        Fact("备注", row.note, wide=True),
        *([Fact("去世日期", day(row.died_on))] if row.died_on else []),
    ]


def reach_facts(row: Person) -> list[Fact]:
    """How a person is reached, without the carer's number."""
    carer = f"{row.carer_name}（{row.carer_relation}）" if row.carer_relation else row.carer_name
    return [
        Fact("怎样联系", row.get_channel_display()),
        Fact("听力", row.get_hearing_display()),
        Fact("方言", row.dialect),
        Fact("行动", row.get_mobility_display()),
        Fact("家人或照料人", carer),
    ]


def reach_context(user: object, row: Person, *, stands: str = "") -> dict[str, object]:
    """What ``residents/_reach.html`` shows; for the pages of apps above too.

    ``stands``: where an app above that opens persons to its own (``residents.doors``) has this one.
    """
    return {
        "reach_person": row,
        "reach_facts": reach_facts(row),
        "consents": list(consents_of(row)),
        "may_see_phone": _open_to(user, SEE_TELEPHONES, row, stands),
        "may_change_reach": _open_to(user, CHANGE_REACH, row, stands),
    }


def _open_to(user: object, code: str, row: Person, stands: str) -> bool:
    """Whether the user may do ``code`` with a person: mostly told by the place, else asked of the database."""
    scope = scope_of(user, code)
    if scope.covers(row.path) or (stands and scope.covers(stands)):
        return True
    return persons_visible_to(user, code).filter(pk=row.pk).exists()


def day(value: date | None) -> str:
    """A day in Chinese, "" for none."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def undoing_notes(row: UnitChange, unit: Unit) -> tuple[str, ...]:
    """What taking back a step will do, in plain words."""
    if row.kind == UnitChangeKind.RENAMED:
        return (f"名称恢复成“{row.before}”，以前日期的台账也跟着恢复。",)
    back = f"{unit.name}重新列为在本社区，终止日期清空。"
    if row.into is None:
        return (back,)
    people = Person.objects.filter(pk__in=row.restores.get("people", []), unit=row.into).count()
    return (back, f"当时随同过去、现在还登记在{row.into.name}的 {people} 人回到{unit.name}。")


def unit_step(row: UnitChange, unit: Unit) -> str:
    """A step of a unit's history in a few words, as seen from ``unit``."""
    label = row.get_kind_display()
    if row.into_id == unit.pk:
        return f"{row.before}并入本单位"
    return f"{label}：{row.before} → {row.after}" if row.after else f"{label}：{row.before}"
