"""One cell's content."""

from datetime import date

from lianxin.kernel.inline_strings import inline_string
from lianxin.reports.sheets.writing.orders import MONTH, TEXT, Given
from lianxin.reports.sheets.writing.styles import Styles

_EPOCH = date(1899, 12, 30).toordinal()
_FIRST_RELIABLE_DAY = date(1900, 3, 1)
"""Spreadsheet programs believe in a 29 February 1900; earlier days are written as text."""


class CellWriter:
    """Writes cells of one sheet; ``prefix`` is that of the sheet's own names (`x:` or nothing)."""

    def __init__(self, styles: Styles, prefix: str) -> None:
        self._styles = styles
        self._prefix = prefix
        self._known: dict[tuple[str, str], tuple[str, int]] = {}

    def inside(self, value: Given, style: str, how: str) -> tuple[str, str, str]:
        """The style to wear, the type's attribute, and what stands between the cell's tags."""
        style, parts = self._wearing(style, how)
        if isinstance(value, tuple):
            number = _serial(value, parts)
            if number:
                return style, "", f"<{self._prefix}v>{number}</{self._prefix}v>"
            value = _as_words(value[:2] if how == MONTH else value, how)
        if isinstance(value, int) and how != TEXT:
            return style, "", f"<{self._prefix}v>{value}</{self._prefix}v>"
        text = str(value)
        return (style, ' t="inlineStr"', inline_string(text, self._prefix)) if text else (style, "", "")

    def _wearing(self, style: str, how: str) -> tuple[str, int]:
        key = (style, how)
        if key not in self._known:
            worn = self._styles.as_text(style) if how == TEXT else style
            self._known[key] = worn, self._styles.parts_of_date(worn)
        return self._known[key]


def _serial(value: tuple[int, ...], shown: int) -> int:
    """The day's number where the cell's format shows no more of a date than is known; 0: it must be words."""
    if not shown or len(value) < shown:
        return 0
    day = date(*(*value, 1, 1)[:3])
    return day.toordinal() - _EPOCH if day >= _FIRST_RELIABLE_DAY else 0


def _as_words(value: tuple[int, ...], how: str) -> str:
    """`1957-07-01`; under 出生年月 `1957.07`, as such sheets have it; `1957`."""
    if len(value) == 3:
        return f"{value[0]:04d}-{value[1]:02d}-{value[2]:02d}"
    if len(value) == 2:
        return f"{value[0]:04d}{'.' if how == MONTH else '-'}{value[1]:02d}"
    return f"{value[0]:04d}"
