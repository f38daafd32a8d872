"""Names as they are stored."""

import re
import unicodedata

from lianxin.kernel.text import HAN, tidy_text

_DOTS = "\u00b7\u2022\u2027\u2219\u22c5\u30fb\u0387\u16eb\u318d\uff0e.\u25cf"
_BLANK_BETWEEN_HAN = re.compile(rf"(?<=[{HAN}])\s+(?=[{HAN}])")
DOT_BETWEEN_HAN = re.compile(rf"(?<=[{HAN}])\s*[{_DOTS}]\s*(?=[{HAN}])")
"""A middle dot as any machine writes it, with the blanks around it."""


def tidy_name(text: str) -> str:
    """A name in its stored form: `张　三` becomes `张三`, `买买提•艾力` becomes `买买提·艾力`.

    Unicode NFKC (width, compatibility characters), invisible characters removed, blanks between Chinese characters
    dropped and between other words single, every kind of middle dot between Chinese characters made `·`.
    """
    name = tidy_text(unicodedata.normalize("NFKC", text))
    name = DOT_BETWEEN_HAN.sub("·", name)
    return _BLANK_BETWEEN_HAN.sub("", name)
