"""The headings of members' rosters: their words, and what they may be called otherwise."""

import re
from collections.abc import Mapping

from lianxin.party.rosters.reading import synonyms as words
from lianxin.tables import headings, wordings
from lianxin.tables.headings import Column, Heading
from lianxin.tables.vocabulary import Vocabulary
from lianxin.tables.workbook import Sheet

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


def brought_to_one(word: str) -> str:
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


MEMBERS = Vocabulary(
    labels=words.LABELS,
    plain=words.SYNONYMS,
    weak=words.WEAK,
    name="name",
    proofs=frozenset({"id_number", "birth_date", "join_date"}),
    needed="表头这一行要有“姓名”，还要有“身份证号”“出生日期”“入党日期”中的至少一项",
    brought_to_one=brought_to_one,
    others=words.NOT_OF_THE_MEMBER,
    computed=words.COMPUTED,
    never_repeated=frozenset({"name", "id_number", "mobile", "phone"}),
    written_out=frozenset({"mobile", "phone"}),
    section="branch",
)


def find_heading(sheet: Sheet, synonyms: Mapping[str, str | None]) -> Heading | None:
    """The heading of a sheet of members, see ``tables.headings.find_heading``."""
    return headings.find_heading(sheet, MEMBERS, synonyms)


def heading_at(
    sheet: Sheet, row: int | None, chosen: Mapping[int, str | None], synonyms: Mapping[str, str | None]
) -> Heading | None:
    """The heading with a clerk's corrections, see ``tables.headings.heading_at``."""
    return headings.heading_at(sheet, row, chosen, MEMBERS, synonyms)


def assign(texts: Mapping[int, tuple[str, ...]], synonyms: Mapping[str, str | None]) -> list[Column]:
    """The fields of a member that headings mean, see ``tables.headings.assign``."""
    return headings.assign(texts, MEMBERS, synonyms)


def fields_meant(heading: str, synonyms: Mapping[str, str | None]) -> tuple[str, ...]:
    """The fields of a member that a heading may mean; nothing if it is not known."""
    return wordings.fields_meant(heading, MEMBERS, synonyms)
