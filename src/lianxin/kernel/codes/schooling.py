"""Education and degree: GB/T 4658-2006 (two-digit codes) and GB/T 6864 (first digit)."""

from lianxin.kernel.codes.table import CodeTable

_OUTCOMES = ("毕业", "结业", "肄业")
_COURSES = (
    ("11", "博士研究生"),
    ("14", "硕士研究生"),
    ("17", "研究生班"),
    ("21", "大学本科"),
    ("31", "大学专科"),
    ("41", "中等专科"),
    ("44", "职业高中"),
    ("47", "技工学校"),
    ("61", "普通高中"),
)
_OTHERS = {
    "10": "研究生教育",
    "20": "大学本科教育",
    "28": "大学普通班毕业",
    "30": "专科教育",
    "40": "中等职业教育",
    "60": "普通高级中学教育",
    "70": "初级中学教育",
    "71": "初中毕业",
    "73": "初中肄业",
    "80": "小学教育",
    "81": "小学毕业",
    "83": "小学肄业",
    "90": "其他",
}
_LABELS = _OTHERS | {
    str(int(first) + step): course + outcome for first, course in _COURSES for step, outcome in enumerate(_OUTCOMES)
}

_EVERYDAY = {
    "11": ("博士", "博士研究生"),
    "14": ("硕士", "硕士研究生"),
    "17": ("研究生班",),
    "21": ("本科", "大学", "大学本科", "全日制本科"),
    "31": ("大专", "专科", "大学专科", "高职", "高职高专"),
    "41": ("中专", "中等专科", "中等专业学校", "中师"),
    "44": ("职高", "职业高中"),
    "47": ("中技", "技校", "技工学校"),
    "61": ("高中", "普通高中"),
}
_EVERYDAY_SCHOOL = {"71": ("初中", "初级中学"), "81": ("小学",)}


def _everyday_words() -> dict[str, str]:
    """Word to code: a bare word means completed; with 毕业, 结业 or 肄业 behind it, that outcome."""
    words = {"研究生": "10", "研究生毕业": "10", "大学普通班": "28", "其它": "90"}
    for first, names in _EVERYDAY.items():
        for name in names:
            words[name] = first
            words |= {name + outcome: str(int(first) + step) for step, outcome in enumerate(_OUTCOMES)}
    for first, names in _EVERYDAY_SCHOOL.items():
        for name in names:
            words |= {name: first, name + "毕业": first, name + "肄业": str(int(first) + 2)}
    return words


EDUCATION = CodeTable("GB/T 4658-2006 学历代码", dict(sorted(_LABELS.items())), _everyday_words())
"""Codes of the standard; that a bare 大专 means 大学专科毕业 (31), and so on, is our reading of everyday words.

研究生 alone says no more than the group 10. What names no single schooling (初中及以下, 在职研究生, 党校) is unknown.
"""

EDUCATION_BANDS = ("研究生", "大学本科", "大学专科", "中专、中技", "高中", "初中及以下")
"""The bands of the Party statistics, highest first."""

_BAND_OF_FIRST_DIGIT = dict(zip("1234678", (*EDUCATION_BANDS, EDUCATION_BANDS[-1]), strict=True)) | {
    "9": EDUCATION_BANDS[-1]
}


def education_band(code: str) -> str | None:
    """The band of an education code (大专及以上 is the first three); None for a code that is none."""
    return _BAND_OF_FIRST_DIGIT[code[0]] if code in EDUCATION else None


_FIELDS = (
    "哲学",
    "经济学",
    "法学",
    "教育学",
    "文学",
    "历史学",
    "理学",
    "工学",
    "农学",
    "医学",
    "军事学",
    "管理学",
    "艺术学",
)

DEGREE = CodeTable(
    "GB/T 6864-2003 中华人民共和国学位代码",
    {"1": "名誉博士", "2": "博士", "3": "硕士", "4": "学士"},
    {field + level: code for field in _FIELDS for code, level in (("2", "博士"), ("3", "硕士"), ("4", "学士"))}
    | {level + "学位": code for code, level in (("2", "博士"), ("3", "硕士"), ("4", "学士"))},
)
"""The level only, with the disciplines' full names (工学学士) read as their level."""
