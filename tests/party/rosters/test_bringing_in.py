"""Rosters brought into the register, and what the second one makes of the first."""

from datetime import date
from pathlib import Path

import pytest
from tests.factories import Tree, make_person, make_tree
from tests.party.rosters.bringing import (
    brought,
    counts,
    everything,
    finish,
    lines,
    member_of,
    preview,
    register,
    staged,
    told,
)
from tests.party.rosters.bringing import prepared as prepare
from tests.party.rosters.files import HEADINGS, Rows, id_number, member, roster, xlsx

from lianxin.declare.actors import OPERATOR
from lianxin.kernel import clock
from lianxin.orgs.actions import Step, dissolve_organisation
from lianxin.orgs.models import Organisation
from lianxin.party.actions import Paper, correct_member, depart_member, enrol_person
from lianxin.party.choices import ChangeKind
from lianxin.party.models import Member, RosterBatch
from lianxin.party.rosters.committing import ask_for_commit
from lianxin.residents.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> Tree:
    return make_tree()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "花名册.xlsx"


def codes(sheet: dict[str, list[dict[str, object]]], kind: str = "warnings") -> set[tuple[object, object]]:
    return {(each["row"], each["code"]) for each in sheet[kind] if each["code"] != "area_unknown"}


def test_what_is_new_is_registered(tree: Tree, file: Path) -> None:
    batch = brought(file, roster(), tree.community)
    assert counts(batch) == (3, 0, 0, 0)
    found = member_of("赵乙")
    assert found.organisation == tree.first
    assert found.person.id_number == id_number(sequence=1)
    assert found.person.mobile == "13800000000"
    assert (found.category, str(found.joined), str(found.became_full)) == ("full", "1985-07-01", "1986-07-01")
    assert found.person.recorded_channel == "roster"


def test_a_preview_changes_nothing(tree: Tree, file: Path) -> None:
    before = everything()
    sheet = preview(xlsx(file, roster()), tree.community)
    assert (sheet["rows"], sheet["created"]) == (3, 3)
    assert everything() == before


def test_the_same_file_again_changes_nothing(tree: Tree, file: Path) -> None:
    brought(file, roster(), tree.community)
    before = register()
    assert counts(brought(file, roster(), tree.community)) == (0, 0, 3, 0)
    assert register() == before


def test_the_same_file_again_changes_nothing_without_numbers(tree: Tree, file: Path) -> None:
    rows = lines(*(member(number, 身份证号码=None) for number in (1, 2)), member(1, 身份证号码=None))
    assert counts(brought(file, rows, tree.community)) == (3, 0, 0, 0)
    before = register()
    assert counts(brought(file, rows, tree.community)) == (0, 0, 3, 0)
    assert register() == before


def test_people_alike_to_the_letter_stay_two_across_steps(tree: Tree, file: Path) -> None:
    """One stands in the first two hundred, the other after them."""
    alike = member(1, 身份证号码=None)
    rows = lines(alike, *(member(2, 身份证号码=id_number(sequence=n)) for n in range(1, 400, 2)), alike)
    assert counts(brought(file, rows, tree.community)) == (202, 0, 0, 0)
    assert counts(brought(file, rows, tree.community)) == (0, 0, 202, 0)


def test_people_on_two_sheets_without_numbers(tree: Tree, file: Path) -> None:
    sheets = {"全体": lines(member(1, 身份证号码=None)), "第一支部": lines(member(1, 身份证号码=None))}
    assert counts(brought(file, sheets, tree.community)) == (2, 0, 0, 0)
    assert counts(brought(file, sheets, tree.community)) == (0, 0, 2, 0)


