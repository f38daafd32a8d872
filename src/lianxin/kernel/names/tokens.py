"""Words by which names and short texts are indexed and found, on SQLite's and PostgreSQL's full-text tables alike.

Ordinary word indexes cannot cut Chinese, so both sides are cut here: what is stored by `search_tokens`, what is typed
by `query_tokens`. A text is found when every token of the query is among its tokens; a search may let the last Latin
token match as a beginning (`zhangs`), since joined pinyin is indexed from every syllable on.
"""

import re
import unicodedata
from collections.abc import Sequence
from itertools import islice, product

from lianxin.kernel.names.pinyin import plain_syllable, readings
from lianxin.kernel.names.readings import COMPOUND_SURNAMES, SURNAMES
from lianxin.kernel.names.tidy import DOT_BETWEEN_HAN, tidy_name
from lianxin.kernel.text import HAN, tidy_text

QUERY_LENGTH = 100
"""Characters of a query that count: nobody types more, and each token costs the database a look-up."""

_RUNS = re.compile(rf"([{HAN}]+)|[^\W_{HAN}]+")
_APOSTROPHE_IN_PINYIN = re.compile("(?<=[a-z])['\u2019](?=[a-z])")
_U_OF_PASSPORTS = re.compile(r"(l|^n)yu")
_LONGEST_WINDOW = 4
_LONGEST_WHOLE = 12
_SPELLINGS = 8


def search_tokens(text: str) -> list[str]:
    """What a text is found by, each token once, the order without meaning.

    Characters, adjacent pairs, syllables, joined pinyin and initials of two to four neighbours (and of the whole
    run), words of letters or digits. A character with several readings counts with each.
    """
    tokens: list[str] = []
    for run in _RUNS.finditer(DOT_BETWEEN_HAN.sub("", tidy_name(text))):
        han = run.group(1)
        if han is None:
            tokens.append(_word(run.group()))
        else:
            tokens += han
            tokens += _pairs(han)
            tokens += _pinyin(han)
    return list(dict.fromkeys(tokens))


def query_tokens(query: str) -> list[str]:
    """What a text must have, all of it, to answer a query: `张三` `zhangsan` `zs` `zhang san` all find 张三.

    Of Chinese words each adjacent pair, of a lone character itself; of Latin ones each word. Empty for a query
    without letters, digits or characters.
    """
    typed = tidy_text(unicodedata.normalize("NFKC", query[:QUERY_LENGTH])).lower().replace("u:", "v")
    typed = _APOSTROPHE_IN_PINYIN.sub("", DOT_BETWEEN_HAN.sub("", typed))
    tokens: dict[str, None] = {}
    for run in _RUNS.finditer(typed):
        han = run.group(1)
        if han is None:
            tokens[_word(run.group())] = None
        else:
            tokens.update(dict.fromkeys(_pairs(han) if len(han) > 1 else han))
    return list(tokens)


def _pairs(run: str) -> list[str]:
    return [run[start : start + 2] for start in range(len(run) - 1)]


def _pinyin(run: str) -> list[str]:
    spelled = _spelled(run)
    count = len(spelled)
    tokens = [reading for character in spelled for reading in character]
    for size in range(2, min(_LONGEST_WINDOW, count) + 1):
        for start in range(count - size + 1):
            tokens += _joined(spelled[start : start + size])
    if _LONGEST_WINDOW < count <= _LONGEST_WHOLE:
        tokens += _joined(spelled)
    return tokens


def _spelled(run: str) -> list[tuple[str, ...]]:
    """The readings of each character that has any, with those of a surname at the beginning first."""
    spelled = [readings(character) for character in run]
    surname = COMPOUND_SURNAMES.get(run[:2]) or SURNAMES.get(run[0], "").split()
    for position, reading in enumerate(surname):
        spelled[position] = tuple(dict.fromkeys((reading, *spelled[position])))
    return [character for character in spelled if character]


def _joined(spelled: Sequence[tuple[str, ...]]) -> list[str]:
    """Syllables run together and their initials, for the most usual combinations of readings."""
    tokens = []
    for syllables in islice(product(*spelled), _SPELLINGS):
        tokens.append("".join(syllables))
        tokens.append("".join([syllable[0] for syllable in syllables]))
    return tokens


def _word(word: str) -> str:
    """A Latin word or number as both sides write it: lower case, no accents, the ü of pinyin as v."""
    return _U_OF_PASSPORTS.sub(r"\1v", plain_syllable(word.lower()))
