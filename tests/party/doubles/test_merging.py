"""Two records made one: what moves, what stays aside, and both back again, table by table."""

from datetime import date
from typing import Any

import pytest
from tests.factories import Tree, fake_id_number, make_grant, make_person, make_user
from tests.party.cast import D, again, faults, member_of, values
from tests.party.doubles.support import merged, pair_of, read, tables

from lianxin.access.models import Grant
from lianxin.audit.models import AuditEntry
from lianxin.audit.versions import StaleVersionError
from lianxin.declare.actors import OPERATOR
from lianxin.declare.errors import RuleError
from lianxin.declare.roles import Role
from lianxin.declare.verification import checks
from lianxin.party.actions import (
    appoint_office,
    assign_branch,
    correct_member,
    depart_member,
    set_fact,
    tie_account,
)
from lianxin.party.choices import Aspect, ChangeKind, Office
from lianxin.party.doubles.merging import merge_persons
from lianxin.party.doubles.sides import RELATION, Side, choices, kept_beforehand
from lianxin.party.doubles.undoing import TOUCHED, undo_merge, why_not
from lianxin.party.models import Affiliation, DatedFact, Member, MembershipChange, OfficeHolding, PersonMerge
from lianxin.party.queries import totals
from lianxin.party.rosters.comparing import Said, compare_rows
from lianxin.residents.actions import PersonDetails, UnitDetails, give_consent, register_person, register_unit
from lianxin.residents.models import Consent, Person
from lianxin.search.index import find

pytestmark = pytest.mark.django_db


def whole() -> list[str]:
    return [fault.message for _, _, check in checks() for fault in check()]


def known(tree: Tree, **more: Any) -> Person:
    """A resident who is no member."""
    return register_person(community=tree.community, details=PersonDetails("柳秀兰", **more), actor=OPERATOR)


def rich(tree: Tree) -> tuple[Member, Member]:
    """Two memberships of one woman, each with something of everything that can rest on it."""
    one = member_of(tree.first, "柳秀兰", birth_date=D("1957-07"), id_number=None, residence=None, mobile="19900001234")
    two = member_of(tree.second, "柳秀兰", employer="纺织厂", mobile="19900005678", join_date=D("1985-03"))
    for number, member in enumerate((one, two)):
        give_consent(person=member.person, purpose="health", given_on=date(2020, 1, 1), how="口头", actor=OPERATOR)
        appoint_office(
            member=member,
            organisation=member.organisation,
            office=Office.PUBLICITY,
            since=date(2021, 1, 1 + number),
            actor=OPERATOR,
        )
        set_fact(member=member, aspect=Aspect.NEW_ECONOMY, value="yes", since=date(2022, 1, 1 + number), actor=OPERATOR)
    give_consent(person=two.person, purpose="share_phone", given_on=date(2020, 1, 1), how="书面", actor=OPERATOR)
    user = make_user(Role.MEMBER, tree.second, narrowed=two.person)
    tie_account(user=user, person_id=two.person_id, actor=OPERATOR)
    assign_branch(members=[again(two)], organisation=tree.first, on=date(2023, 1, 1), actor=OPERATOR)
    return one, two


@pytest.mark.parametrize("stays", list(Side))
def test_two_memberships_merged_and_undone_stand_as_before_table_by_table(tree: Tree, stays: Side) -> None:
    one, two = rich(tree)
    before = tables()
    merge = merged(one.person, two.person, stays=stays)
    assert whole() == []
    assert tables() != before
    undo_merge(merge=merge, actor=OPERATOR)
    after = tables()
    assert {label: rows for label, rows in after.items() if rows != before[label]} == {}
    assert whole() == []


@pytest.mark.parametrize("stays", list(Side))
def test_a_member_and_a_resident_merged_and_undone_stand_as_before(tree: Tree, stays: Side) -> None:
    one, _ = rich(tree)
    unit = register_unit(community=tree.community, details=UnitDetails("金碧小学", "school"), actor=OPERATOR)
    resident = known(tree, mobile="19900001234", unit=unit)
    before = tables()
    merge = merged(one.person, resident, stays=stays)
    assert Member.objects.get(pk=one.pk).person_id == merge.merged_into
    assert whole() == []
    undo_merge(merge=merge, actor=OPERATOR)
    assert tables() == before