def test_a_second_file_changes_field_by_field(tree: Tree, file: Path) -> None:
    brought(file, roster(2), tree.community)
    second = lines(member(1, 手机号码="13900000001", 学历="大专"), member(2))
    roster_two = prepare(xlsx(file, second), tree.community)
    (changed,) = [row for row in roster_two.rows if row.outcome.state == "changed"]
    assert changed.outcome.changes == {"education": ("61", "31"), "mobile": ("13800000000", "13900000001")}
    assert counts(brought(file, second, tree.community)) == (0, 1, 1, 0)
    assert member_of("赵乙").person.mobile == "13900000001"


def test_blanks_never_erase(tree: Tree, file: Path) -> None:
    brought(file, roster(1), tree.community)
    before = register()
    blank = lines([1, "赵乙", None, None, id_number(), None, None, None, None, None, None, None])
    assert counts(brought(file, blank, tree.community)) == (0, 0, 1, 0)
    assert register() == before


def test_a_coarser_date_never_overwrites(tree: Tree, file: Path) -> None:
    brought(file, roster(1), tree.community)
    coarse = lines(member(1, 出生日期="1957.7", 入党日期="1985", 转正日期="1986.7"))
    assert counts(brought(file, coarse, tree.community)) == (0, 0, 1, 0)
    assert str(member_of("赵乙").joined) == "1985-07-01"


def test_a_finer_date_overwrites(tree: Tree, file: Path) -> None:
    brought(file, lines(member(1, 入党日期="1985")), tree.community)
    assert str(member_of("赵乙").joined) == "1985"
    assert counts(brought(file, roster(1), tree.community)) == (0, 1, 0, 0)
    assert str(member_of("赵乙").joined) == "1985-07-01"


def test_a_coarser_date_that_contradicts_is_a_warning(tree: Tree, file: Path) -> None:
    brought(file, roster(1), tree.community)
    sheet = preview(xlsx(file, lines(member(1, 入党日期="1984"))), tree.community)
    assert (sheet["unchanged"], codes(sheet)) == (1, {(2, "date_contradicts")})


def test_the_same_name_with_another_number(tree: Tree, file: Path) -> None:
    brought(file, roster(1), tree.community)
    other = lines(member(1, 身份证号码=id_number(sequence=333)))
    sheet = preview(xlsx(file, other), tree.community)
    assert (sheet["created"], codes(sheet)) == (1, {(2, "possible_duplicate")})
    brought(file, other, tree.community)
    assert Person.objects.filter(name="赵乙").count() == 2


def test_the_number_comes_later(tree: Tree, file: Path) -> None:
    brought(file, lines(member(1, 身份证号码=None)), tree.community)
    assert counts(brought(file, roster(1), tree.community)) == (0, 1, 0, 0)
    assert member_of("赵乙").person.id_number == id_number()


def test_a_roster_without_numbers_finds_those_registered_with_them(tree: Tree, file: Path) -> None:
    brought(file, roster(2), tree.community)
    rows = lines(member(1, 身份证号码=None), member(2, 身份证号码=None))
    assert counts(brought(file, rows, tree.community)) == (0, 0, 2, 0)


def test_another_branch_is_another_person_without_a_number(tree: Tree, file: Path) -> None:
    brought(file, lines(member(1, 身份证号码=None)), tree.community)
    other = lines(member(1, 身份证号码=None, 所在党支部="第二支部"))
    sheet = preview(xlsx(file, other), tree.community)
    assert (sheet["created"], codes(sheet)) == (1, {(2, "possible_duplicate"), (2, "field_missing")})


def test_a_roster_with_joining_instead_of_birth(tree: Tree, file: Path) -> None:
    brought(file, roster(1), tree.community)
    rows = [["姓名", "入党日期", "所在党支部", "手机号码"], ["赵乙", "1985.7", "一支部", "13900000009"]]
    assert counts(brought(file, rows, tree.community)) == (0, 1, 0, 0)


