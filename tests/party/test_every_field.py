"""Every field of the record (domain §2.1): kept as said, alone and in bulk; put right alone; taken away again."""

from datetime import date, datetime
from typing import Any, cast

import pytest
from django.db.models import Model
from tests.factories import Tree, fake_id_number
from tests.party.cast import D, again, enrol, faults
from tests.party.support import facts, last_entry, relations

from lianxin.audit.models import AuditEntry
from lianxin.declare.actors import OPERATOR, Channel, Recorded
from lianxin.kernel import clock
from lianxin.orgs.models import Community, Organisation
from lianxin.party.actions import correct_member
from lianxin.party.choices import Aspect
from lianxin.party.models import Affiliation, DatedFact, Member
from lianxin.party.records import FIELDS, PLACE_FIELDS, SENSITIVE_FIELDS, MemberValues, missing_fields, shown, snapshot
from lianxin.residents.models import Person

NUMBER, OTHER_NUMBER = fake_id_number(date(1957, 7, 1), 2), fake_id_number(date(1958, 8, 2), 4)
WHOLE: dict[str, Any] = {
    "name": "柳秀兰",
    "sex": "2",
    "ethnicity": "01",
    "id_number": NUMBER,
    "birth_date": D("1957-07-01"),
    "education": "61",
    "degree": "401",
    "category": "full",
    "join_date": D("1985-03-05"),
    "full_date": D("1986-03-05"),
    "application_date": D("1983.9"),
    "work_start": D("1976"),
    "admission_type": "developed",
    "party_age_adj": -3,
    "employment": "retired",
    "floating": "out",
    "new_economy": True,
    "mobile": "13800001234",
    "phone": "0871-63000001",
    "residence": "和平巷3号院",
    "hukou": "昆明市西山区",
    "native_place": "云南大理",
    "employer": "金碧小学教师",
    "post_in_party": "组织委员",
    "job_post": "离退休人员",
    "new_stratum": "中介组织从业人员",
    "tech_title": "一级教师",
    "is_migrant_worker": False,
    "frontline": "否",
    "lost": True,
    "lost_date": date(2024, 1, 31),
    "archive_unit": "西山区教育局",
    "other_party": "民盟",
    "skills": "合唱",
    "hardship": "独居",
    "health": "高血压",
    "note": "普通话不太听得懂",
}
OTHER: dict[str, Any] = {
    "name": "单秀兰",
    "sex": "1",
    "ethnicity": "02",
    "id_number": OTHER_NUMBER,
    "birth_date": D("1958.8"),
    "education": "21",
    "degree": "402",
    "category": "probationary",
    "join_date": D("1984"),
    "full_date": D("1986-04"),
    "application_date": D("1983-10-01"),
    "work_start": D("1977-02-03"),
    "admission_type": "rejoined",
    "party_age_adj": 12,
    "employment": "veteran_retired",
    "floating": "in",
    "new_economy": False,
    "is_migrant_worker": True,
    "lost": False,
    "lost_date": date(2023, 1, 31),
    "mobile": "13900005678",
    "phone": "0871-63000002",
    **{name: f"另一{field.label}"[: field.length] for name, field in FIELDS.items() if field.shape == "text"},
    "job_post": "学生",
}
OTHER["name"] = "单秀兰"


def places(tree: Tree, *, other: bool = False) -> dict[str, Any]:
    return (
        {"organisation": tree.second.pk, "group": None}
        if other
        else {"organisation": tree.first.pk, "group": tree.group.pk}
    )


def whole(tree: Tree) -> MemberValues:
    return cast("MemberValues", {**WHOLE, **places(tree)})


def plain(row: Model, *, but: tuple[str, ...] = ()) -> dict[str, object]:
    """Every column but those that must differ."""
    own = {"id", "person_id", "member_id", "community_id", "organisation_id", "group_id", "path", *but}
    return {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.attname not in own
    }


def everything(member: Member) -> list[object]:
    """All that is written about a member, but identifiers, places and seals (which differ at each sealing)."""
    row = again(member)
    seals = tuple(field.attname for field in Person._meta.concrete_fields if field.attname.endswith("_sealed"))
    numbers = [getattr(row.person, name) for name in SENSITIVE_FIELDS]
    entry = last_entry(row)
    return [
        plain(row.person, but=seals),
        plain(row),
        numbers,
        sorted(map(str, map(plain, DatedFact.objects.filter(member=row)))),
        [plain(each) for each in Affiliation.objects.filter(member=row)],
        (entry.action, entry.changes, entry.actor_name, entry.target_label),
    ]


def test_these_are_all_the_fields_there_are() -> None:
    assert set(WHOLE) | set(PLACE_FIELDS) == set(OTHER) | set(PLACE_FIELDS) == set(FIELDS)
    assert {name for name in WHOLE if WHOLE[name] == OTHER[name]} == set()


