"""Dates as rosters write them: text, numbers, date cells."""

import datetime as dt
import re
from collections.abc import Iterable

from lianxin.kernel import clock
from lianxin.kernel.partial_dates import PartialDate, Precision, days_in_month
from lianxin.kernel.text import tidy_text, to_half_width
from lianxin.party.rosters.reading.remarks import Refusal, Warn
from lianxin.tables.found import BLANK, Found
from lianxin.tables.workbook import Cell, shown

_EARLIEST, _LATEST = 1880, 2100
_EPOCH = dt.date(1899, 12, 30)
_LEAP_YEAR = 2000
_SERIALS = range(7_000, 74_000)
"""Days of a spreadsheet from 1919 to 2102: five digits, so never a year."""

_BRACKETED = re.compile(r"[(\[【〔][^)\]】〕]*[)\]】〕]?")
_TIME_OF_DAY = re.compile(r"[ T]\d{1,2}:\d{1,2}(?::\d{1,2}(?:\.\d+)?)?Z?$", re.ASCII)
_PLAIN = re.compile(r"(\d{4})[-./年](\d{1,2})(?:月|[-./月](\d{1,2})日?)?", re.ASCII)
"""What nearly all look like; the rest is tried after it."""
_SEPARATED = re.compile(
    r"(\d{4}|\d{2})(?:年|[-./\\,、，。·~_ ]+)(\d{1,2})(?:(?:月|[-./\\,、，。·~_ ]+)(?:(\d{1,2})[日号]?)?)?[.。]?",
    re.ASCII,
)
_YEAR_ONLY = re.compile(r"(\d{4})年?", re.ASCII)
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
_DIGITS = re.compile(r"\d{4,8}(?:\.0+)?", re.ASCII)
_ONE_AFTER_POINT = re.compile(r"\d{4}\.1", re.ASCII)
_TEN_AFTER_POINT = re.compile(r"\d{4}\.10", re.ASCII)
_DASHES = re.compile("[\u2010-\u2015\u2212]")
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE = re.compile(
    r"([〇○零一二三四五六七八九]{4})年(?:([一二三四五六七八九十元正]{1,2})月(?:([一二三四五六七八九十廿卅]{1,3})[日号]?)?)?"
)
_CHINESE_MONTH = re.compile(r"(?<=\d年)([一二三四五六七八九十元正]{1,2})月")
_NO_YEAR = re.compile(r"(\d{1,2})月(\d{1,2})[日号]?", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{4})", re.ASCII)
_LOOSE = re.compile(r"\s*([年月日号])\s*")
_AROUND = re.compile(r"^(?:约|大约|大概)|(?:左右|前后|出生|生|入党|转正|起|以前|前|份|(?:星期|周)[一二三四五六日天])$")

_IMPOSSIBLE = "日历上没有“{raw}”这一天，请对照档案改正。"
_UNREADABLE = "“{raw}”读不出是哪一天，这一格先空着；请写成 1957-07-01、1957.7 或 1957。"
_OCTOBER = "“{raw}”可能是 1 月，也可能是 10 月（数字格里 .10 会变成 .1），先按{kept}，请核对。"
_GUESSED = "“{raw}”按 {kept} 读，请核对。"


class DateReader:
    """Reads the cells of one column of dates; what one cell means may depend on how the others are written."""

    def __init__(self, cells: Iterable[Cell], *, by_month: bool = False, textual: bool = False) -> None:
        """Look over the column.

        `by_month`: the heading asks for year and month only. `textual`: the file holds no numbers (.csv), so that
        a text `1957.1` may have been a number once.
        """
        self._by_month = by_month
        self._october = _writes_two_digits(cells)
        self._textual = textual and not any(
            isinstance(cell, str) and _TEN_AFTER_POINT.fullmatch(cell) for cell in cells
        )

    def read(self, cell: Cell) -> Found:
        """One cell."""
        match cell:
            case PartialDate():
                return Found(cell)
            case dt.date():
                month = self._by_month and cell.day == 1
                return _checked(PartialDate(cell, Precision.MONTH if month else Precision.DAY), cell)
            case int():
                return _from_digits(str(cell), cell, is_number=True)
            case float():
                return self._from_number(cell)
            case str():
                return self._from_text(cell)
            case _:
                return BLANK

    def _from_number(self, number: float) -> Found:
        text = f"{number:.4f}".rstrip("0")
        year, _, rest = text.partition(".")
        if not rest or number >= _SERIALS.start:
            return _from_digits(year, number, is_number=True)
        if len(rest) == 4:
            return _dated(int(year), int(rest[:2]), int(rest[2:]), number)
        if rest == "1" and len(year) == 4:
            return self._january_or_october(int(year), number)
        return _dated(int(year), int(rest), None, number) if len(year) == 4 else _unreadable(number)

    def _january_or_october(self, year: int, raw: Cell) -> Found:
        if not _EARLIEST <= year <= _LATEST:
            return _impossible(raw)
        january, october = (PartialDate(dt.date(year, month, 1), Precision.MONTH) for month in (1, 10))
        kept, other = (october, january) if self._october else (january, october)
        reason = _OCTOBER.format(raw=shown(raw), kept=kept.chinese())
        return Found(kept, Warn.DATE_AMBIGUOUS, reason, other)

    def _from_text(self, raw: str) -> Found:
        if (found := _PLAIN.fullmatch(raw)) and not self._textual:
            year, month, day = found.groups()
            return _dated(int(year), int(month), int(day) if day else None, raw)
        text = _DASHES.sub("-", to_half_width(tidy_text(raw))).lstrip("'‘’`").strip()
        if self._textual and _ONE_AFTER_POINT.fullmatch(text):
            return self._january_or_october(int(text[:4]), raw)
        if _DIGITS.fullmatch(text):
            return _from_digits(text.partition(".")[0], raw, is_number=False)
        text = _CHINESE_MONTH.sub(lambda found: f"{_chinese(found[1])}月", _LOOSE.sub(r"\1", text))
        text = _AROUND.sub("", _BRACKETED.sub("", _TIME_OF_DAY.sub("", text))).strip()
        return _from_words(text, raw)


