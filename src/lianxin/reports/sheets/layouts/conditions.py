"""The words above and beside a counting table as conditions over members: 男, 35岁及以下, 大专及以上, 第一支部, 合计."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from lianxin.kernel.codes import ETHNICITY, is_minority
from lianxin.kernel.text import tidy_text
from lianxin.reports.sheets.layouts.facts import Facts

Test = Callable[[Facts], bool]


class Dimension(StrEnum):
    """What a condition is about; conditions about one thing may add up to the whole."""

    SEX = "sex"
    ETHNICITY = "ethnicity"
    AGE = "age"
    EDUCATION = "education"
    DEGREE = "degree"
    CATEGORY = "category"
    EMPLOYMENT = "employment"
    FLOATING = "floating"
    STANDING = "standing"
    BRANCH = "branch"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Condition:
    """One word of a heading: what it is about, how it was understood, and whom it counts.

    ``inward``: it speaks of who flows in; nobody else's count includes them.
    """

    dimension: Dimension
    label: str
    test: Test
    inward: bool = False


WHOLE = Condition(Dimension.OTHER, "合计", lambda _: True)
"""合计: everybody."""
GROUP = Condition(Dimension.OTHER, "", lambda _: True)
"""A word that only names what the words below it are about."""

_LONGEST = 80
"""Characters of a heading that are looked at: a hostile one must not keep the patterns below busy."""
_NOISE = re.compile(r"[\s:：;；,，.。*※·_\-—~]+$|^[\s:：;；,，.。*※·_]+")
_BLANK = re.compile(r"\s+")
_NUMBERED = re.compile(r"^(?:[(（][一二三四五六七八九十\d]{1,2}[)）]|[一二三四五六七八九十]{1,2}、|\d{1,2}[.、](?!\d))")
_WITHIN = re.compile(r"^其\s*中[:：]?")
_UNIT = re.compile(r"[(（](?:人|名|人数|单位[:：]?人|个)[)）]$")
_TAIL = re.compile(r"(?:的?(?:党员|人员|同志)?(?:人数|数量|总数|数)|的?党员|的?人员)$")
_INCLUDED = re.compile(r"[(（](?:含|包括|包含|不?含)[^)）]*[)）]")

_WHOLE = frozenset(
    "合计 总计 总数 共计 小计 全部 计 总人数 党员总数 合计数 总数量 党员合计 党员人数 党员数 人数 合计人数 全体党员".split()
)
_GROUPS = {
    "性别": Dimension.SEX, "民族": Dimension.ETHNICITY, "年龄": Dimension.AGE, "年龄结构": Dimension.AGE,
    "年龄段": Dimension.AGE, "年龄情况": Dimension.AGE, "学历": Dimension.EDUCATION, "学历结构": Dimension.EDUCATION,
    "学历情况": Dimension.EDUCATION, "文化程度": Dimension.EDUCATION, "文化结构": Dimension.EDUCATION,
    "学位": Dimension.DEGREE, "党龄": Dimension.STANDING, "党龄结构": Dimension.STANDING, "党龄段": Dimension.STANDING,
    "流动": Dimension.FLOATING, "流动情况": Dimension.FLOATING, "在职离退": Dimension.EMPLOYMENT,
    "在职离退情况": Dimension.EMPLOYMENT, "就业状况": Dimension.EMPLOYMENT, "从业状况": Dimension.EMPLOYMENT,
    "人员类别": Dimension.CATEGORY, "党员类别": Dimension.CATEGORY, "支部": Dimension.BRANCH, "党支部": Dimension.BRANCH,
    "支部名称": Dimension.BRANCH, "党支部名称": Dimension.BRANCH, "所在党支部": Dimension.BRANCH, "党组织": Dimension.BRANCH,
    "党组织名称": Dimension.BRANCH, "组织名称": Dimension.BRANCH,
}  # fmt: skip
_PLAIN_GROUPS = frozenset(
    "其中 党员 项目 类别 指标 分类 情况 基本情况 党员情况 党员基本情况 党员结构 结构 党员构成 构成 人员 名称 单位 统计 内容".split()
)


def _is(name: str, *values: str) -> Test:
    wanted = frozenset(values)
    return lambda facts: getattr(facts, name) in wanted


def _word(dimension: Dimension, label: str, test: Test, words: str, *, inward: bool = False) -> dict[str, Condition]:
    return dict.fromkeys(words.split(), Condition(dimension, label, test, inward))


_WORDS: Mapping[str, Condition] = {
    **_word(Dimension.SEX, "男", _is("sex", "1"), "男 男性 男党 男同志"),
    **_word(Dimension.SEX, "女", _is("sex", "2"), "女 女性 女党 女同志 妇女"),
    **_word(Dimension.ETHNICITY, "少数民族", lambda facts: is_minority(facts.ethnicity), "少数民族 少数 各少数民族"),
    **_word(Dimension.ETHNICITY, "汉族", _is("ethnicity", "01"), "汉族 汉"),
    **_word(Dimension.CATEGORY, "正式党员", _is("category", "full"), "正式 正式党"),
    **_word(Dimension.CATEGORY, "预备党员", _is("category", "probationary"), "预备 预备党 预备期"),
    **_word(Dimension.EMPLOYMENT, "在职", _is("employment", "in_post"), "在职 在岗 在职在岗 在职职工 在职党"),
    **_word(Dimension.EMPLOYMENT, "离休", _is("employment", "veteran_retired"), "离休"),
    **_word(Dimension.EMPLOYMENT, "退休", _is("employment", "retired"), "退休"),
    **_word(
        Dimension.EMPLOYMENT, "离退休", _is("employment", "veteran_retired", "retired"), "离退休 离退 离休退休 离退休党"
    ),
    **_word(
        Dimension.EMPLOYMENT, "下岗失业", _is("employment", "laid_off"), "下岗 失业 下岗失业 下岗待业 待业 下岗职工"
    ),
    **_word(Dimension.EMPLOYMENT, "学生", _is("employment", "student"), "学生 在校学生 在读学生"),
    **_word(Dimension.FLOATING, "流入", _is("floating", "in"), "流入 流入党 流动流入 流入流动", inward=True),
    **_word(Dimension.FLOATING, "流出", _is("floating", "out"), "流出 流出党 外出流动 流动流出 流出流动 外出"),
    **_word(Dimension.OTHER, "两新组织从业", lambda facts: facts.new_economy, "两新 两新组织 两新组织从业 两新组织党"),
    **_word(Dimension.OTHER, "失联", lambda facts: facts.lost, "失联 失去联系"),
    **_word(Dimension.OTHER, "农民工", lambda facts: facts.migrant_worker, "农民工"),
    **_word(Dimension.OTHER, "困难", lambda facts: facts.hardship, "困难 生活困难 困难党"),
    **_word(Dimension.DEGREE, "博士学位", _is("degree", "1", "2"), "博士学位"),
    **_word(Dimension.DEGREE, "硕士学位", _is("degree", "3"), "硕士学位"),
    **_word(Dimension.DEGREE, "学士学位", _is("degree", "4"), "学士学位"),
}

_LEVELS = {"1": 6, "2": 5, "3": 4, "4": 3, "6": 3, "7": 2, "8": 1, "9": 1}
"""First digit of an education's code (GB/T 4658) → how high; 其他 stands with 初中及以下, as in the Party's statistics."""
_SCHOOLING = {
    "研究生": "1", "大学本科": "2", "本科": "2", "大学": "2", "大学专科": "3", "大专": "3", "专科": "3", "高职": "3",
    "中专": "41", "中等专科": "41", "中技": "47", "技校": "47", "职高": "44", "高中": "6", "普通高中": "6", "初中": "7",
    "小学": "8",
}  # fmt: skip
_VOCATIONAL = {"41": "41 42 43", "44": "44 45 46", "47": "47 48 49"}
_DEGREES_OF_GRADUATES = {"博士": ("11", "12", "13"), "博士研究生": ("11", "12", "13"), "硕士": ("14", "15", "16"), "硕士研究生": ("14", "15", "16")}  # fmt: skip
_AND_ABOVE, _AND_BELOW = (
    re.compile(r"(?:及|或|\(含\))?以上(?:学历|文化程度|文化)?$"),
    re.compile(r"(?:及|或|\(含\))?以下(?:学历|文化程度|文化)?$"),
)
_SEVERAL = re.compile(r"[、,/和及或()]+")

_AT_LEAST = re.compile(r"(\d{1,3})(岁|周岁|年)?(?:及|\(含\)|含)?以上")
_AT_MOST = re.compile(r"(\d{1,3})(岁|周岁|年)?(?:及|\(含\)|含)?(?:以下|以内)")
_UNDER = re.compile(r"(?:不满|未满|不足)(\d{1,3})(岁|周岁|年)?")
_OVER = re.compile(r"(?:超过|满)?(\d{1,3})(岁|周岁|年)?(?:的)?以外|超过(\d{1,3})(岁|周岁|年)?")
_BETWEEN = re.compile(r"(\d{1,3})(岁|周岁|年)?(?:-|至|到|~)(\d{1,3})(岁|周岁|年)?(?:之间|\(含\)|以下)?")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Everything words may mean here: besides the common ones the organisations' names, and what a clerk once said.

    ``organisations``: bare name → (path, short name); ``own``: heading → the words it stands for ("" : not to be counted).
    """

    organisations: Mapping[str, tuple[str, str]]
    own: Mapping[str, str]

    def meaning(self, text: str, groups: Sequence[Dimension] = ()) -> Condition | None:
        """What a word means under the groups above it; None when it is not known."""
        said = self.own.get(plain(text))
        if said is not None:
            return self._common(said, groups) if said else None
        return self._common(text, groups)

    def _common(self, text: str, groups: Sequence[Dimension]) -> Condition | None:
        word = plain(text)
        organisation = self.organisations.get(word) or self.organisations.get(word.replace("党支部", "支部"))
        if organisation is not None:
            path, name = organisation
            return Condition(Dimension.BRANCH, name, lambda facts: facts.path.startswith(path))
        return common_meaning(word, tuple(groups))