def test_an_unknown_branch_is_founded(tree: Tree, file: Path) -> None:
    rows = lines(member(1, 所在党支部="第九支部"), member(2, 所在党支部="九支部"), member(3))
    sheet = prepare(xlsx(file, rows), tree.community)
    assert sheet.reading["new_branches"] == ["第九支部"]
    assert codes(told(sheet)) == {(2, "branch_new")}
    batch = brought(file, rows, tree.community)
    founded = Organisation.objects.get(name="第九支部")
    assert (founded.parent_id, founded.kind) == (tree.general_branch.pk, "330")
    assert batch.reading["founded"] == [str(founded.pk)]
    assert sorted(m.person.name for m in Member.objects.filter(organisation=founded)) == ["赵丙", "赵乙"]
    assert counts(brought(file, rows, tree.community)) == (0, 0, 3, 0)


def test_branches_are_found_by_their_everyday_names(tree: Tree, file: Path) -> None:
    names = ("1", "第一", "一支部", "中共复兴社区第一支部委员会", "复兴社区第一党支部")
    rows = lines(*(member(n, 所在党支部=name) for n, name in enumerate(names, start=1)))
    brought(file, rows, tree.community)
    assert Member.objects.filter(organisation=tree.first).count() == len(names)


def test_without_a_branch_the_general_branch(tree: Tree, file: Path) -> None:
    brought(file, lines(member(1, 所在党支部=None)), tree.community)
    waiting = member_of("赵乙")
    assert waiting.organisation == tree.general_branch
    assert "organisation" in waiting.missing
    assert counts(brought(file, lines(member(1)), tree.community)) == (0, 1, 0, 0)
    assert member_of("赵乙").organisation == tree.first


def test_the_community_as_branch_takes_nobody_out_of_one(tree: Tree, file: Path) -> None:
    brought(file, lines(member(1, 身份证号码=None)), tree.community)
    named = lines(member(1, 身份证号码=None, 所在党支部="中共复兴社区总支部委员会"))
    assert counts(brought(file, named, tree.community)) == (0, 0, 1, 0)
    assert member_of("赵乙").organisation == tree.first


def test_groups(tree: Tree, file: Path) -> None:
    rows: Rows = [[*HEADINGS, "党小组"], [*member(1), "第一党小组"], [*member(2), "第七党小组"]]
    sheet = preview(xlsx(file, rows), tree.community)
    assert codes(sheet) == {(3, "group_unknown")}
    brought(file, rows, tree.community)
    assert (member_of("赵乙").group, member_of("赵丙").group) == (tree.group, None)


def test_a_registered_resident_is_put_on_the_roll(tree: Tree, file: Path) -> None:
    known = make_person(tree.community, "赵乙", id_number=id_number())
    sheet = preview(xlsx(file, roster(1)), tree.community)
    assert (sheet["created"], codes(sheet)) == (1, {(2, "registered_resident")})
    assert counts(brought(file, roster(1), tree.community)) == (1, 0, 0, 0)
    assert member_of("赵乙").person_id == known.pk
    assert counts(brought(file, roster(1), tree.community)) == (0, 0, 1, 0)


def test_a_resident_enrolled_by_hand_since_the_preview_is_corrected(tree: Tree, file: Path) -> None:
    known = make_person(tree.community, "赵乙", id_number=id_number())
    batch = staged(xlsx(file, roster(1)), tree.community)
    enrol_person(person=known, values={"name": "赵乙"}, community=tree.community, actor=OPERATOR)
    finish(ask_for_commit(batch=batch, actor=OPERATOR))
    batch.refresh_from_db()
    assert counts(batch) == (0, 1, 0, 0)
    assert member_of("赵乙").category == "full"


def test_who_has_left_is_left_alone(tree: Tree, file: Path) -> None:
    brought(file, roster(1), tree.community)
    gone = member_of("赵乙")
    depart_member(
        member=gone,
        version=gone.person.version,
        kind=ChangeKind.MOVED_OUT,
        on=date(2026, 1, 1),
        paper=Paper(),
        actor=OPERATOR,
    )
    before = register()
    sheet = preview(xlsx(file, lines(member(1, 手机号码="13900000001"))), tree.community)
    assert (sheet["unchanged"], codes(sheet)) == (1, {(2, "already_left")})
    brought(file, lines(member(1, 手机号码="13900000001")), tree.community)
    assert register() == before