def _from_words(text: str, raw: str) -> Found:
    if found := _SEPARATED.fullmatch(text):
        year, month, day = found.groups()
        read = _dated if len(year) == 4 else _short_year
        return read(int(year), int(month), int(day) if day else None, raw)
    if found := _YEAR_ONLY.fullmatch(text):
        return _dated(int(found[1]), None, None, raw)
    if found := _MONTH_FIRST.fullmatch(text):
        return _guessed(_dated(int(found[3]), int(found[1]), int(found[2]), raw), raw)
    if found := _CHINESE.fullmatch(text):
        year, month, day = found.groups()
        return _dated(int(year.translate(_CHINESE_DIGITS)), _chinese(month), _chinese(day), raw)
    return _from_digits(text, raw, is_number=False) if _DIGITS.fullmatch(text) else _from_fragment(text, raw)


def _from_fragment(text: str, raw: str) -> Found:
    """`7/1957`; and a day without its year, which is no date, but an impossible one if no year has that day."""
    if found := _YEAR_LAST.fullmatch(text):
        return _dated(int(found[2]), int(found[1]), None, raw)
    if found := _NO_YEAR.fullmatch(text):
        month, day = int(found[1]), int(found[2])
        return _impossible(raw) if _never(month, day) else _unreadable(raw)
    return _unreadable(raw)


def _never(month: int, day: int) -> bool:
    return not (1 <= month <= 12 and 1 <= day <= days_in_month(_LEAP_YEAR, month))


def _from_digits(digits: str, raw: Cell, *, is_number: bool) -> Found:
    """`19570701`, `195707`, `1957`, and the number of a day in a spreadsheet, `21002`."""
    match len(digits):
        case 8:
            return _dated(int(digits[:4]), int(digits[4:6]), int(digits[6:]), raw)
        case 6 if _EARLIEST <= int(digits[:4]) <= _LATEST:
            return _dated(int(digits[:4]), int(digits[4:]), None, raw)
        case 6:
            return _short_year(int(digits[:2]), int(digits[2:4]), int(digits[4:]), raw)
        case 5 if int(digits) in _SERIALS:
            day = Found(PartialDate(_EPOCH + dt.timedelta(days=int(digits))))
            return day if is_number else _guessed(day, raw)
        case 4:
            return _dated(int(digits), None, None, raw)
        case _:
            return _unreadable(raw)


def _dated(year: int, month: int | None, day: int | None, raw: Cell) -> Found:
    if not _EARLIEST <= year <= _LATEST or (month is not None and not 1 <= month <= 12):
        return _impossible(raw)
    if month is None:
        return _checked(PartialDate(dt.date(year, 1, 1), Precision.YEAR), raw)
    if day is None:
        return _checked(PartialDate(dt.date(year, month, 1), Precision.MONTH), raw)
    if not 1 <= day <= days_in_month(year, month):
        return _impossible(raw)
    return _checked(PartialDate(dt.date(year, month, day)), raw)


def _checked(value: PartialDate, raw: Cell) -> Found:
    return Found(value) if _EARLIEST <= value.on.year <= _LATEST else _impossible(raw)


def _short_year(year: int, month: int, day: int | None, raw: Cell) -> Found:
    century = 2000 if year <= clock.today().year % 100 else 1900
    found = _dated(century + year, month, day, raw)
    return _guessed(found, raw) if found.value else _unreadable(raw)


def _guessed(found: Found, raw: Cell) -> Found:
    if not isinstance(found.value, PartialDate):
        return found
    return Found(found.value, Warn.DATE_AMBIGUOUS, _GUESSED.format(raw=shown(raw), kept=found.value.chinese()))


def _impossible(raw: Cell) -> Found:
    return Found(None, Refusal.DATE_IMPOSSIBLE, _IMPOSSIBLE.format(raw=shown(raw)))


def _unreadable(raw: Cell) -> Found:
    return Found(None, Warn.DATE_UNREADABLE, _UNREADABLE.format(raw=shown(raw)))


def _chinese(text: str | None) -> int | None:
    """`七` → 7, `十二` → 12, `二十一` → 21, `廿一` → 21, `三十` → 30, `元` and `正` → 1."""
    if text is None:
        return None
    text = text.replace("廿", "二十").replace("卅", "三十").replace("元", "一").replace("正", "一")
    tens, ten, ones = text.partition("十")
    if not ten:
        return int(tens.translate(_CHINESE_DIGITS))
    return int(tens.translate(_CHINESE_DIGITS) or 1) * 10 + int(ones.translate(_CHINESE_DIGITS) or 0)


def _writes_two_digits(cells: Iterable[Cell]) -> bool:
    """Whether the numbers of a column write January as .01, so that .1 must be October."""
    after = {f"{cell:.4f}".rstrip("0").partition(".")[2] for cell in cells if isinstance(cell, float)}
    return any(len(rest) == 2 and rest[0] == "0" for rest in after) and not after & set("23456789")
