from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q
from tests.factories import Tree, fake_id_number, make_person, make_place, make_unit, make_user

from lianxin.audit.models import AuditEntry
from lianxin.audit.versions import StaleVersionError
from lianxin.declare.actors import OPERATOR, Channel, Recorded
from lianxin.declare.errors import RuleError
from lianxin.declare.roles import Role
from lianxin.kernel.crypto import keyring
from lianxin.kernel.partial_dates import PartialDate
from lianxin.residents import doors, queries
from lianxin.residents.actions import (
    PersonDetails,
    ReachDetails,
    build_person,
    change_person,
    correct_person,
    give_consent,
    record_reach,
    register_person,
    save_persons,
    see_person_telephone,
    withdraw_consent,
)
from lianxin.residents.models import ID_NUMBER, Consent, Person
from lianxin.search.index import find

ID = fake_id_number(date(1957, 7, 1), 7)


def register(tree: Tree, name: str = "柳秀兰", **details: Any) -> Person:
    person = register_person(community=tree.community, details=PersonDetails(name, **details), actor=OPERATOR)
    return Person.objects.get(pk=person.pk)


def test_registering_tidies_seals_and_indexes(tree: Tree) -> None:
    person = register(
        tree, "柳　秀兰", id_number=f" {ID.lower()}", mobile="+86 138 0000 0001", birth=PartialDate.parse("1957.7")
    )
    assert (person.name, person.name_key, person.path) == ("柳秀兰", "liu xiu lan", tree.general_branch.path)
    assert (person.id_number, person.mobile, person.birth) == (ID, "13800000001", PartialDate.parse("1957-07"))
    assert person.id_number_index == keyring().index(ID, ID_NUMBER)
    assert [hit.title for hit in find("lxl", ["0001"], ["residents.person"])] == ["柳秀兰"]
    assert [find(text, ["0001"], ["residents.person"]) for text in (ID, "13800000001")] == [[], []]
    entry = AuditEntry.objects.get(target_id=person.pk)
    assert (entry.action, entry.changes) == ("residents.register_person", {"name": ["", "柳秀兰"]})


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"id_number": "000000195707010000"}, "id_number"),
        ({"id_number": "123"}, "id_number"),
        ({"birth": PartialDate.parse("2190")}, "birth"),
    ],
)
def test_refused(tree: Tree, details: dict[str, Any], field: str) -> None:
    with pytest.raises(RuleError) as refused:
        register(tree, **details)
    assert (refused.value.field, Person.objects.count()) == (field, 0)


def test_an_identity_number_stands_once_in_a_community(tree: Tree) -> None:
    register(tree, id_number=ID)
    with pytest.raises(RuleError, match="柳秀兰"):
        register(tree, "另一人", id_number=ID)
    other = PersonDetails("另一人", id_number=ID)
    register_person(community=tree.foreign, details=other, actor=OPERATOR)
    built = build_person(community=tree.community, details=other, actor=OPERATOR)
    with pytest.raises(IntegrityError), transaction.atomic():
        save_persons([built])


def test_many_at_once_with_their_channel(tree: Tree) -> None:
    recorded = Recorded(channel=Channel.ROSTER)
    built = [
        build_person(community=tree.community, details=PersonDetails(f"张三{n}"), actor=OPERATOR, recorded=recorded)
        for n in range(30)
    ]
    save_persons(built, searchable=False)
    assert Person.objects.filter(recorded_channel="roster", recorded_by=OPERATOR.name).count() == 30
    assert find("张三", ["0001"], ["residents.person"]) == []


def test_changes_are_told_masked_and_blanks_keep_what_is_sealed(tree: Tree) -> None:
    person = register(tree, id_number=ID, mobile="13800000001")
    changes = change_person(
        person, {"name": "柳秀兰", "mobile": "13900000002", "phone": None, "id_number": None, "residence": "3号院"}
    )
    assert changes == {"residence": ["", "3号院"], "mobile": ["138****0001", "139****0002"]}
    assert (person.id_number, person.mobile) == (ID, "13900000002")
    assert change_person(person, {"id_number": ""}) == {"id_number": ["000000********" + ID[-4:], ""]}
    assert (person.id_number, person.id_number_index) == ("", "")


