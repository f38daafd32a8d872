"""Which columns of a line a person the register can fill, and how each is written."""

from collections.abc import Mapping

from lianxin.party.rosters.reading.synonyms import LABELS
from lianxin.tables.vocabulary import SEQUENCE

NOT_FILLED = ""
COMPUTED = {"age": "年龄", "standing": "党龄", "political_birthday": "政治生日（周年）"}
"""What the register works out and an import does not read."""
OWN_WORDS: Mapping[str, str] = {
    **dict.fromkeys("年龄 周岁 实足年龄 年纪 现年龄 现龄 岁数".split(), "age"),
    **dict.fromkeys("党龄 党龄年 党龄年限 入党年限".split(), "standing"),
    **dict.fromkeys("政治生日 政治生日周年".split(), "political_birthday"),
}
"""Headings in ``bare`` form that mean something here and nothing to an import."""
FILLABLE: Mapping[str, str] = {
    **{name: label for name, label in LABELS.items() if name not in {"note", SEQUENCE}},
    **COMPUTED,
    SEQUENCE: LABELS[SEQUENCE],
}
"""Field → its label; 备注 is the office's own to write, never copied out of the register."""
LEFT_TO_THE_OFFICE = frozenset({"note"})

NUMBERS = frozenset({"id_number", "mobile", "phone"})
"""Shown masked unless there is a reason; always written as text."""
DELICATE = frozenset({"health", "hardship"})
"""Sensitive personal information (个人信息保护法 art. 28) that cannot be masked: left blank unless there is a reason."""
SENSITIVE = NUMBERS | DELICATE