def plain(text: str) -> str:
    """A heading's words without blanks, numbering, units, 其中 and the like: `其中：女（人）` → `女`."""
    words = _BLANK.sub("", unicodedata.normalize("NFKC", tidy_text(text[:_LONGEST])))
    words = _UNIT.sub("", _NUMBERED.sub("", _WITHIN.sub("", words) or words))
    return _NOISE.sub("", words)


def group_of(text: str) -> Dimension | None:
    """What the words below this one are about."""
    return _GROUPS.get(plain(text))


def is_within(text: str) -> bool:
    """Whether a heading says that it is only part of what stands beside it: 其中."""
    return bool(_WITHIN.match(_BLANK.sub("", text)))


@lru_cache(maxsize=4096)
def common_meaning(word: str, groups: tuple[Dimension, ...] = ()) -> Condition | None:
    """What one of the common words means."""
    if word in _WHOLE:
        return WHOLE
    if word in _GROUPS or word in _PLAIN_GROUPS:
        return GROUP
    if word == "流动党员" or (word == "流动" and Dimension.FLOATING not in groups):
        return Condition(Dimension.FLOATING, "流入或流出", _is("floating", "in", "out"), inward=True)
    if word == "其他" and groups and groups[-1] is Dimension.EMPLOYMENT:
        return Condition(Dimension.EMPLOYMENT, "其他", _is("employment", "other"))
    for form in dict.fromkeys((word, _TAIL.sub("", word), word.removesuffix("员"))):
        found = _WORDS.get(form) or _by_age(form, groups) or _by_schooling(form) or _by_people(form)
        if found is not None:
            return found
    return None


