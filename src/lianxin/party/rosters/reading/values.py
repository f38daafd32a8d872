"""From a cell to a field's typed value, column by column."""

import re
from collections.abc import Sequence

from lianxin.kernel.identity_numbers import IdentityNumber, IdentityNumberError, Problem
from lianxin.kernel.names import tidy_name
from lianxin.kernel.phones import is_mobile, tidy_phone
from lianxin.kernel.text import HAN, tidy_lines, tidy_text, to_half_width
from lianxin.party.rosters.reading import words
from lianxin.party.rosters.reading.dates import DateReader
from lianxin.party.rosters.reading.headings import MEMBERS
from lianxin.party.rosters.reading.remarks import Refusal, Warn
from lianxin.party.rosters.reading.synonyms import LABELS
from lianxin.tables import columns
from lianxin.tables.columns import Reader
from lianxin.tables.found import BLANK, Found, Value
from lianxin.tables.headings import Column
from lianxin.tables.words import plain, without_code, yes_or_no
from lianxin.tables.workbook import Cell, shown

DATES = frozenset({"birth_date", "join_date", "full_date", "application_date", "work_start", "lost_date"})
YES_NO = frozenset({"is_migrant_worker", "lost", "new_economy"})

LENGTHS = {
    "name": 50,
    "branch": 100,
    "group": 100,
    "residence": 120,
    "hukou": 120,
    "native_place": 60,
    "employer": 120,
    "post_in_party": 60,
    "job_post": 60,
    "new_stratum": 40,
    "tech_title": 40,
    "frontline": 40,
    "archive_unit": 80,
    "other_party": 60,
    "skills": 120,
    "hardship": 120,
    "health": 60,
    "note": 200,
}
"""Longest texts, in characters; what is longer is cut and a warning says so."""


_EXACT_DIGITS = 15
_DAMAGED = "身份证号存成了数字，15 位以后的数字已经丢失；请把这一列设为“文本”格式，照证件重新填写。"
_IN_EXPONENT = re.compile(r"\d(?:\.\d+)?E\+?\d{2,3}", re.ASCII | re.IGNORECASE)
_DIGITS = re.compile(r"\d+", re.ASCII)
_MOBILE_SHAPE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_MOBILE_WITHIN = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)", re.ASCII)
_LANDLINE_SHAPE = re.compile(r"(?:0\d{2,3}-)?[2-9]\d{6,7}(?:-\d{1,6})?", re.ASCII)
_LOST_ZERO = re.compile(r"[2-9]\d{8,10}|10[2-9]\d{6,7}", re.ASCII)
"""A landline with its area code in a numeric cell: the 0 before it is gone."""
_SEVERAL = re.compile(r"[\s,，;；/、|]+(?=\(?\+?\d)")
_SOUND_NAME = re.compile(rf"[{HAN}]{{2,6}}")
_ODD_IN_NAME = re.compile(r"[0-9@#$%^*=<>|\\/_~]")
_SEVERAL_PEOPLE = re.compile(rf"[{HAN}]{{2,}}\s*[\n、，,;；]\s*[{HAN}]{{2,}}")
_REMARK_AFTER_NAME = re.compile(rf"(?<=[{HAN}])[(（\[【].*$")
_CLEAN = re.compile("[\u4e00-\u9fff][\u4e00-\u9fff0-9A-Za-z（），。、·-]*")
_APOSTROPHE = re.compile(r"^['‘’`](?=[0-9])")
_BLANK_BETWEEN_HAN = re.compile(rf"(?<=[{HAN}0-9])\s+(?=[{HAN}0-9])")
_NARROW = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
"""Full-width digits and letters; Chinese brackets stay as they are in the name of an organisation."""
_NO_MEANS_NOTHING = frozenset({"hardship", "frontline", "other_party"})
"""Under 是否困难 or 困难情况, 否 says that there is nothing to write down."""
_ORGANISATIONS = frozenset({"branch", "group"})
_SIGNED = re.compile(r"([+-]?\d+)(?:个?月)?", re.ASCII)


def read_column(column: Column, cells: Sequence[Cell], *, textual: bool) -> list[Value | Found | None]:
    """What every cell of a column says, see ``tables.columns``; `textual`: the file holds no numbers (.csv)."""
    reader = _reader(column, cells, textual=textual)
    return columns.read_column(reader, cells, own=column.field in MEMBERS.never_repeated)


def _reader(column: Column, cells: Sequence[Cell], *, textual: bool) -> Reader:
    name = column.field or ""
    if name in DATES:
        return DateReader(cells, by_month=column.by_month, textual=textual).read
    if name in YES_NO:
        return lambda cell: _read_yes_no(name, cell)
    if name in words.TABLES:
        return lambda cell: _read_code(name, cell)
    if name in words.WORDS:
        return lambda cell: _read_word(name, column.heading, cell)
    return _SPECIAL.get(name) or (lambda cell: _read_text(name, cell))


def _read_name(cell: Cell) -> Found:
    text = shown(cell)
    if _SOUND_NAME.fullmatch(text):
        return Found(text)
    name = _REMARK_AFTER_NAME.sub("", tidy_name(text)).lstrip("'‘")
    if not name:
        return BLANK
    if len(name) > LENGTHS["name"]:
        return Found(name[: LENGTHS["name"]], Warn.TEXT_TOO_LONG, f"姓名超过 {LENGTHS['name']} 个字，多出的没有读。")
    if _SEVERAL_PEOPLE.search(text.strip()):
        return Found(name, Warn.NAME_ODD, "这一格里像是不止一个人的姓名，请核对。")
    if _ODD_IN_NAME.search(name):
        return Found(name, Warn.NAME_ODD, "姓名里有数字或符号，请核对。")
    return Found(name)


