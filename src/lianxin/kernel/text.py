"""Tidying of typed, pasted and imported text."""

import re
import unicodedata

HAN = "\u3005\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese characters, for use inside the brackets of a regular expression: 々 and 〇 too, and all extensions."""

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

# Control, zero-width and direction marks, lone surrogates and non-characters: none can be seen, some stop a
# database (NUL, surrogates) and some turn a line round on the screen. Line breaks and tabs are blanks.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\uffff\U000e0000-\U000e007f]"
)
_BLANKS = re.compile(r"\s+")
_BLANKS_IN_LINE = re.compile(r"[^\S\n]+")
_LINE_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_MANY_EMPTY_LINES = re.compile(r"\n{3,}")


def to_half_width(text: str) -> str:
    """Full-width letters, digits, signs and the full-width blank as their half-width twins; all else unchanged.

    Chinese commas and brackets are full-width signs too: use it on numbers, dates and codes, not on sentences.
    """
    return text if text.isascii() else text.translate(_FULL_WIDTH)


def tidy_text(text: str) -> str:
    """One line: invisible characters removed, blanks and line breaks collapsed to one blank, no blank at the ends.

    Composed to Unicode NFC; width and punctuation stay as written.
    """
    return _BLANKS.sub(" ", _visible(text)).strip()


def tidy_lines(text: str) -> str:
    """Several lines: as `tidy_text` within each line; line breaks kept, at most one empty line together."""
    lines = _LINE_BREAKS.sub("\n", _visible(text)).split("\n")
    tidied = "\n".join(_BLANKS_IN_LINE.sub(" ", line).strip() for line in lines)
    return _MANY_EMPTY_LINES.sub("\n\n", tidied).strip()


def _visible(text: str) -> str:
    if text.isascii() and text.isprintable():
        return text
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


def in_chinese(number: int) -> str:
    """A number from 1 to 99 as a Chinese reads it in a title (第十二届); others in figures."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    digits = "零一二三四五六七八九"
    head = "" if not tens else "十" if tens == 1 else f"{digits[tens]}十"
    return head + (digits[ones] if ones else "")
