from datetime import date

import pytest
from tests.factories import Tree, make_person, make_unit, make_user

from lianxin.access.scope import EVERYTHING
from lianxin.audit.models import AuditEntry
from lianxin.audit.versions import StaleVersionError
from lianxin.declare.actors import OPERATOR
from lianxin.declare.errors import RuleError
from lianxin.declare.ledgers import LedgerQuery
from lianxin.declare.roles import Role
from lianxin.residents import queries
from lianxin.residents.actions import (
    UnitDetails,
    close_unit,
    correct_unit,
    merge_unit,
    register_unit,
    rename_unit,
    see_unit_telephone,
)
from lianxin.residents.choices import UnitChangeKind
from lianxin.residents.ledgers import UNITS
from lianxin.residents.models import Unit
from lianxin.residents.rules import credit_code_warning
from lianxin.search.index import find

DAY = date(2024, 5, 1)
SCHOOL = UnitDetails("金碧小学", "school", contact_name="方小玲", contact_phone="138 0000 0001")


def register(tree: Tree, details: UnitDetails = SCHOOL) -> Unit:
    return register_unit(community=tree.community, details=details, actor=OPERATOR)


def test_registering_seals_the_telephone_and_lets_the_unit_be_found(tree: Tree) -> None:
    unit = Unit.objects.get(pk=register(tree).pk)
    assert (unit.contact_phone, unit.contact_phone_masked) == ("13800000001", "138****0001")
    assert unit.contact_phone_sealed is not None
    assert b"13800000001" not in bytes(unit.contact_phone_sealed)
    found = [[hit.title for hit in find(query, ["0001"], ["residents.unit"])] for query in ("jbxx", "方小玲", "138")]
    assert found == [["金碧小学"], ["金碧小学"], []]
    assert "0001" not in str(AuditEntry.objects.get(action="residents.register_unit").changes)


def test_correcting_keeps_changes_and_removes_the_telephone(tree: Tree) -> None:
    unit = register(tree)
    correct_unit(unit=unit, version=1, details=UnitDetails("金碧小学", "school"), actor=OPERATOR)
    assert unit.contact_phone == "13800000001"
    changed = UnitDetails("金碧小学", "school", new_economy=True, contact_phone="13900000002")
    correct_unit(unit=unit, version=2, details=changed, actor=OPERATOR)
    assert AuditEntry.objects.order_by("number").last().changes == {  # type: ignore[union-attr]
        "new_economy": [False, True],
        "contact_phone": ["138****0001", "139****0002"],
    }
    correct_unit(unit=unit, version=3, details=UnitDetails("金碧小学", "school", contact_phone=""), actor=OPERATOR)
    assert Unit.objects.get(pk=unit.pk).contact_phone == ""
    with pytest.raises(StaleVersionError):
        correct_unit(unit=unit, version=3, details=SCHOOL, actor=OPERATOR)


def test_names_are_unique_among_those_here(tree: Tree) -> None:
    unit = register(tree)
    with pytest.raises(RuleError, match="已经有"):
        register(tree)
    close_unit(unit=unit, version=1, kind=UnitChangeKind.CLOSED, on=DAY, note="", actor=OPERATOR)
    assert register(tree).pk != unit.pk


def test_a_wrong_credit_code_warns_and_is_kept(tree: Tree) -> None:
    unit = register(tree, UnitDetails("某公司", "private", credit_code="91110000600037341l"))
    assert unit.credit_code == "91110000600037341L"
    assert credit_code_warning("91110000600037341L") == ""
    assert "校验码不对" in credit_code_warning("91110000600037341M")
    assert credit_code_warning("") == ""


def test_renaming_shows_in_the_ledger_by_the_day(tree: Tree) -> None:
    unit = register(tree)
    rename_unit(unit=unit, version=1, new_name="复兴小学", on=DAY, note="区里统一更名", actor=OPERATOR)

    def then(day: date) -> list[object]:
        return [UNITS.columns[0].value(row) for row in UNITS.rows(LedgerQuery(EVERYTHING, day)).stream()]

    assert (then(date(2024, 4, 30)), then(DAY)) == (["金碧小学"], ["复兴小学"])
    assert [hit.title for hit in find("fxxx", ["0001"], ["residents.unit"])] == ["复兴小学"]
    step = queries.history_of(unit)[0]
    assert (step.before, step.after, step.happened_on) == ("金碧小学", "复兴小学", DAY)
    with pytest.raises(RuleError):
        rename_unit(unit=unit, version=2, new_name="复兴小学", on=DAY, note="", actor=OPERATOR)


