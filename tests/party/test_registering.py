from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.db.models import F
from tests.factories import Tree, fake_id_number, make_branch, make_person
from tests.party.cast import D, again, enrol, faults, member_of, values

from lianxin.audit.models import AuditEntry
from lianxin.audit.versions import StaleVersionError
from lianxin.declare.actors import OPERATOR, Channel, Recorded
from lianxin.declare.errors import RuleError
from lianxin.orgs.choices import OrganisationKind
from lianxin.party.actions import Joining, correct_member, enrol_person, register_members, remove_registered
from lianxin.party.choices import ChangeKind
from lianxin.party.finding import KIND
from lianxin.party.models import Affiliation, DatedFact, Member, MembershipChange
from lianxin.party.records import MemberValues, snapshot
from lianxin.residents.models import Person
from lianxin.search.index import find

Queries = Callable[[int], AbstractContextManager[Any]]


def spans(member: Member, aspect: str) -> list[tuple[str, date | None, date | None]]:
    rows = DatedFact.objects.filter(member=member, aspect=aspect).order_by(F("since").asc(nulls_first=True))
    return list(rows.values_list("value", "since", "until"))


def test_everything_of_a_member_is_written(tree: Tree) -> None:
    member = member_of(tree.first, group=tree.group.pk, new_economy=True)
    person = member.person
    assert (person.name, person.name_key, person.version) == ("柳秀兰", "liu xiu lan", 1)
    assert (person.mobile, person.mobile_masked, person.path) == (
        "13800001234",
        "138****1234",
        tree.general_branch.path,
    )
    assert (member.path, member.name_key, member.is_complete, member.missing) == (
        tree.group.path,
        "liu xiu lan",
        True,
        [],
    )
    assert spans(member, "category") == [
        ("probationary", date(1985, 3, 5), date(1986, 3, 5)),
        ("full", date(1986, 3, 5), None),
    ]
    assert spans(member, "employment") == [("retired", None, None)]
    assert spans(member, "new_economy") == [("yes", None, None)]
    assert spans(member, "floating") == []
    assert list(Affiliation.objects.values_list("organisation", "group", "since", "until")) == [
        (tree.first.pk, tree.group.pk, None, None)
    ]
    assert MembershipChange.objects.count() == 0
    assert [hit.title for hit in find("lxl", [tree.first.path], [KIND])] == ["柳秀兰"]
    entry = AuditEntry.objects.get(action="party.register_member")
    assert (entry.target_label, entry.organisation_path, entry.changes) == (
        "柳秀兰",
        tree.group.path,
        {"organisation": ["", "第一支部"]},
    )
    assert faults() == []


@pytest.mark.parametrize(
    ("category", "joined", "full", "expected"),
    [
        ("full", "1974-06-18", None, [("full", None, None)]),
        ("full", "1974-06-18", "1974-06-18", [("full", date(1974, 6, 18), None)]),
        ("full", "1974-06", "1974-06-18", [("full", date(1974, 6, 18), None)]),
        ("full", None, "1986-03-05", [("full", date(1986, 3, 5), None)]),
        ("probationary", "2026-01-05", None, [("probationary", date(2026, 1, 5), None)]),
        (None, "1985-03-05", "1986-03-05", []),
    ],
)
def test_the_category_has_the_history_its_dates_tell(
    tree: Tree, category: str | None, joined: str | None, full: str | None, expected: list[Any]
) -> None:
    member = member_of(
        tree.first, category=category, join_date=D(joined) if joined else None, full_date=D(full) if full else None
    )
    assert spans(member, "category") == expected
    assert member.category == (category or "")


def test_a_bulk_is_the_same_as_one_after_the_other(tree: Tree) -> None:
    rows = [
        values("柳秀兰", organisation=tree.first.pk),
        values("曾小红", category="probationary", full_date=None, floating="in", mobile=None),
        values("单志刚", organisation=tree.second.pk, join_date=D("1957.7"), full_date=None, is_migrant_worker=False),
    ]
    alone = [enrol(tree.community, row)[0] for row in rows]
    before = [(snapshot(member), member.missing, member.path, spans(member, "category")) for member in alone]
    remove_registered([(member.person_id, 1) for member in alone], actor=OPERATOR)
    together = enrol(tree.community, *rows)
    assert [(snapshot(m), m.missing, m.path, spans(m, "category")) for m in together] == before
    assert faults() == []


