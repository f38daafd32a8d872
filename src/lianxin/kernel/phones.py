"""Telephone numbers of mainland China: tidied, told apart, masked."""

import re

from lianxin.kernel.text import tidy_text, to_half_width

_MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
_COUNTRY_CODE = re.compile(r"^(?:\+|00)86(?=[01])|^86(?=1[3-9]\d{9}$)", re.ASCII)
_LANDLINE = re.compile(r"(0(?:10|2\d|[3-9]\d{2}))?([2-9]\d{6,7})(?:[-转#](\d{1,6}))?", re.ASCII)
_DASHES = re.compile("[\u2010-\u2015\u2212\uff0d_~]")
_FLOAT_TAIL = re.compile(r"^(\d{7,})\.0+$", re.ASCII)
_LAST_SHOWN = 4


def tidy_phone(text: str) -> str:
    """A number as it is stored: mobile `13800000000`, landline `0871-60000000`, with extension `0871-60000000-801`.

    Blanks, brackets, dashes, full-width digits, +86 and a spreadsheet's `.0` are dealt with. What cannot be
    read as one number comes back tidied but otherwise as typed, so that nothing is lost.
    """
    typed = tidy_text(_DASHES.sub("-", to_half_width(text))).lstrip("'\u2018\u2019`")
    compact = re.sub(r"[\s().]", "", _FLOAT_TAIL.sub(r"\1", typed))
    compact = _COUNTRY_CODE.sub("", compact.replace("+86-", "+86"))
    digits = compact.replace("-", "")
    if _MOBILE.fullmatch(digits):
        return digits
    landline = _as_landline(compact)
    return landline or typed


def is_mobile(text: str) -> bool:
    """Whether the text is one mobile number of mainland China (eleven digits, 13 to 19)."""
    return _MOBILE.fullmatch(tidy_phone(text)) is not None


def mask_phone(text: str) -> str:
    """Mobile `138****5678`, landline `0871-****5678`; anything else shows its length at most, never a digit."""
    number = text if text.isascii() and _MOBILE.fullmatch(text) else tidy_phone(text)  # stored numbers are tidy
    if _MOBILE.fullmatch(number):
        return f"{number[:3]}****{number[-_LAST_SHOWN:]}"
    found = _LANDLINE.fullmatch(number.replace("-", "", 1) if number.startswith("0") else number)
    if found is None:
        return "*" * len(number)
    area, local, _extension = found.groups()
    masked = "*" * (len(local) - _LAST_SHOWN) + local[-_LAST_SHOWN:]
    return f"{area}-{masked}" if area else masked


def _as_landline(compact: str) -> str | None:
    for written in (re.sub(r"^(0\d{2,3})-", r"\1", compact), compact.replace("-", "")):
        found = _LANDLINE.fullmatch(written)
        if found is not None:
            return "-".join(part for part in found.groups() if part)
    return None