def test_two_residents_merged_and_undone_stand_as_before(tree: Tree) -> None:
    one, two = known(tree, mobile="19900001234"), known(tree, id_number=fake_id_number())
    Person.objects.filter(pk=two.pk).update(died_on=date(2025, 1, 1), hearing="loud")
    before = tables()
    merge = merged(one, two)
    kept = Person.objects.get(pk=merge.merged_into)
    assert (kept.mobile, kept.died_on, bool(kept.id_number)) == ("19900001234", date(2025, 1, 1), True)
    undo_merge(merge=merge, actor=OPERATOR)
    assert tables() == before


def test_the_fuller_record_stays_with_the_finer_date_and_what_the_other_alone_knew(tree: Tree) -> None:
    one, two = rich(tree)
    number = read(two.person).person.id_number
    merge = merged(one.person, two.person)
    kept = read(Person.objects.get(pk=merge.merged_into))
    assert kept.member is not None
    assert (kept.person.pk, kept.person.id_number, kept.person.residence) == (two.person_id, number, "和平巷3号院")
    assert (str(kept.person.birth), kept.person.employer) == (str(D("1957-07-01")), "纺织厂")
    assert str(kept.member.joined) == str(D("1985-03-05"))


def test_who_is_set_aside_is_in_no_count_list_or_search(tree: Tree) -> None:
    one, two = rich(tree)
    merged(one.person, two.person)
    assert totals(tree.community).counted == 1
    assert [hit.title for hit in find("柳秀兰", [tree.general_branch.path], ["party.member"])] == ["柳秀兰"]
    assert Person.objects.filter(pk=one.person_id).exists() is False


def test_consents_offices_account_and_roles_move(tree: Tree) -> None:
    one, two = rich(tree)
    merge = merged(one.person, two.person, stays=Side.FIRST)
    assert set(Consent.objects.values_list("person_id", "purpose")) == {
        (one.person_id, "health"),
        (one.person_id, "share_phone"),
    }
    assert {row.member_id for row in OfficeHolding.objects.all()} == {one.pk}
    assert OfficeHolding.objects.count() == 2
    assert merge.merged_into == one.person_id
    assert list(Grant.objects.filter(narrowed_kind="residents.person").values_list("narrowed_id", flat=True)) == [
        one.person_id
    ]


def test_the_history_of_the_roll_is_one_sides_whole(tree: Tree) -> None:
    one, two = rich(tree)
    merged(one.person, two.person, stays=Side.FIRST, chosen={RELATION: Side.SECOND})
    assert Affiliation.objects.filter(member=one).count() == 2
    assert list(MembershipChange.objects.values_list("member", "kind")) == [(one.pk, ChangeKind.BRANCH_MOVED)]
    assert whole() == []


def test_one_who_left_and_one_who_is_there_are_one_who_is_there(tree: Tree) -> None:
    one, two = rich(tree)
    depart_member(member=again(two), kind=ChangeKind.MOVED_OUT, on=date(2024, 1, 1), actor=OPERATOR)
    pair = pair_of(one.person, two.person)
    assert kept_beforehand(pair) is Side.FIRST
    assert not {"category", "employment", "floating", "new_economy"} & choices(pair, Side.FIRST).keys()
    merged(one.person, two.person)
    assert whole() == []
    assert Member.objects.get().left_on is None


def test_leaving_is_taken_over_with_its_facts(tree: Tree) -> None:
    one, two = rich(tree)
    depart_member(member=again(two), kind=ChangeKind.MOVED_OUT, on=date(2024, 1, 1), actor=OPERATOR)
    before = tables()
    merge = merged(one.person, two.person, chosen={RELATION: Side.SECOND})
    assert (Member.objects.get().left_on, DatedFact.objects.filter(until__isnull=True).count()) == (date(2024, 1, 1), 0)
    assert whole() == []
    undo_merge(merge=merge, actor=OPERATOR)
    assert tables() == before


def test_what_was_touched_since_cannot_be_undone(tree: Tree) -> None:
    one, two = rich(tree)
    merge = merged(one.person, two.person)
    kept = read(two.person)
    assert kept.member is not None
    correct_member(member=kept.member, version=kept.person.version, values={"note": "问过"}, reason="", actor=OPERATOR)
    before = tables()
    assert why_not(merge) == TOUCHED
    with pytest.raises(RuleError):
        undo_merge(merge=merge, actor=OPERATOR)
    assert tables() == before


