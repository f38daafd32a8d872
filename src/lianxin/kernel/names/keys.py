"""Sorting people by the pinyin of their names."""

import re
from functools import lru_cache

from lianxin.kernel.names.pinyin import plain_syllable, usual_reading
from lianxin.kernel.names.readings import COMPOUND_SURNAMES, SURNAMES
from lianxin.kernel.names.tidy import tidy_name
from lianxin.kernel.text import HAN

_COMPOUND = 2
_HAN_OR_WORD = re.compile(rf"[{HAN}]|[^\W_{HAN}]+")


def name_key(name: str) -> str:
    """The key by which lists of people are ordered: `曾小红` gives `zeng xiao hong`.

    Surnames are read as surnames. Latin words stand in lower case; a character without pinyin stands for
    itself. Unequal names may have equal keys: order by the key, then by the row's own key.
    """
    return " ".join(_syllables(tidy_name(name)))


def name_initials(name: str) -> str:
    """First letters in order, for jumping in a list: `曾小红` gives `zxh`."""
    return "".join(syllable[0] for syllable in _syllables(tidy_name(name)))


@lru_cache(maxsize=4096)
def _syllables(name: str) -> tuple[str, ...]:
    head, length = _surname(name)
    rest = [_reading(part) for part in _HAN_OR_WORD.findall(name[length:])]
    return (*head, *rest)


def _surname(name: str) -> tuple[tuple[str, ...], int]:
    compound = COMPOUND_SURNAMES.get(name[:_COMPOUND]) if len(name) > _COMPOUND else None
    if compound is not None:
        return compound, _COMPOUND
    single = SURNAMES.get(name[:1])
    return ((single,), 1) if single is not None else ((), 0)


def _reading(part: str) -> str:
    reading = usual_reading(part) if len(part) == 1 else None
    return reading or plain_syllable(part.lower())