def test_merging_takes_the_people_along(tree: Tree) -> None:
    unit, into = register(tree), make_unit(tree.community, "复兴小学")
    person = make_person(tree.community, "贺长青", unit=unit)
    merge_unit(unit=unit, version=1, into=into, on=DAY, note="", actor=OPERATOR)
    person.refresh_from_db()
    assert (person.unit_id, unit.closed_on) == (into.pk, DAY)
    assert [row.pk for row in queries.history_of(into)] == [row.pk for row in queries.history_of(unit)]
    with pytest.raises(RuleError):
        merge_unit(unit=unit, version=2, into=into, on=DAY, note="", actor=OPERATOR)


@pytest.mark.parametrize("which", ["itself", "foreign", "closed"])
def test_into_what_nothing_merges(tree: Tree, which: str) -> None:
    unit = register(tree)
    into = {
        "itself": unit,
        "foreign": make_unit(tree.foreign, "外校"),
        "closed": make_unit(tree.community, "旧校", closed_on=date(2020, 1, 1)),
    }[which]
    with pytest.raises(RuleError):
        merge_unit(unit=unit, version=1, into=into, on=DAY, note="", actor=OPERATOR)


def test_steps_before_the_beginning_are_refused(tree: Tree) -> None:
    unit = register(tree, UnitDetails("新店", "private", opened_on=date(2025, 1, 1)))
    with pytest.raises(RuleError):
        close_unit(unit=unit, version=1, kind=UnitChangeKind.MOVED_OUT, on=DAY, note="", actor=OPERATOR)
    with pytest.raises(RuleError):
        close_unit(unit=unit, version=1, kind=UnitChangeKind.RENAMED, on=date(2026, 1, 1), note="", actor=OPERATOR)


def test_seeing_a_telephone_is_noted_without_it(tree: Tree) -> None:
    assert see_unit_telephone(unit=register(tree), actor=OPERATOR) == "13800000001"
    entry = AuditEntry.objects.get(action="residents.see_telephone")
    assert entry.changes == {"contact_phone": ["", "138****0001"]}


def test_who_sees_which_units(tree: Tree) -> None:
    own, other, foreign = make_unit(tree.community), make_unit(tree.community, "卫生院"), make_unit(tree.foreign)
    liaison = make_user(Role.UNIT_LIAISON, tree.general_branch, narrowed=own)

    def seen(role: Role, where: str, code: str = "residents.view_units") -> set[Unit]:
        return set(queries.units_visible_to(make_user(role, getattr(tree, where)), code))

    assert set(queries.units_visible_to(liaison)) == {own}
    assert set(queries.units_visible_to(liaison, "residents.see_telephones")) == set()
    assert seen(Role.SECRETARY, "general_branch") == {own, other}
    assert seen(Role.BRANCH_SECRETARY, "first") == {own, other}
    assert seen(Role.BRANCH_SECRETARY, "first", "residents.see_telephones") == set()
    assert seen(Role.DISTRICT_VIEWER, "street") == {own, other, foreign}
    assert seen(Role.GROUP_LEADER, "group") == set()


def test_the_ledger_masks_filters_and_follows_the_day(tree: Tree) -> None:
    register(tree)
    make_unit(tree.community, "新公司", kind="private", new_economy=True, opened_on=date(2024, 1, 1))
    make_unit(tree.community, "旧公司", kind="private", closed_on=date(2023, 1, 1))
    phone = next(column for column in UNITS.columns if column.name == "contact_phone")

    def names(day: date, **filters: str) -> list[str]:
        return [row.name for row in UNITS.rows(LedgerQuery(EVERYTHING, day, filters)).stream()]

    assert phone.sensitive
    assert phone.masked is not None
    assert phone.masked(Unit.objects.get(name="金碧小学")) == "138****0001"
    assert [names(day) for day in (date(2022, 12, 31), date(2023, 1, 1), date(2024, 1, 1))] == [
        ["金碧小学", "旧公司"],
        ["金碧小学"],
        ["金碧小学", "新公司"],
    ]
    assert (names(DAY, kind="private"), names(DAY, new_economy="no")) == (["新公司"], ["金碧小学"])