def test_correcting_with_versions(tree: Tree) -> None:
    person = register(tree)
    correct_person(person=person, version=1, values={"name": "柳秀蓝"}, actor=OPERATOR)
    assert [hit.title for hit in find("柳秀蓝", ["0001"], ["residents.person"])] == ["柳秀蓝"]
    with pytest.raises(StaleVersionError):
        correct_person(person=person, version=1, values={"name": "柳"}, actor=OPERATOR)
    with pytest.raises(RuleError):
        correct_person(person=person, version=2, values={"name": " "}, actor=OPERATOR)


def test_how_a_person_is_reached(tree: Tree) -> None:
    person = register(tree)
    details = ReachDetails("carer", "方小玲", "女儿", "13800000003", "loud", "昆明话", "slow")
    record_reach(person=person, version=1, details=details, actor=OPERATOR)
    person.refresh_from_db()
    assert (person.carer_phone, person.carer_phone_masked, person.hearing) == ("13800000003", "138****0003", "loud")
    assert AuditEntry.objects.get(action="residents.record_reach").changes["carer_phone"] == ["", "138****0003"]
    record_reach(person=person, version=2, details=ReachDetails("carer", "方小玲"), actor=OPERATOR)
    assert Person.objects.get(pk=person.pk).carer_phone == "13800000003"
    with pytest.raises(RuleError):
        record_reach(person=person, version=3, details=ReachDetails("carer"), actor=OPERATOR)


def test_consents_are_given_and_withdrawn_one_by_one(tree: Tree) -> None:
    person = register(tree)

    def give(on: date) -> Consent:
        return give_consent(person=person, purpose="publish_name", given_on=on, how="当面", actor=OPERATOR)

    consent = give(date(2024, 1, 1))
    with pytest.raises(RuleError, match="已经登记过同意"):
        give(date(2024, 2, 1))
    with pytest.raises(RuleError):
        give(date(2190, 1, 1))
    with pytest.raises(RuleError):
        withdraw_consent(consent=consent, withdrawn_on=date(2023, 1, 1), actor=OPERATOR)
    withdraw_consent(consent=consent, withdrawn_on=date(2024, 6, 1), actor=OPERATOR)
    with pytest.raises(RuleError, match="已经撤回"):
        withdraw_consent(consent=consent, withdrawn_on=date(2024, 6, 2), actor=OPERATOR)
    give(date(2024, 7, 1))
    assert queries.consents_of(person).count() == 2


def test_seeing_a_telephone_is_noted(tree: Tree) -> None:
    person = register(tree, mobile="13800000001")
    assert see_person_telephone(person=person, field="mobile", actor=OPERATOR) == "13800000001"
    assert AuditEntry.objects.get(action="residents.see_telephone").changes == {"mobile": ["", "138****0001"]}
    with pytest.raises(RuleError):
        see_person_telephone(person=person, field="id_number", actor=OPERATOR)


def test_who_sees_which_persons(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "_doors", {})
    own, other, foreign = make_person(tree.community), make_person(tree.community, "方"), make_person(tree.foreign)
    secretary = make_user(Role.BRANCH_SECRETARY, tree.first)

    def seen(role: Role, where: str, **more: Any) -> set[Person]:
        return set(queries.persons_visible_to(make_user(role, getattr(tree, where), **more)))

    assert seen(Role.PARTY_WORKER, "general_branch") == {own, other}
    assert seen(Role.MEMBER, "first", narrowed=own) == set()
    assert seen(Role.STREET_OVERSEER, "street") == set()
    assert set(queries.persons_visible_to(secretary)) == set()
    doors.register_person_door("test", lambda user, _: Q(pk=other.pk) if user == secretary else None)
    assert set(queries.persons_visible_to(secretary, "residents.change_reach")) == {other}
    assert foreign not in seen(Role.PARTY_WORKER, "general_branch")


def test_who_lives_and_works_where(tree: Tree) -> None:
    yard = make_place(tree.community)
    house = make_place(tree.community, "1幢", parent=yard, kind="building")
    unit = make_unit(tree.community)
    one, two = make_person(tree.community, "甲", place=yard, unit=unit), make_person(tree.community, "乙", place=house)
    make_person(tree.community, "丙", place=house, died_on=date(2020, 1, 1))
    assert set(queries.persons_at(yard)) == {one, two}
    assert set(queries.persons_at(house)) == {two}
    assert list(queries.persons_of_unit(unit, Person.objects.all())) == [one]