def _by_people(word: str) -> Condition | None:
    code = ETHNICITY.find(word) if word.endswith("族") else None
    return Condition(Dimension.ETHNICITY, ETHNICITY.labels[code], _is("ethnicity", code)) if code else None


def _by_age(word: str, groups: Sequence[Dimension]) -> Condition | None:
    """Years of age or of standing. 以上, 以下 and 以内 include the number itself, 不满 and 超过 do not (民法典 art. 1259)."""
    text = _INCLUDED.sub("", word).replace("周岁", "岁")
    in_standing = "党龄" in text or (groups and groups[-1] is Dimension.STANDING)
    text = text.replace("党龄", "").replace("年龄", "").replace("在", "").replace("—", "-").replace("–", "-")
    bounds = _bounds(text)
    if bounds is None:
        return None
    least, most, unit = bounds
    if not unit and not in_standing and not (groups and groups[-1] is Dimension.AGE) and "年龄" not in word:
        return None
    if unit == "年" and not in_standing:
        return None
    name = "standing" if in_standing else "age"
    label = f"{'党龄' if in_standing else ''}{_in_words(least, most, '年' if in_standing else '岁')}"
    return Condition(Dimension.STANDING if in_standing else Dimension.AGE, label, _between(name, least, most))


def _bounds(text: str) -> tuple[int, int, str] | None:
    if found := _BETWEEN.fullmatch(text):
        return int(found[1]), int(found[3]), found[4] or found[2] or ""
    if found := _AT_LEAST.fullmatch(text):
        return int(found[1]), 999, found[2] or ""
    if found := _AT_MOST.fullmatch(text):
        return 0, int(found[1]), found[2] or ""
    if found := _UNDER.fullmatch(text):
        return 0, int(found[1]) - 1, found[2] or ""
    if found := _OVER.fullmatch(text):
        return int(found[1] or found[3]) + 1, 999, found[2] or found[4] or ""
    return None