def test_everything_is_kept_as_it_was_said(tree: Tree) -> None:
    member = enrol(tree.community, whole(tree), recorded=Recorded(channel=Channel.LETTER))[0]
    assert snapshot(member) == whole(tree)
    assert (member.person.recorded_channel, member.person.recorded_by) == ("letter", OPERATOR.name)
    assert (member.missing, member.is_complete) == ([], True)
    assert faults() == []


def test_a_bulk_writes_column_by_column_what_one_alone_does(tree: Tree) -> None:
    def rows(branch: Organisation) -> list[MemberValues]:
        said: list[dict[str, Any]] = [
            WHOLE,
            OTHER,
            {"name": "区少云"},
            {"name": "曾小红", "category": "full", "join_date": D("1974-06"), "employment": "other"},
        ]
        return [cast("MemberValues", {**each, "organisation": branch.pk}) for each in said]

    def register(community: Community, *some: MemberValues) -> list[list[object]]:
        return [everything(member) for member in enrol(community, *some)]

    with clock.frozen(datetime(2026, 1, 5, 9)):
        together = register(tree.foreign, *rows(tree.foreign_branch))
        alone = [register(tree.community, row)[0] for row in rows(tree.first)]
    assert together == alone
    assert len({str(each) for each in alone}) == 4


@pytest.mark.parametrize("name", [name for name in FIELDS if name not in PLACE_FIELDS])
def test_one_field_put_right_touches_no_other(tree: Tree, name: str) -> None:
    member = enrol(tree.community, whole(tree))[0]
    before = snapshot(member)
    said = cast("MemberValues", {name: OTHER[name]})
    done = correct_member(member=member, version=1, values=said, reason="核对档案", actor=OPERATOR)
    now = cast("dict[str, Any]", snapshot(again(member)))
    expected = OTHER[name] or (None if name == "floating" else OTHER[name])
    assert now == {**before, name: expected}
    assert done.changes == {name: (WHOLE[name], OTHER[name])}
    entry = last_entry(member)
    assert (entry.reason, entry.changes) == ("核对档案", {name: [shown(name, WHOLE[name]), shown(name, OTHER[name])]})
    if name in SENSITIVE_FIELDS:
        assert all("*" in text for text in entry.changes[name])
    assert faults() == []


@pytest.mark.parametrize("name", [name for name in FIELDS if name not in {*PLACE_FIELDS, "name"}])
def test_one_field_taken_away_is_empty_and_missed_where_it_is_asked_for(tree: Tree, name: str) -> None:
    member = enrol(tree.community, whole(tree))[0]
    correct_member(member=member, version=1, values=cast("MemberValues", {name: None}), reason="", actor=OPERATOR)
    row = again(member)
    now = cast("dict[str, Any]", snapshot(row))
    assert not now[name]
    assert {key for key in now if now[key] != WHOLE.get(key, now[key])} == {name}
    assert row.missing == missing_fields(snapshot(row), waiting_in=tree.general_branch.pk)
    asked = {
        "sex",
        "ethnicity",
        "id_number",
        "birth_date",
        "education",
        "category",
        "join_date",
        "job_post",
        "employment",
    }
    assert row.missing == ([name] if name in asked | {"full_date"} else [])
    assert last_entry(member).changes[name][1] == ""
    assert faults() == []


@pytest.mark.parametrize(("old", "new"), [(None, False), (None, True), (False, True), (False, None), (True, False)])
def test_yes_no_and_unknown_are_three(tree: Tree, old: bool | None, new: bool | None) -> None:
    member = enrol(tree.community, cast("MemberValues", {**WHOLE, **places(tree), "is_migrant_worker": old}))[0]
    correct_member(member=member, version=1, values={"is_migrant_worker": new}, reason="", actor=OPERATOR)
    assert again(member).is_migrant_worker is new


def test_facts_put_right_by_hand_never_were_otherwise(tree: Tree) -> None:
    member = enrol(tree.community, whole(tree))[0]
    said = cast(
        "MemberValues", {"employment": "student", "floating": None, "new_economy": False, **places(tree, other=True)}
    )
    correct_member(member=member, version=1, values=said, reason="登错了", actor=OPERATOR)
    assert facts(member, Aspect.EMPLOYMENT) == [("student", None, None)]
    assert (facts(member, Aspect.FLOATING), facts(member, Aspect.NEW_ECONOMY)) == ([], [])
    assert relations(member) == [("第二支部", None, None)]
    assert AuditEntry.objects.get(action="party.correct_member").changes["organisation"] == ["第一支部", "第二支部"]
    assert faults() == []
