"""Everyday words of rosters for the facts that are told apart by a few values."""

import re

from lianxin.kernel.codes import DEGREE, EDUCATION, ETHNICITY, SEX
from lianxin.tables.words import forms, plain, yes_or_no

_BRACKETED = re.compile(r"[(\[【〔][^)\]】〕]*[)\]】〕]")
_COUNTED = re.compile(r"\s*[(（]\s*(?:共|计)?\s*\d+\s*[人名]\s*[)）]$")
_QUALIFIED = re.compile(
    r"^(?:全日制|在职|函授|成人|自考|电大|业余|夜大|网络|高等|普通高等|最高)(?=.)|(?:学历|文化程度|文化|教育程度|在读|在校)$"
)


NO_BRANCH_YET = frozenset("待分支部 待分配 待分配支部 待定 未定 未分配 未编入支部 未编支部".split())
"""Under 所在党支部: what our own pages and lists call it, and what clerks do."""


_WORDS = {
    "category": {
        "full": "正式党员 正式 中共正式党员 中共党员 正式中共党员 已转正 党员 共产党员 中国共产党员 中国共产党党员 中国共产党正式党员 "
        "中共党员正式 党员正式",
        "probationary": "预备党员 预备 中共预备党员 候补党员 预备期 预备期党员 未转正 中国共产党预备党员 中共党员预备 党员预备",
    },
    "employment": {
        "in_post": "在职 在岗 在职在岗 在职党员 在岗党员 在职职工 在岗职工 在职人员 就业 已就业 在业 上班 工作 在职工作 在编 返聘",
        "veteran_retired": "离休 离休干部 离休党员 离休人员 已离休",
        "retired": "退休 离退休 退休党员 离退休党员 退休人员 离退休人员 退休干部 退休职工 退休工人 退休教师 已退休 内退 退养 退职 病退 提前退休 "
        "退离休 退离休人员 企业退休 机关退休 单位退休 事业退休 事业单位退休 军队退休 军队离退休 退休返聘 企业退休人员 机关退休人员",
        "laid_off": "下岗 失业 下岗失业 待业 无业 下岗职工 失业人员 下岗党员 失业党员 下岗失业党员 下岗失业人员 待岗 未就业 买断 买断工龄 无工作 待就业 求职中",
        "student": "学生 在校学生 大学生 在读 学生党员 在校生 在校大学生 研究生 在读学生",
        "other": "其他 其它 自由职业 自由职业者 个体 个体户 个体工商户 个体经营 灵活就业 自谋职业 自主择业 农民 务农 务工 打工 现役军人 军人 "
        "家庭妇女 家庭主妇 家务 其他党员",
    },
    "floating": {
        "in": "流入 流入党员 流动党员流入 外来流动党员 外来 流进 流入型 是流入 外地流入",
        "out": "流出 流出党员 流动党员流出 外出流动党员 外出 流出型 是流出 外出党员 外出务工 外流",
        "no": "否 无 × 不流动 非流动党员 非流动 不是 未流动 没有 固定 常住 0 0.否 不属于",
    },
    "admission_type": {
        "developed": "发展入党 发展 新发展 正常发展 发展党员 新发展入党 本支部发展 组织发展 一般发展",
        "rejoined": "重新入党",
        "posthumous": "追认 追认入党 追认党员",
        "other": "其他 其它 火线入党 恢复党籍",
    },
}
WORDS = {
    field: {word: value for value, words in values.items() for word in words.split()}
    for field, values in _WORDS.items()
}
"""Field → everyday word → value. The values are those of the register's own enumerations."""

_SAYS_YES = {
    "is_migrant_worker": ("农民工",),
    "lost": ("失联", "联系不上", "无法联系", "失去联系"),
    "new_economy": ("两新", "非公", "社会组织", "民营企业", "私营企业", "新经济组织"),
}
"""Words that answer a yes-or-no question by themselves, after ``_SAYS_NO`` the other way round."""
_SAYS_NO = ("未", "非农", "非两新", "非失", "没", "不")

TABLES = {"sex": SEX, "ethnicity": ETHNICITY, "education": EDUCATION, "degree": DEGREE}
"""Fields with codes of national standards."""


_OLD_SCHOOLS = {
    ("education", word): code
    for code, names in {
        "11": "博士生",
        "14": "硕士生",
        "21": "大本 大学毕业 本科生",
        "31": "大专生 专科生 高专",
        "28": "大普",
        "41": "职业中专 职专",
        "44": "职中",
        "47": "技工",
        "61": "高级中学",
        "81": "高小 高小毕业 完小",
        "83": "初小",
        "90": "文盲 半文盲 扫盲 不识字 私塾 小学以下 文盲或半文盲 文盲半文盲 无文化 没读过书 未上学",
    }.items()
    for word in names.split()
} | {("ethnicity", "蒙"): "02"}
"""Words of older members and of hurried clerks that the standard's own table does not have."""


def meant(field: str, text: str) -> str | None:
    """The value a word has in a field, also behind a code (`223_正式党员`) or before brackets; None if unknown."""
    words = WORDS[field]
    for form in forms(text):
        if form in words:
            return words[form]
    return None


def coded(field: str, text: str) -> str | None:
    """The code of the national standard a word or code means; None if unknown."""
    table = TABLES[field]
    whole = plain(text)
    for form in (whole, _BRACKETED.sub("", whole), whole.partition("/")[0]):
        code = table.find(form) or table.find(_QUALIFIED.sub("", form)) or _OLD_SCHOOLS.get((field, form))
        if code:
            return code
    return None


def flow(text: str) -> str | None:
    """Which way somebody moved, from a text that says it among other words: `跨省流出`, `流出至广东`."""
    whole = plain(text)
    ways = [way for word, way in (("流入", "in"), ("流出", "out")) if word in whole]
    return ways[0] if len(ways) == 1 and not any(no in whole for no in ("未", "非", "不", "无")) else None


def answer(field: str, text: str) -> bool | None:
    """What a text answers to the question of a field, also by the word itself: `农民工`, `未失联`."""
    whole = plain(text)
    said = yes_or_no(whole)
    if said is None and any(word in whole for word in _SAYS_YES[field]):
        return not whole.startswith(_SAYS_NO)
    return False if said is None and field == "lost" and whole == "正常" else said


def without_count(text: str) -> str:
    """`第一支部（3人）` → `第一支部`: clerks count their people in the cell that names the branch."""
    return _COUNTED.sub("", text) if text.endswith((")", "）")) else text