def _read_id_number(cell: Cell) -> Found:
    match cell:
        case str():
            text = cell
        case int() | float() if abs(cell) < 10**_EXACT_DIGITS:
            text = shown(cell)
        case int() | float():
            return Found(None, Refusal.ID_DAMAGED, _DAMAGED)
        case _:
            return Found(None, Refusal.ID_MALFORMED, "身份证号这一格是日期，请照证件填写。")
    try:
        return Found(IdentityNumber.parse(text).number)
    except IdentityNumberError as error:
        if _IN_EXPONENT.fullmatch(text.strip()):
            return Found(None, Refusal.ID_DAMAGED, _DAMAGED)
        code = Refusal.ID_CHECKSUM if error.problem is Problem.CHECKSUM else Refusal.ID_MALFORMED
        return Found(None, code, str(error))


def _read_phone(name: str, cell: Cell) -> Found:
    text = shown(cell)
    if _MOBILE_SHAPE.fullmatch(text):
        return Found(text, field="mobile" if name == "phone" else None)
    if isinstance(cell, int) and _LOST_ZERO.fullmatch(text):
        text = f"0{text}"
    whole = tidy_phone(text)
    numbers = [whole] if _plausible(whole) else [tidy_phone(part) for part in _SEVERAL.split(text)]
    by_kind = {
        ("mobile" if is_mobile(number) else "phone"): number for number in reversed(numbers) if _plausible(number)
    }
    if by_kind:
        kind = name if name in by_kind else next(iter(by_kind))
        also = next(((other, number) for other, number in by_kind.items() if other != kind), None)
        return Found(by_kind[kind], field=None if kind == name else kind, also=also)
    within = dict.fromkeys(_MOBILE_WITHIN.findall(to_half_width(text)))
    if len(within) == 1:
        return Found(
            next(iter(within)),
            Warn.PHONE_ODD,
            "号码前后还有别的字，只登记了号码，请核对是不是本人的。",
            field="mobile" if name == "phone" else None,
        )
    reason = f"{LABELS[name]}不像电话号码（手机 11 位，固定电话带区号），这一格先空着。"
    return Found(None, Warn.PHONE_ODD, reason)


def _plausible(number: str) -> bool:
    return bool(_MOBILE_SHAPE.fullmatch(number) or _LANDLINE_SHAPE.fullmatch(number))


def _read_mobile(cell: Cell) -> Found:
    return _read_phone("mobile", cell)


def _read_landline(cell: Cell) -> Found:
    return _read_phone("phone", cell)


def _read_months(cell: Cell) -> Found:
    found = _SIGNED.fullmatch(plain(shown(cell)))
    if found and abs(int(found[1])) < 1200:
        return Found(int(found[1]))
    return Found(None, Warn.NUMBER_UNREADABLE, "党龄校正值应是整数（月数，可以带负号），这一格先空着。")


def _read_code(name: str, cell: Cell) -> Found:
    code = words.coded(name, shown(cell))
    if code is None:
        return _unknown(name, cell)
    if name == "sex" and code not in {"1", "2"}:
        return BLANK
    return Found(code)


def _read_word(name: str, heading: str, cell: Cell) -> Found:
    text = shown(cell)
    value = words.meant(name, text) or (words.flow(text) if name == "floating" else None)
    value = value or _answer_to(name, heading, answer=yes_or_no(text))
    return _unknown(name, cell) if value is None else Found(value)


def _answer_to(name: str, heading: str, *, answer: bool | None) -> str | None:
    """What yes or no means below a heading that asks; None where it leaves the fact open (流动: 是)."""
    if answer is None or "是否" not in heading:
        return None
    if name == "employment":
        if "在职" in heading or "在岗" in heading:
            return "in_post" if answer else None
        return "retired" if answer and "退休" in heading else None
    if name == "category" and ("预备" in heading) is not ("正" in heading):
        return "full" if ("正" in heading) is answer else "probationary"
    if name == "floating":
        return words.flow(heading) if answer else "no"
    return None


def _read_yes_no(name: str, cell: Cell) -> Found:
    answer = words.answer(name, shown(cell))
    return _unknown(name, cell) if answer is None else Found(answer)


def _unknown(name: str, cell: Cell) -> Found:
    reason = f"“{shown(cell)[:30]}”不在{LABELS[name]}的常用写法里，这一格先空着。"
    if name == "floating":
        reason = "只写“是”看不出流入还是流出，这一格先空着，请写“流入”或“流出”。"
    return Found(None, Warn.CODE_UNKNOWN, reason)


def _read_text(name: str, cell: Cell) -> Found:
    text = shown(cell)
    if name == "branch":
        text = words.without_count(text)
        if text.strip() in words.NO_BRANCH_YET:
            return BLANK
    if _CLEAN.fullmatch(text) and len(text) <= LENGTHS[name] and name not in _NO_MEANS_NOTHING:
        return Found(text)
    text = tidy_lines(text) if name == "note" else tidy_text(text)
    text = _APOSTROPHE.sub("", text)
    if name in _ORGANISATIONS:
        text = _BLANK_BETWEEN_HAN.sub("", text.translate(_NARROW))
    text = without_code(text)
    if not text or (name in _NO_MEANS_NOTHING and yes_or_no(text) is False):
        return BLANK
    longest = LENGTHS[name]
    if len(text) > longest:
        return Found(text[:longest], Warn.TEXT_TOO_LONG, f"{LABELS[name]}超过 {longest} 个字，多出的没有读。")
    return Found(text)


_SPECIAL: dict[str, Reader] = {
    "name": _read_name,
    "id_number": _read_id_number,
    "mobile": _read_mobile,
    "phone": _read_landline,
    "party_age_adj": _read_months,
}
