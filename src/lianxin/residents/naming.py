"""The natural order of houses: 3号院 before 12号院, 一单元 before 二单元, names by pinyin."""

import re
import unicodedata

from lianxin.kernel.names import name_key
from lianxin.kernel.text import HAN

_NUMERALS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_COUNTED = re.compile(
    r"(?<![千万])([零〇一二两三四五六七八九]?十[一二三四五六七八九]?|[零〇一二两三四五六七八九]+)(?=号|幢|栋|单元|院|座|门|区|期|组|楼)"
)
_PARTS = re.compile(rf"(\d+)|([{HAN}]+)|([a-z]+)")
WIDTH = 6
LONGEST = 120


def sort_key(name: str) -> str:
    """The key a list of places is ordered by: numbers padded, characters by pinyin, at most 120 characters."""
    text = unicodedata.normalize("NFKC", name).lower()
    text = _COUNTED.sub(lambda found: str(_number(found.group())), text)
    parts = []
    for number, han, latin in _PARTS.findall(text):
        parts.append(number.zfill(WIDTH) if number else name_key(han) if han else latin)
    return " ".join(parts)[:LONGEST]


def _number(numeral: str) -> int:
    if "十" not in numeral:
        return int("".join(str(_NUMERALS[character]) for character in numeral))
    tens, ones = numeral.split("十")
    return (_NUMERALS[tens] if tens else 1) * 10 + (_NUMERALS[ones] if ones else 0)