def test_refused_rows_stay_out_and_the_others_come_in(tree: Tree, file: Path) -> None:
    rows = lines(member(1), member(2, 姓名=None), member(3, 入党日期="1985-02-30"), member(4, 身份证号码=id_number()))
    sheet = preview(xlsx(file, rows), tree.community)
    assert codes(sheet, "refused") == {(3, "name_missing"), (4, "date_impossible"), (5, "id_repeated_in_file")}
    assert (sheet["rows"], sheet["created"]) == (4, 1)
    assert counts(brought(file, rows, tree.community)) == (1, 0, 0, 3)
    assert Member.objects.count() == 1


def test_a_row_with_two_faults_is_refused_once(tree: Tree, file: Path) -> None:
    rows = lines(member(1, 姓名=None, 身份证号码="1234"))
    sheet = preview(xlsx(file, rows), tree.community)
    assert (sheet["rows"], len(sheet["refused"])) == (1, 1)
    assert "没有姓名" in sheet["refused"][0]["reason"]
    assert "身份" in sheet["refused"][0]["reason"]


def test_the_parts_make_the_whole(tree: Tree, file: Path) -> None:
    brought(file, roster(2), tree.community)
    rows = lines(member(1), member(2, 学历="大专"), member(3), member(4, 身份证号码="1"), ["合计", 4] + [None] * 10)
    sheet = preview(xlsx(file, rows), tree.community)
    parts = sheet["created"] + sheet["changed"] + sheet["unchanged"] + len(sheet["refused"])
    assert (sheet["rows"], parts, len(sheet["ignored"])) == (4, 4, 1)


def test_others_may_write_between_preview_and_commit(tree: Tree, file: Path) -> None:
    """What was new in the preview is there by now: it is compared once more and not doubled."""
    batch = staged(xlsx(file, roster(2)), tree.community)
    brought(file.with_name("早一步.xlsx"), roster(1), tree.community)
    finish(ask_for_commit(batch=batch, actor=OPERATOR))
    batch.refresh_from_db()
    assert counts(batch) == (1, 0, 1, 0)
    assert Member.objects.count() == 2


def test_a_change_between_preview_and_commit_is_not_lost(tree: Tree, file: Path) -> None:
    brought(file, roster(1), tree.community)
    batch = staged(xlsx(file, lines(member(1, 学历="大专"))), tree.community)
    now = member_of("赵乙")
    values = {"residence": "和平巷3号院"}
    correct_member(member=now, version=now.person.version, values=values, reason="电话告知", actor=OPERATOR)  # type: ignore[arg-type]
    finish(ask_for_commit(batch=batch, actor=OPERATOR))
    person = member_of("赵乙").person
    assert (person.residence, person.education) == ("和平巷3号院", "31")


def test_a_branch_dissolved_between_preview_and_commit(tree: Tree, file: Path) -> None:
    batch = staged(xlsx(file, roster(1)), tree.community)
    step = Step(clock.today())
    dissolve_organisation(organisation=tree.group, version=tree.group.version, step=step, actor=OPERATOR)
    dissolve_organisation(organisation=tree.first, version=tree.first.version, step=step, actor=OPERATOR)
    finish(ask_for_commit(batch=batch, actor=OPERATOR))
    assert member_of("赵乙").organisation == tree.general_branch


def test_staged_rows_are_sealed(tree: Tree, file: Path) -> None:
    batch = staged(xlsx(file, roster(1)), tree.community)
    row = batch.rows.get()
    assert row.sealed is not None
    assert id_number().encode() not in bytes(row.sealed)
    assert id_number() not in str(row.problems)
    assert id_number() not in str(RosterBatch.objects.get().reading)
