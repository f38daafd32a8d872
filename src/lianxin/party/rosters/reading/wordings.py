"""What a heading's words mean: what people add to a word is taken off, other ways of saying it are brought to one."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from lianxin.kernel.text import tidy_text
from lianxin.party.rosters.reading.synonyms import NOT_OF_THE_MEMBER, SYNONYMS, WEAK

_BRACKETED = re.compile(r"[(\[【〔〈《{][^)\]】〕〉》}]*[)\]】〕〉》}]?")
_FORMAT = re.compile(
    r"(?:格式|示例|例如|例[:]|如[:]|样式|注[:]|说明[:]|请[按填写用输选参与]|必?须[与填按]|需填|[yY]{2,4}[-./年]?[mM]{2}).*$"
)
_NUMBERED = re.compile(r"^[0-9]{1,2}[.、)]\s*|^[一二三四五六七八九十]{1,3}、")
_NOISE = re.compile(r"[\s:;,.。、，；：·*※#＊★☆●▲△□_\-—~/\\|'\"“”‘’<>?!！？＿∗⁎]+")
_REQUIRED = re.compile(r"(?:必填项?|选填项?|必录|下拉选择|下拉|文本格式|文本型|文本)$|^(?:必填|选填)")
_TIME_FIRST = re.compile("^(时间|日期|年月)(.+)$")

_ASKED_WHEN = re.compile(r"^(?:何年何月何日|何年何月|何年月|何年|何时|何日|什么时候)(.+)$")
_TIME = re.compile(r"(?:起始|具体)?(?:日期|年月日|年月|年份|时间)$")
_JOINED = re.compile("(?:加入|参加)(?:中国共产党|中共党组织|中共|共产党|党组织|组织|党)")
_BECAME = re.compile(
    r"^(?:党组织|支部大会)?(?:通过)?(?:接收|吸收|发展|列|确定|批准|成|转)?为?(?:中共)?(预备|正式)党员时间$"
)
_WHOM = re.compile(
    r"^(?:本人|个人|(?:正式|预备|流动|离退休|退休|在职|在册)?党员|员工|职工|居民|学生|同志|真实|中文|有效|常用|现在|目前|当前|现)"
)
_WHETHER = re.compile(r"^(是否)(?:为|是|系|属于|属)?(.+?)(?:党员)?$")
_PLACE = re.compile("详细|具体|实际|经常|长期")
_ENDING = re.compile(r"(?:名称|全称)$")
_LATIN = re.compile("[a-z0-9]+位?")
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


def meaning(heading: str, synonyms: Mapping[str, str | None]) -> Meaning:
    """What a heading means; ``synonyms`` are the community's own words, in `bare` form, and go first."""
    plain, whole = bare(heading), _with_brackets(heading)
    forms = (plain, whole, _TIME_FIRST.sub(r"\2\1", whole))
    for form in forms:
        if form in synonyms:
            own = synonyms[form]
            return Meaning((own,)) if own else UNKNOWN
    return _known(forms) or _alike(heading)


def fields_meant(heading: str, synonyms: Mapping[str, str | None]) -> tuple[str, ...]:
    """The fields a heading may mean; nothing if it is not known."""
    return meaning(heading, synonyms).fields


def _known(forms: Iterable[str]) -> Meaning | None:
    """By the table of words; what stands in brackets is listened to where the word before them is a vague one."""
    vague: Meaning | None = None
    for form in forms:
        if form in SYNONYMS:
            return Meaning((SYNONYMS[form],))
        if form in WEAK and vague is None:
            vague = Meaning(WEAK[form], weak=True)
    return vague


@lru_cache(maxsize=4096)
def _alike(heading: str) -> Meaning:
    """By another way of saying a word of the table, or by the parts of `手机号码/联系电话` when they agree."""
    plain = bare(heading)
    if any(word in plain for word in NOT_OF_THE_MEMBER):
        return UNKNOWN
    found = _kindred().get(_brought_to_one(plain))
    if found:
        return Meaning(found, weak=True)
    parts = [part for part in _PARTS.split(_BRACKETED.sub("", heading)) if bare(part)]
    if len(parts) < 2:
        return UNKNOWN
    said = [_known((bare(part),)) or Meaning(_kindred().get(_brought_to_one(bare(part)), ())) for part in parts]
    fields = [each.fields for each in said if each.fields]
    agreed = [name for name in (fields[0] if fields else ()) if all(name in each for each in fields)]
    return Meaning(tuple(agreed), weak=True) if agreed else UNKNOWN


def _brought_to_one(word: str) -> str:
    """One form for the many ways of saying the same: `何时加入中国共产党` and `党员入党日期` → `入党时间`."""
    text = word.lower().replace("的", "")
    han = _LATIN.sub("", text)
    text = han if len(han) > 1 else text
    text = _ASKED_WHEN.sub(r"\1时间", text)
    text = _JOINED.sub("入党", text)
    text = _TIME.sub("时间", text)
    text = _BECAME.sub(lambda found: "入党时间" if found[1] == "预备" else "转正时间", text)
    text = _PLACE.sub("", _WHETHER.sub(r"\1\2", text))
    while (less := _WHOM.sub("", text)) and less != text:
        text = less
    return _ENDING.sub("", text) or text


@cache
def _kindred() -> dict[str, tuple[str, ...]]:
    """The table of words by that form; a form that words of different fields share is nobody's."""
    found: dict[str, set[tuple[str, ...]]] = {}
    plain = {word: (name,) for word, name in SYNONYMS.items()}
    for word, fields in (plain | WEAK).items():
        found.setdefault(_brought_to_one(word), set()).add(fields)
    kindred = {form: next(iter(fields)) for form, fields in found.items() if len(fields) == 1}
    return kindred | {form: plain[form] for form in found.keys() & plain.keys()}
