"""What a heading's words mean: what people add to a word is taken off, other ways of saying it are brought to one."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from lianxin.kernel.text import tidy_text
from lianxin.tables.vocabulary import Vocabulary

_BRACKETED = re.compile(r"[(\[【〔〈《{][^)\]】〕〉》}]*[)\]】〕〉》}]?")
_FORMAT = re.compile(
    r"(?:格式|示例|例如|例[:]|如[:]|样式|注[:]|说明[:]|请[按填写用输选参与]|必?须[与填按]|需填|[yY]{2,4}[-./年]?[mM]{2}).*$"
)
_NUMBERED = re.compile(r"^[0-9]{1,2}[.、)]\s*|^[一二三四五六七八九十]{1,3}、")
_NOISE = re.compile(r"[\s:;,.。、，；：·*※#＊★☆●▲△□_\-—~/\\|'\"“”‘’<>?!！？＿∗⁎]+")
_REQUIRED = re.compile(r"(?:必填项?|选填项?|必录|下拉选择|下拉|文本格式|文本型|文本)$|^(?:必填|选填)")
_TIME_FIRST = re.compile("^(时间|日期|年月)(.+)$")

_PARTS = re.compile(r"[/\\、,，及或和与]+")


class Meaning(NamedTuple):
    """The fields a heading may mean, the first one first; ``weak``: a plainer heading of the same field goes first."""

    fields: tuple[str, ...] = ()
    weak: bool = False


UNKNOWN = Meaning()


@lru_cache(maxsize=4096)
def bare(heading: str) -> str:
    """A heading without what people add to it: `姓　名*` → `姓名`, `出生年月（yyyy-mm）` → `出生年月`."""
    text = unicodedata.normalize("NFKC", tidy_text(heading))
    text = _FORMAT.sub("", _BRACKETED.sub("", _NUMBERED.sub("", text)))
    return _REQUIRED.sub("", _NOISE.sub("", text))


@lru_cache(maxsize=4096)
def _with_brackets(heading: str) -> str:
    """The same, the words in brackets kept: `时间（入党）` → `时间入党`."""
    text = unicodedata.normalize("NFKC", tidy_text(heading))
    return _NOISE.sub("", re.sub(r"[()\[\]【】〔〕]", "", text))


def meaning(heading: str, words: Vocabulary, synonyms: Mapping[str, str | None]) -> Meaning:
    """What a heading means; ``synonyms`` are the community's own words, in `bare` form, and go first."""
    plain, whole = bare(heading), _with_brackets(heading)
    forms = (plain, whole, _TIME_FIRST.sub(r"\2\1", whole))
    for form in forms:
        if form in synonyms:
            own = synonyms[form]
            return Meaning((own,)) if own else UNKNOWN
    return _known(forms, words) or _alike(heading, words)


def fields_meant(heading: str, words: Vocabulary, synonyms: Mapping[str, str | None]) -> tuple[str, ...]:
    """The fields a heading may mean; nothing if it is not known."""
    return meaning(heading, words, synonyms).fields


def _known(forms: Iterable[str], words: Vocabulary) -> Meaning | None:
    """By the table of words; what stands in brackets is listened to where the word before them is a vague one."""
    vague: Meaning | None = None
    for form in forms:
        if form in words.plain:
            return Meaning((words.plain[form],))
        if form in words.weak and vague is None:
            vague = Meaning(words.weak[form], weak=True)
    return vague


@lru_cache(maxsize=4096)
def _alike(heading: str, words: Vocabulary) -> Meaning:
    """By another way of saying a word of the table, or by the parts of `手机号码/联系电话` when they agree."""
    plain = bare(heading)
    if any(word in plain for word in words.others):
        return UNKNOWN
    found = _kindred(words).get(words.brought_to_one(plain))
    if found:
        return Meaning(found, weak=True)
    parts = [part for part in _PARTS.split(_BRACKETED.sub("", heading)) if bare(part)]
    if len(parts) < 2:
        return UNKNOWN
    said = [
        _known((bare(part),), words) or Meaning(_kindred(words).get(words.brought_to_one(bare(part)), ()))
        for part in parts
    ]
    fields = [each.fields for each in said if each.fields]
    agreed = [name for name in (fields[0] if fields else ()) if all(name in each for each in fields)]
    return Meaning(tuple(agreed), weak=True) if agreed else UNKNOWN


@cache
def _kindred(words: Vocabulary) -> dict[str, tuple[str, ...]]:
    """The table of words by that form; a form that words of different fields share is nobody's."""
    found: dict[str, set[tuple[str, ...]]] = {}
    plain = {word: (name,) for word, name in words.plain.items()}
    for word, fields in (plain | dict(words.weak)).items():
        found.setdefault(words.brought_to_one(word), set()).add(fields)
    kindred = {form: next(iter(fields)) for form, fields in found.items() if len(fields) == 1}
    return kindred | {form: plain[form] for form in found.keys() & plain.keys()}
