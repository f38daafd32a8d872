import pytest
from tests.factories import Tree, make_branch

from lianxin.orgs.matching import branch_key
from lianxin.orgs.queries import branch_matcher, match_branch

FIRST = (
    "第一支部",
    "第一党支部",
    "一支部",
    "1支部",
    "第1支部",
    "１支部",
    "01",
    "1",
    "一",
    "第一",
    "壹",
    "第 一 支 部",
    "（第一）支部",
    "[第一支部]",
    "复兴社区第一支部",
    "复兴第一党支部",
    "复兴社区党总支第一支部",
    "中共复兴社区第一支部委员会",
    "中共复兴社区总支部委员会第一支部委员会",
    "中国共产党复兴社区第一支部委员会",
    "金碧街道复兴社区第一党支部",
    "西山区金碧街道复兴社区一支部",
)


@pytest.mark.parametrize("text", FIRST)
def test_the_many_ways_to_write_a_branch(tree: Tree, text: str) -> None:
    assert match_branch(tree.community, text) == tree.first


@pytest.mark.parametrize(
    "text", ["复兴社区党总支", "复兴社区", "中共复兴社区总支部委员会", "复兴", "党总支", "本社区党总支", "社区总支"]
)
def test_the_community_own_organisation(tree: Tree, text: str) -> None:
    assert match_branch(tree.community, text) == tree.general_branch


@pytest.mark.parametrize(
    "text", ["", "  ", "第三支部", "十一", "11", "永宁社区第一支部", "一组", "退休支部", "金碧街道", "党委"]
)
def test_nothing_fits(tree: Tree, text: str) -> None:
    assert match_branch(tree.community, text) is None


def test_names_with_words_and_numbers(tree: Tree) -> None:
    retired = make_branch(tree.general_branch, "退休第一")
    twelfth = make_branch(tree.general_branch, "第十二")
    joint = make_branch(tree.general_branch, "机关联合")
    found = [match_branch(tree.community, text) for text in ("退休一支部", "12", "第十二党支部", "机关联合党支部")]
    assert found == [retired, twelfth, twelfth, joint]


def test_a_name_that_fits_two_is_nobody_s_unless_it_is_exact(tree: Tree) -> None:
    other = make_branch(tree.general_branch, "1")
    found = [match_branch(tree.community, text) for text in ("一", "第一支部", "1支部")]
    assert found == [None, tree.first, other]


def test_dissolved_branches_do_not_answer(tree: Tree) -> None:
    type(tree.first).objects.filter(pk=tree.first.pk).update(dissolved_on="2020-01-01")
    assert match_branch(tree.community, "第一支部") is None


def test_a_matcher_takes_in_branches_founded_meanwhile(tree: Tree) -> None:
    matcher = branch_matcher(tree.community)
    third = make_branch(tree.general_branch, "第三")
    assert matcher.find("三支部") is None
    matcher.add(third)
    assert (matcher.find("三支部"), matcher.find("1")) == (third, tree.first)


@pytest.mark.parametrize(
    ("one", "other"),
    [("第二十一支部", "21"), ("第一百零二支部", "102"), ("二〇支部", "20"), ("十", "10"), ("廿支部", "廿")],
)
def test_numerals(one: str, other: str) -> None:
    assert branch_key(one) == branch_key(other)