@pytest.mark.parametrize("number", [10, 100, 1000])
def test_the_number_of_queries_does_not_grow(tree: Tree, number: int, django_assert_max_num_queries: Queries) -> None:
    rows: list[MemberValues] = [
        values(
            f"柳秀{chr(0x4E00 + place)}",
            organisation=tree.first.pk,
            id_number=fake_id_number(date(1950, 1, 1 + place // 500), place),
        )
        for place in range(number)
    ]
    with django_assert_max_num_queries(20):
        register_members(rows, community=tree.community, actor=OPERATOR)
    assert Member.objects.count() == number


def test_without_a_branch_one_waits_for_it(tree: Tree) -> None:
    member = enrol(tree.community, values())[0]
    assert (member.organisation, member.missing) == (tree.general_branch, ["organisation"])


def test_a_community_that_is_one_branch_has_nobody_waiting(tree: Tree) -> None:
    from tests.factories import make_community

    small = make_community(tree.street, "小区")
    small.organisation.kind = OrganisationKind.BRANCH
    small.organisation.save(update_fields=["kind"])
    assert enrol(small, values())[0].missing == []


@pytest.mark.parametrize("place", ["foreign", "street", "group_as_branch", "group_of_another", "dissolved"])
def test_a_relation_stands_only_in_branches_of_the_community(tree: Tree, place: str) -> None:
    other_group = make_branch(tree.general_branch, "第三")
    where: dict[str, MemberValues] = {
        "foreign": {"organisation": tree.foreign_branch.pk},
        "street": {"organisation": tree.street.pk},
        "group_as_branch": {"organisation": tree.group.pk},
        "group_of_another": {"organisation": tree.second.pk, "group": tree.group.pk},
        "dissolved": {"organisation": other_group.pk},
    }
    if place == "dissolved":
        other_group.dissolved_on = date(2020, 1, 1)
        other_group.save(update_fields=["dissolved_on"])
    with pytest.raises(RuleError):
        enrol(tree.community, {**values(), **where[place]})
    assert Person.objects.count() == 0


def test_an_identity_number_is_registered_once_in_a_community(tree: Tree) -> None:
    number = fake_id_number()
    enrol(tree.community, values(id_number=number, birth_date=None, sex=None))
    with pytest.raises(RuleError, match="已经登记在“柳秀兰”名下"):
        enrol(tree.community, values("曾小红", id_number=number))
    assert enrol(tree.foreign, values("柳秀兰", id_number=number))[0].community_id == tree.foreign.pk


def test_a_real_joining_leaves_a_change_and_begins_on_its_day(tree: Tree) -> None:
    joining = Joining(ChangeKind.MOVED_IN, date(2026, 5, 6), "永宁社区党总支", "滇 001")
    member = enrol(
        tree.community, values(organisation=tree.first.pk), joining=joining, recorded=Recorded(channel=Channel.LETTER)
    )[0]
    change = MembershipChange.objects.get(member=member)
    assert (change.kind, change.happened_on, change.counterpart, change.document_no, change.channel) == (
        "moved_in",
        date(2026, 5, 6),
        "永宁社区党总支",
        "滇 001",
        "letter",
    )
    assert Affiliation.objects.get(member=member).since == date(2026, 5, 6)
    with pytest.raises(RuleError):
        enrol(tree.community, values(), joining=Joining(ChangeKind.DIED, date(2026, 5, 6)))


def test_who_flows_in_is_marked_from_that_day(tree: Tree) -> None:
    joining = Joining(ChangeKind.FLOATED_IN, date(2026, 5, 6), "外地支部")
    member = enrol(tree.community, values(organisation=tree.first.pk), joining=joining)[0]
    assert (member.floating, spans(member, "floating")) == ("in", [("in", date(2026, 5, 6), None)])
    assert faults() == []


def test_a_registration_is_taken_back_only_while_nobody_touched_it(tree: Tree) -> None:
    kept, gone = enrol(tree.community, values("柳秀兰"), values("曾小红"))
    correct_member(member=kept, version=1, values={"note": "改过"}, reason="", actor=OPERATOR)
    with pytest.raises(StaleVersionError):
        remove_registered([(kept.person_id, 1), (gone.person_id, 1)], actor=OPERATOR)
    assert Member.objects.count() == 2
    assert remove_registered([(gone.person_id, 1)], actor=OPERATOR) == 1
    assert (list(Member.objects.all()), Person.objects.count(), DatedFact.objects.filter(member=gone).count()) == (
        [kept],
        1,
        0,
    )
    assert find("曾小红", [""], [KIND]) == []
    assert AuditEntry.objects.filter(target_id=gone.pk).count() == 2
    assert again(kept).person.note == "改过"


def test_somebody_known_as_no_member_keeps_the_person(tree: Tree) -> None:
    person = make_person(tree.community, "柳秀兰", id_number=fake_id_number(), dialect="昆明话", residence="旧址")
    row = values(organisation=tree.first.pk, id_number=person.id_number, birth_date=None, sex=None, residence="新址")
    member = again(enrol_person(person=person, values=row, community=tree.community, actor=OPERATOR))
    assert (member.person, member.person.dialect, member.person.residence) == (person, "昆明话", "新址")
    assert (member.organisation, member.category, member.missing) == (tree.first, "full", ["sex", "birth_date"])
    assert [hit.kind for hit in find("柳秀兰", [""], [KIND, "residents.person"])] == [KIND]
    assert faults() == []
