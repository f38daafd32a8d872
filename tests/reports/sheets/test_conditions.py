import pytest

from lianxin.reports.sheets.layouts.conditions import Dimension, Vocabulary
from lianxin.reports.sheets.layouts.facts import Facts

WORDS = Vocabulary({"第一支部": ("001.", "第一支部")}, {"老同志": "61岁及以上", "不要数": ""})
ME = Facts(
    sex="2",
    ethnicity="07",
    age=35,
    education="31",
    category="full",
    employment="retired",
    floating="out",
    standing=50,
    path="001.02.",
)


@pytest.mark.parametrize(
    "text",
    [
        "女", "女党员", "女 性", "其中：女", "女（人）", "1.女", "少数民族", "彝族", "35岁及以下", "35岁以下", "３５岁（含）以下",
        "36岁以下", "30至35岁", "30-35岁", "31—35岁", "35周岁及以上", "大专", "大专及以上", "大专以上学历", "大学专科", "正式党员", "退休",
        "离退休", "流出", "流动党员", "党龄50年以上", "第一支部", "第一党支部", "合计", "党员总数", "不满36岁", "超过34岁",
    ],
)  # fmt: skip
def test_a_condition_that_holds_for_her(text: str) -> None:
    meaning = WORDS.meaning(text)
    assert meaning is not None
    assert meaning.test(ME) is True


@pytest.mark.parametrize(
    "text",
    [
        "男", "汉族", "不满35岁", "超过35岁", "36岁以上", "36至40岁", "本科及以上", "高中及以下", "大学本科", "研究生", "预备党员", "在职",
        "下岗", "流入", "党龄51年以上", "两新组织党员", "农民工", "失联党员", "老同志",
    ],
)  # fmt: skip
def test_a_condition_that_does_not_hold_for_her(text: str) -> None:
    meaning = WORDS.meaning(text)
    assert meaning is not None
    assert meaning.test(ME) is False


@pytest.mark.parametrize("text", ["入党积极分子", "特困", "50", "其他", "第九支部", "不要数", "35", "1949年以前"])
def test_what_is_not_known_is_not_guessed(text: str) -> None:
    assert WORDS.meaning(text) is None


def test_what_stands_above_says_what_bare_numbers_are_about() -> None:
    age, standing = WORDS.meaning("35及以下", [Dimension.AGE]), WORDS.meaning("50年以上", [Dimension.STANDING])
    assert (age and age.label, standing and standing.label) == ("35岁及以下", "党龄50年及以上")
    assert WORDS.meaning("35及以下") is None
    assert WORDS.meaning("50年以上") is None


def test_who_flows_in_is_asked_about_by_these_words_alone() -> None:
    said = [text for text in ("流入", "流出", "流动党员", "合计", "女") if (m := WORDS.meaning(text)) and m.inward]
    assert said == ["流入", "流动党员"]


def test_nobody_without_a_date_of_birth_has_an_age() -> None:
    bands = [WORDS.meaning(text) for text in ("35岁及以下", "36岁及以上")]
    assert [band and band.test(Facts()) for band in bands] == [False, False]