def _in_words(least: int, most: int, unit: str) -> str:
    if most == 999:
        return f"{least}{unit}及以上"
    return f"{most}{unit}及以下" if least == 0 else f"{least}至{most}{unit}"


def _between(name: str, least: int, most: int) -> Test:
    def test(facts: Facts) -> bool:
        years: int | None = getattr(facts, name)
        return years is not None and least <= years <= most

    return test


def _by_schooling(word: str) -> Condition | None:
    text = word.removesuffix("学历").removesuffix("文化程度").removesuffix("毕业")
    if text in _DEGREES_OF_GRADUATES:
        codes = frozenset(_DEGREES_OF_GRADUATES[text])
        return Condition(Dimension.EDUCATION, text, lambda facts: facts.education in codes)
    if found := _AND_ABOVE.search(text) or _AND_BELOW.search(text):
        above = _AND_ABOVE.search(text) is not None
        level = _level(text[: found.start()])
        if level is None:
            return None
        label = f"{text[: found.start()]}及以{'上' if above else '下'}"
        return Condition(Dimension.EDUCATION, label, _at_level(level, above=above))
    names = [name for name in _SEVERAL.split(text) if name]
    codes_of = [_SCHOOLING.get(name) for name in names]
    if not names or None in codes_of:
        return None
    starts = tuple(start for code in codes_of if code for start in _VOCATIONAL.get(code, code).split())
    return Condition(Dimension.EDUCATION, "、".join(names), lambda facts: facts.education.startswith(starts))


def _level(words: str) -> int | None:
    levels = [_LEVELS[code[0]] for name in _SEVERAL.split(words) if (code := _SCHOOLING.get(name))]
    return levels[0] if levels and len(levels) == len([name for name in _SEVERAL.split(words) if name]) else None


def _at_level(level: int, *, above: bool) -> Test:
    def test(facts: Facts) -> bool:
        own = _LEVELS.get(facts.education[:1])
        return own is not None and (own >= level if above else own <= level)

    return test
