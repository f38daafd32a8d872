"""From a cell to a typed value, for the columns that courtyards and units have in common."""

import re
from collections.abc import Callable, Mapping

from lianxin.kernel.phones import mask_phone, tidy_phone
from lianxin.kernel.text import tidy_text, to_half_width
from lianxin.residents.rosters.remarks import Warn
from lianxin.tables.columns import Reader
from lianxin.tables.found import BLANK, Found
from lianxin.tables.words import forms
from lianxin.tables.workbook import Cell, shown

_COUNTED = re.compile(r"(?:约|共|计)?(\d{1,7})(?:\.0+)?(?:户|人|名|余)*", re.ASCII)
_PHONE = re.compile(r"1[3-9]\d{9}|(?:0\d{2,3}-)?[2-9]\d{6,7}(?:-\d{1,6})?", re.ASCII)
_SEVERAL = re.compile(r"[\s,，;；/、|]+(?=\(?\+?\d)")


def text_reader(label: str, longest: int) -> Reader:
    """Reads a text of at most so many characters; what is longer is cut, with a warning."""

    def read(cell: Cell) -> Found:
        text = tidy_text(shown(cell)).lstrip("'‘’`")
        if not text:
            return BLANK
        if len(text) > longest:
            return Found(text[:longest], Warn.TEXT_TOO_LONG, f"{label}超过 {longest} 个字，多出的没有读。")
        return Found(text)

    return read


def count_reader(label: str, most: int) -> Reader:
    """Reads a whole number: ``36``, ``36户``, ``约36人``."""

    def read(cell: Cell) -> Found:
        found = _COUNTED.fullmatch(to_half_width(shown(cell)).replace(" ", ""))
        if found is None:
            return Found(None, Warn.NUMBER_UNREADABLE, f"{label}应是整数，这一格先空着。")
        number = int(found[1])
        if number > most:
            return Found(None, Warn.NUMBER_UNREADABLE, f"{label}超过 {most}，请核对，这一格先空着。")
        return Found(number)

    return read


def word_reader(label: str, words: Mapping[str, str], answer: Callable[[Cell], str | None] | None = None) -> Reader:
    """Reads one of a few words; ``answer`` is asked about what the table does not have."""

    def read(cell: Cell) -> Found:
        for form in forms(shown(cell)):
            if form in words:
                return Found(words[form])
        value = answer(cell) if answer else None
        if value is not None:
            return Found(value)
        reason = f"“{shown(cell)[:30]}”不在{label}的常用写法里，这一格先空着。"
        return Found(None, Warn.CODE_UNKNOWN, reason)

    return read


def read_phone(cell: Cell) -> Found:
    """Reads a telephone, the first one of several."""
    whole = tidy_phone(shown(cell))
    numbers = [whole, *(tidy_phone(part) for part in _SEVERAL.split(shown(cell)))]
    good = next((number for number in numbers if _PHONE.fullmatch(number)), None)
    if good is None:
        return Found(None, Warn.PHONE_ODD, "不像电话号码（手机 11 位，固定电话带区号），这一格先空着。")
    if good != whole:
        return Found(good, Warn.PHONE_ODD, f"这一格不止一个号码，只登记了 {mask_phone(good)}。")
    return Found(good)
