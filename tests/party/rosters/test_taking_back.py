"""An import taken back in one step leaves the register as it was; one that somebody built on cannot be."""

from datetime import date, datetime
from pathlib import Path

import pytest
from tests.factories import Tree, make_person, make_tree
from tests.party.rosters.bringing import brought, lines, member_of, register, staged, taken_back
from tests.party.rosters.files import HEADINGS, id_number, member, roster, xlsx

from lianxin.declare.actors import OPERATOR
from lianxin.declare.errors import RuleError
from lianxin.kernel import clock
from lianxin.orgs.models import Organisation
from lianxin.party.actions import correct_member
from lianxin.party.models import Member
from lianxin.party.rosters.taking_back import ask_to_take_back, discard_batch, why_not
from lianxin.residents.models import Person
from lianxin.search.index import find

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> Tree:
    return make_tree()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "花名册.xlsx"


def test_what_was_new_is_gone(tree: Tree, file: Path) -> None:
    before = register()
    batch = taken_back(brought(file, roster(), tree.community))
    assert batch.state == "taken_back"
    assert register() == before
    assert find("赵乙", [tree.general_branch.path], ["party.member"]) == []


def test_a_resident_who_was_enrolled_is_a_resident_again(tree: Tree, file: Path) -> None:
    known = make_person(tree.community, "赵乙旧", id_number=id_number())
    before, seen = register(), Person.objects.values("name", "birth_date", "education").get(pk=known.pk)
    taken_back(brought(file, roster(), tree.community))
    assert register() == before
    assert Person.objects.values("name", "birth_date", "education").get(pk=known.pk) == seen
    assert [hit.title for hit in find("赵乙旧", [tree.general_branch.path], ["residents.person"])] == ["赵乙旧"]


def test_what_was_changed_is_as_it_was(tree: Tree, file: Path) -> None:
    """Every kind of column: sealed, coded, dated facts, branch, name, emptied ones."""
    headings = [*HEADINGS, "在职离退情况", "流动情况", "是否两新组织", "是否农民工"]
    first = [
        [*member(1, 手机号码=None), "在职", "否", None, None],
        [*member(2, 所在党支部=None), "退休", None, None, "是"],
    ]
    brought(file, [headings, *first], tree.community)
    before = register()
    second = [
        [
            *member(1, 姓名="赵一新", 所在党支部="第二支部", 学历="本科", 手机号码="13900000001", 人员类别="预备党员"),
            "退休",
            "流出",
            "是",
            "是",
        ],
        [*member(2, 转正日期=None, 出生日期="1957-07-02"), "离休", "流入", None, "否"],
    ]
    batch = brought(file, [headings, *second], tree.community)
    assert batch.changed_count == 2
    assert member_of("赵一新").employment == "retired"
    taken_back(batch)
    assert register() == before


def test_the_same_roster_may_come_in_again(tree: Tree, file: Path) -> None:
    taken_back(brought(file, roster(), tree.community))
    batch = brought(file, roster(), tree.community)
    assert (batch.created_count, Person.objects.count()) == (3, 3)


def test_a_founded_branch_goes_too(tree: Tree, file: Path) -> None:
    taken_back(brought(file, lines(member(1, 所在党支部="第九支部")), tree.community))
    assert Organisation.objects.get(name="第九支部").dissolved_on is not None


def test_a_founded_branch_in_which_others_stand_stays(tree: Tree, file: Path) -> None:
    batch = brought(file, lines(member(1, 所在党支部="第九支部")), tree.community)
    brought(file, lines(member(2, 所在党支部="第九支部")), tree.community)
    taken_back(batch)
    assert Organisation.objects.get(name="第九支部").dissolved_on is None


def test_not_after_a_later_change(tree: Tree, file: Path) -> None:
    batch = brought(file, roster(), tree.community)
    touched = member_of("赵丙")
    values = {"residence": "和平巷3号院"}
    correct_member(member=touched, version=1, values=values, reason="电话告知", actor=OPERATOR)  # type: ignore[arg-type]
    assert "赵丙" in why_not(batch)
    before = register()
    with pytest.raises(RuleError, match="赵丙"):
        ask_to_take_back(batch=batch, actor=OPERATOR)
    assert register() == before


def test_not_after_a_later_roster(tree: Tree, file: Path) -> None:
    first = brought(file, roster(), tree.community)
    second = brought(file, lines(member(1, 学历="大专")), tree.community)
    assert "赵乙" in why_not(first)
    taken_back(second)
    assert why_not(first) == ""
    taken_back(first)
    assert Member.objects.count() == 0


def test_unchanged_rows_do_not_hinder(tree: Tree, file: Path) -> None:
    brought(file, roster(1), tree.community)
    batch = brought(file, roster(2), tree.community)
    touched = member_of("赵乙")
    values = {"residence": "和平巷3号院"}
    correct_member(member=touched, version=1, values=values, reason="电话告知", actor=OPERATOR)  # type: ignore[arg-type]
    taken_back(batch)
    assert sorted(Member.objects.values_list("person__name", flat=True)) == ["赵乙"]


def test_only_what_was_committed(tree: Tree, file: Path) -> None:
    batch = staged(xlsx(file, roster()), tree.community)
    assert why_not(batch) == "只有已经入册的名册可以撤回。"
    discard_batch(batch=batch, actor=OPERATOR)
    batch.refresh_from_db()
    assert (batch.state, batch.rows.count()) == ("discarded", 0)
    with pytest.raises(RuleError):
        discard_batch(batch=batch, actor=OPERATOR)


def test_a_day_later_there_is_no_seam_either(tree: Tree, file: Path) -> None:
    brought(file, [[*HEADINGS, "在职离退情况"], [*member(1), "在职"]], tree.community)
    before = register()
    batch = brought(file, [[*HEADINGS, "在职离退情况"], [*member(1, 所在党支部="二支部"), "退休"]], tree.community)
    later = datetime.combine(date(2027, 1, 1), clock.now().timetz())
    with clock.frozen(later):
        taken_back(batch)
    assert register() == before
