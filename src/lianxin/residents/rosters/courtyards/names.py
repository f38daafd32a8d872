"""Names of courtyards, buildings and stairways as rosters write them: completed, split, compared."""

import re
import unicodedata

from lianxin.kernel.text import tidy_text
from lianxin.residents.naming import sort_key

_NUMBER = re.compile(r"\d{1,4}(?:\.0)?|[一二三四五六七八九十]{1,3}", re.ASCII)
_BUILDING_AND_STAIRWAY = re.compile(r"(?P<building>.*?(?:幢|栋|座|号楼))[\s\-—、]*(?P<stairway>\S*单元)")
_WORDS_OF_LEVEL = {1: re.compile(r"(?:号楼|幢|栋|座|#|号)$"), 2: re.compile(r"(?:单元|门栋|门|梯|#)$")}
_COMPLETED = {1: "幢", 2: "单元"}
LONGEST = 60


def completed(text: str, level: int) -> str:
    """A name as it is registered: ``1`` becomes ``1幢`` below a courtyard and ``1单元`` below a building."""
    name = tidy_text(text).lstrip("'‘’`").replace(" ", "")
    if level in _COMPLETED and _NUMBER.fullmatch(unicodedata.normalize("NFKC", name)):
        return unicodedata.normalize("NFKC", name).removesuffix(".0") + _COMPLETED[level]
    return name[:LONGEST]


def split_building(text: str) -> tuple[str, str]:
    """``3幢2单元`` in one cell → ``3幢``, ``2单元``; "" when there is no stairway in it."""
    found = _BUILDING_AND_STAIRWAY.fullmatch(text)
    return (found["building"], found["stairway"]) if found else (text, "")


def key_of(name: str, level: int) -> str:
    """What names of one level are compared by: ``三号院`` is ``3号院``, ``1栋`` is ``1幢`` is ``1号楼``."""
    text = unicodedata.normalize("NFKC", name).replace(" ", "")
    if level in _WORDS_OF_LEVEL:
        bare = _WORDS_OF_LEVEL[level].sub("", text)
        text = f"{bare}{_COMPLETED[level]}" if bare else text
    return sort_key(text)