def test_a_chain_of_merges_is_undone_the_last_first(tree: Tree) -> None:
    people = [known(tree, residence=f"和平巷{number}号") for number in range(3)]
    before = tables()
    first = merged(people[1], people[2], stays=Side.FIRST)
    second = merged(people[0], people[1], stays=Side.FIRST)
    first.refresh_from_db()
    assert (first.merged_into, whole()) == (people[0].pk, [])
    assert why_not(first) == TOUCHED
    undo_merge(merge=second, actor=OPERATOR)
    first.refresh_from_db()
    undo_merge(merge=first, actor=OPERATOR)
    assert tables() == before


def test_the_second_of_two_clerks_writes_nothing(tree: Tree) -> None:
    one, two = rich(tree)
    pair = pair_of(one.person, two.person)
    seen = {side: record.person.version for side, record in pair.items()}
    member = pair[Side.SECOND].member
    assert member is not None
    correct_member(member=member, version=member.person.version, values={"note": "改"}, reason="", actor=OPERATOR)
    before = tables()
    with pytest.raises(StaleVersionError):
        merge_persons(pair=pair_of(one.person, two.person), versions=seen, stays=Side.FIRST, chosen={}, actor=OPERATOR)
    assert tables() == before


def test_a_record_that_would_contradict_itself_is_refused(tree: Tree) -> None:
    one = member_of(tree.first, "柳秀兰", join_date=D("1985-03-05"), full_date=D("1986-03-05"))
    two = member_of(tree.first, "柳秀兰", join_date=D("1990-03-05"), full_date=D("1991-03-05"))
    before = tables()
    with pytest.raises(RuleError, match="重新选"):
        merged(one.person, two.person, stays=Side.FIRST, chosen={"join_date": Side.SECOND, "full_date": Side.FIRST})
    assert tables() == before


def test_people_of_two_communities_are_never_one(tree: Tree) -> None:
    with pytest.raises(RuleError):
        merged(make_person(tree.community), make_person(tree.foreign))


def test_nothing_sensitive_stands_in_the_trail_or_in_clear(tree: Tree) -> None:
    one, two = rich(tree)
    number = read(two.person).person.id_number
    merge = merged(one.person, two.person, stays=Side.FIRST, chosen={"mobile": Side.SECOND})
    said = str(list(AuditEntry.objects.values_list("changes", "reason", "target_label")))
    assert not any(secret in said for secret in (number, "19900001234", "19900005678"))
    assert AuditEntry.objects.filter(action="party.merge_persons").get().target_id == one.pk
    sealed = bytes(PersonMerge.objects.get(pk=merge.pk).sealed)
    assert b"19900001234" not in sealed
    assert "柳秀兰".encode() not in sealed


def test_the_role_of_who_was_set_aside_comes_back(tree: Tree) -> None:
    one, two = rich(tree)
    other = make_grant(make_user(), Role.MEMBER, tree.first, narrowed=one.person)
    merge = merged(one.person, two.person)
    other.refresh_from_db()
    assert other.narrowed_id == two.person_id
    undo_merge(merge=merge, actor=OPERATOR)
    other.refresh_from_db()
    assert (other.narrowed_id, faults()) == (one.person_id, [])


def test_a_roster_with_the_number_that_was_not_taken_means_who_stayed_and_changes_no_number(tree: Tree) -> None:
    one = member_of(tree.first, "柳秀兰", id_number=fake_id_number(serial=2))
    two = member_of(tree.first, "柳秀兰", id_number=fake_id_number(serial=4))
    numbers = [again(member).person.id_number for member in (one, two)]
    merge = merged(one.person, two.person, stays=Side.FIRST)
    said = Said(values("柳秀兰", id_number=numbers[1], employer="纺织厂", organisation=tree.first.pk))
    (outcome,) = compare_rows(tree.community, [said])
    assert (outcome.person_id, outcome.after) == (one.person_id, {"employer": "纺织厂"})
    assert [note[:2] for note in outcome.notes] == [("id_number", "set_aside_number")]
    undo_merge(merge=merge, actor=OPERATOR)
    assert compare_rows(tree.community, [said])[0].person_id == two.person_id
