"""Mistakes in the register of places, units and persons: taken back, refused where something rests on them, in the trail."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import Tree, make_grant, make_person, make_place, make_unit, make_user, sign_in

from lianxin.access.scope import EVERYTHING
from lianxin.audit.models import AuditEntry
from lianxin.audit.versions import StaleVersionError
from lianxin.declare.actors import OPERATOR
from lianxin.declare.errors import RuleError
from lianxin.declare.ledgers import LedgerQuery
from lianxin.declare.roles import Role
from lianxin.residents import queries
from lianxin.residents.actions import (
    close_unit,
    correct_consent,
    correct_unit,
    give_consent,
    merge_unit,
    remove_person,
    remove_place,
    remove_unit,
    rename_unit,
    strike_consent,
    undo_unit_step,
    withdraw_consent,
)
from lianxin.residents.actions.values import UnitDetails
from lianxin.residents.choices import UnitChangeKind
from lianxin.residents.ledgers import UNITS
from lianxin.residents.models import Consent, Person, Place, Unit, UnitChange
from lianxin.residents.search import indexed_person, indexed_place, indexed_unit
from lianxin.search.index import find, put

DAY, BEFORE = date(2024, 5, 1), date(2024, 4, 30)


def fresh(unit: Unit) -> Unit:
    return Unit.objects.select_related("community__organisation").get(pk=unit.pk)


def rename(unit: Unit, name: str) -> UnitChange:
    unit = fresh(unit)
    rename_unit(unit=unit, version=unit.version, new_name=name, on=DAY, note="", actor=OPERATOR)
    return latest(unit)


def merge(unit: Unit, into: Unit) -> UnitChange:
    unit = fresh(unit)
    merge_unit(unit=unit, version=unit.version, into=fresh(into), on=DAY, note="", actor=OPERATOR)
    return latest(unit)


def close(unit: Unit) -> UnitChange:
    unit = fresh(unit)
    close_unit(unit=unit, version=unit.version, kind=UnitChangeKind.CLOSED, on=DAY, note="", actor=OPERATOR)
    return latest(unit)


def latest(unit: Unit) -> UnitChange:
    step = queries.latest_step(unit)
    assert step is not None
    return step


def undo(unit: Unit, step: UnitChange) -> Unit:
    unit = fresh(unit)
    return undo_unit_step(unit=unit, version=unit.version, step=step, reason="登错了单位", actor=OPERATOR)


def names_on(day: date) -> list[object]:
    return [UNITS.columns[0].value(row) for row in UNITS.rows(LedgerQuery(EVERYTHING, day)).stream()]


def test_a_mistaken_renaming_is_as_if_it_had_not_been(tree: Tree) -> None:
    unit = make_unit(tree.community, "金碧小学")
    step = rename(unit, "复兴小学")
    undo(unit, step)
    assert (fresh(unit).name, names_on(BEFORE), names_on(DAY)) == ("金碧小学", ["金碧小学"], ["金碧小学"])
    assert [hit.title for hit in find("jbxx", ["0001"], ["residents.unit"])] == ["金碧小学"]
    assert find("复兴", ["0001"], ["residents.unit"]) == []
    kept = queries.history_of(unit)[0]
    assert (kept.after, kept.withdrawn_reason, kept.withdrawn_by) == ("复兴小学", "登错了单位", OPERATOR.name)
    entry = AuditEntry.objects.get(action="residents.undo_unit_step")
    assert (entry.changes, entry.reason) == ({"name": ["复兴小学", "金碧小学"]}, "登错了单位")


def test_after_a_mistaken_merger_those_who_went_along_come_back(tree: Tree) -> None:
    unit, into, third = (make_unit(tree.community, name) for name in ("金碧小学", "复兴小学", "第三小学"))
    went, moved_on = (make_person(tree.community, name, unit=unit) for name in ("贺长青", "方小玲"))
    there = make_person(tree.community, "罗平", unit=into)
    step = merge(unit, into)
    Person.objects.filter(pk=moved_on.pk).update(unit=third)
    undo(unit, step)
    where = dict(Person.objects.values_list("pk", "unit"))
    assert where == {went.pk: unit.pk, moved_on.pk: third.pk, there.pk: into.pk}
    assert (fresh(unit).closed_on, sorted(map(str, names_on(DAY)))) == (None, ["复兴小学", "第三小学", "金碧小学"])
    entry = AuditEntry.objects.get(action="residents.undo_unit_step")
    assert entry.changes == {
        "closed_on": ["2024-05-01", None],
        "into": ["复兴小学", ""],
        "people": ["2", "1"],
    }


def test_steps_are_taken_back_from_the_last_one(tree: Tree) -> None:
    unit = make_unit(tree.community, "金碧小学")
    first, second, third = rename(unit, "复兴小学"), rename(unit, "东寺小学"), close(unit)
    for step in (first, second):
        with pytest.raises(RuleError, match="请先撤回后面的"):
            undo(unit, step)
    for step, name in ((third, "东寺小学"), (second, "复兴小学"), (first, "金碧小学")):
        undo(unit, step)
        assert (fresh(unit).name, fresh(unit).closed_on) == (name, None)
    with pytest.raises(RuleError, match="已经撤回过了"):
        undo(unit, first)


def test_what_later_records_stand_on_stays(tree: Tree) -> None:
    unit, into = make_unit(tree.community, "金碧小学"), make_unit(tree.community, "复兴小学")
    step = merge(unit, into)
    close(into)
    with pytest.raises(RuleError, match="复兴小学后来也不在本社区了"):
        undo(unit, step)
    undo(into, latest(into))
    make_unit(tree.community, "金碧小学")
    with pytest.raises(RuleError, match="又登记了一个“金碧小学”"):
        undo(unit, step)
    renamed = rename(into, "新校")
    now = fresh(into)
    correct_unit(unit=now, version=now.version, details=UnitDetails("新校区", "school"), actor=OPERATOR)
    with pytest.raises(RuleError, match="名称又更正过"):
        undo(into, renamed)


def test_the_second_clerk_takes_nothing_back(tree: Tree) -> None:
    unit = make_unit(tree.community, "金碧小学")
    step = rename(unit, "复兴小学")
    with pytest.raises(StaleVersionError):
        undo_unit_step(unit=fresh(unit), version=1, step=step, reason="错", actor=OPERATOR)
    assert (fresh(unit).name, latest(unit).pk) == ("复兴小学", step.pk)


def test_registrations_are_taken_back_with_their_trail(tree: Tree) -> None:
    yard, unit, person = make_place(tree.community), make_unit(tree.community), make_person(tree.community)
    put([indexed_place(yard), indexed_unit(unit), indexed_person(person)])
    undo(unit, rename(unit, "误改"))
    unit = fresh(unit)
    remove_place(place=yard, version=1, reason="登重了", actor=OPERATOR)
    remove_unit(unit=unit, version=unit.version, reason="登重了", actor=OPERATOR)
    remove_person(person=person, version=1, reason="登重了", actor=OPERATOR)
    assert [model.objects.count() for model in (Place, Unit, Person, UnitChange)] == [0, 0, 0, 0]
    kinds = ["residents.place", "residents.unit", "residents.person"]
    assert [find(name, [""], kinds) for name in ("3号院", "金碧小学", "柳秀兰")] == [[], [], []]
    for action, name in (("remove_place", "3号院"), ("remove_unit", "金碧小学"), ("remove_person", "柳秀兰")):
        entry = AuditEntry.objects.get(action=f"residents.{action}")
        assert (entry.changes, entry.reason) == ({"name": [name, ""]}, "登重了")


def test_registrations_something_rests_on_stay(tree: Tree) -> None:
    yard, unit, other = make_place(tree.community), make_unit(tree.community), make_unit(tree.community, "卫生院")
    make_place(tree.community, "1幢", parent=yard, kind="building")
    person = make_person(tree.community, place=yard, unit=unit)
    with pytest.raises(RuleError, match="还有 1 处楼栋或单元、1 人登记在3号院名下"):
        remove_place(place=yard, version=1, reason="错", actor=OPERATOR)
    with pytest.raises(RuleError, match="还有 1 人登记在金碧小学名下"):
        remove_unit(unit=unit, version=1, reason="错", actor=OPERATOR)
    merge(unit, other)
    Person.objects.update(unit=None)
    for one in (unit, other):
        with pytest.raises(RuleError, match="还有 1 步沿革"):
            remove_unit(unit=fresh(one), version=fresh(one).version, reason="错", actor=OPERATOR)
    make_grant(make_user(), Role.MEMBER, tree.first, narrowed=person)
    with pytest.raises(RuleError, match="请先在账号那里收回角色"):
        remove_person(person=person, version=1, reason="错", actor=OPERATOR)
    assert (Place.objects.count(), Unit.objects.count(), Person.objects.count()) == (2, 2, 1)


def test_consents_are_put_right_and_struck(tree: Tree) -> None:
    person = make_person(tree.community)
    consent = give_consent(person=person, purpose="health", given_on=DAY, how="当面", actor=OPERATOR)
    withdraw_consent(consent=consent, withdrawn_on=DAY, actor=OPERATOR)
    correct_consent(consent=consent, version=1, given_on=BEFORE, how="电话", withdrawn_on=None, actor=OPERATOR)
    consent.refresh_from_db()
    assert (consent.given_on, consent.how, consent.withdrawn_on) == (BEFORE, "电话", None)
    assert AuditEntry.objects.get(action="residents.correct_consent").changes == {
        "given_on": ["2024-05-01", "2024-04-30"],
        "how": ["当面", "电话"],
        "withdrawn_on": ["2024-05-01", None],
    }
    with pytest.raises(StaleVersionError):
        strike_consent(consent=consent, version=1, reason="登错了人", actor=OPERATOR)
    strike_consent(consent=consent, version=2, reason="登错了人", actor=OPERATOR)
    assert Consent.objects.count() == 0
    entry = AuditEntry.objects.get(action="residents.strike_consent")
    assert (entry.changes, entry.reason) == ({"consent": ["登记健康情况（2024-04-30）", ""]}, "登错了人")


def test_a_withdrawal_stays_when_the_consent_was_given_anew(tree: Tree) -> None:
    person = make_person(tree.community)
    first = give_consent(person=person, purpose="health", given_on=DAY, how="", actor=OPERATOR)
    withdraw_consent(consent=first, withdrawn_on=DAY, actor=OPERATOR)
    give_consent(person=person, purpose="health", given_on=DAY, how="", actor=OPERATOR)
    with pytest.raises(RuleError, match="又登记过"):
        correct_consent(consent=first, version=1, given_on=DAY, how="", withdrawn_on=None, actor=OPERATOR)


def test_taking_back_through_the_pages(client: Client, tree: Tree) -> None:
    office = sign_in(client, make_user(Role.PARTY_WORKER, tree.general_branch))
    unit = make_unit(tree.community, "金碧小学")
    step = rename(unit, "复兴小学")
    page, address = (
        reverse("residents:unit", args=[unit.pk]),
        reverse("residents:undo_unit_step", args=[unit.pk, step.pk]),
    )
    assert address in office.get(page).content.decode()
    asked = office.get(address).content.decode()
    assert ("名称恢复成“金碧小学”" in asked, "撤回这一步" in asked) == (True, True)
    assert office.post(address, {"version": 2, "reason": "", "once": "a"}).status_code == 200
    assert fresh(unit).name == "复兴小学"
    done = office.post(address, {"version": 2, "reason": "看错了", "once": "b"})
    assert (done.status_code, done.headers["Location"], fresh(unit).name) == (302, page, "金碧小学")
    told = office.get(page).content.decode()
    assert ("（已撤回：看错了）" in told, address in told) == (True, False)
    assert (
        "刚才已经提交过了"
        in office.post(address, {"version": 2, "reason": "看错了", "once": "b"}, follow=True).content.decode()
    )
    again = office.get(address, follow=True)
    assert (again.redirect_chain[0][0], "这一步已经撤回过了" in again.content.decode()) == (page, True)


def test_a_refusal_is_said_before_a_reason_is_asked_for(client: Client, tree: Tree) -> None:
    office = sign_in(client, make_user(Role.PARTY_WORKER, tree.general_branch))
    unit = make_unit(tree.community)
    make_person(tree.community, unit=unit)
    told = office.get(reverse("residents:remove_unit", args=[unit.pk]), follow=True).content.decode()
    assert "还有 1 人登记在金碧小学名下" in told
    posted = office.post(reverse("residents:remove_unit", args=[unit.pk]), {"version": 1, "reason": "错"})
    assert (posted.status_code, "还有 1 人登记在金碧小学名下" in posted.content.decode()) == (200, True)
