"""Cell formats of a workbook: which show dates, and twins that show text."""

import copy
import re
from typing import Any

from lxml import etree

_TEXT = "49"
"""The built-in format @ (ECMA-376 part 1, 18.8.30)."""
_DATES = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
"""Built-in formats that show a day or a month (as above; 27 to 58 as in Chinese Excel)."""
_DAYLESS = frozenset({17, 27, 36, 50, 52, 57})
_NOISE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.')


class Styles:
    """``xl/styles.xml``: formats are known by their index."""

    def __init__(self, root: Any) -> None:  # noqa: ANN401 - lxml's element has no public type
        self.root = root
        self.changed = False
        self._codes = {each.get("numFmtId"): each.get("formatCode", "") for each in root.iter("{*}numFmt")}
        self._formats = next(root.iter("{*}cellXfs"), None)
        self._as_text: dict[str, str] = {}

    def parts_of_date(self, style: str) -> int:
        """How many parts of a date a format shows: 3 with the day, 2 year and month, 1 the year, 0 it shows no date."""
        number = self._number(style)
        if number.isdecimal() and int(number) in _DATES:
            return 2 if int(number) in _DAYLESS else 3
        letters = set(_NOISE.sub("", self._codes.get(number, "").partition(";")[0]).lower())
        if "y" not in letters:
            return 0
        return 3 if "d" in letters else 2 if "m" in letters else 1

    def as_text(self, style: str) -> str:
        """The format's twin that shows what is written as text, digits and all."""
        if style not in self._as_text:
            self._as_text[style] = style if self._number(style) == _TEXT else self._twin(style)
        return self._as_text[style]

    def _twin(self, style: str) -> str:
        formats = self._formats
        if formats is None:
            return style
        place = int(style) if style.isdecimal() and int(style) < len(formats) else 0
        twin = copy.deepcopy(formats[place])
        twin.set("numFmtId", _TEXT)
        twin.set("applyNumberFormat", "1")
        formats.append(twin)
        formats.set("count", str(len(formats)))
        self.changed = True
        return str(len(formats) - 1)

    def _number(self, style: str) -> str:
        formats = self._formats
        if formats is None or not style.isdecimal() or int(style) >= len(formats):
            return "0"
        return str(formats[int(style)].get("numFmtId", "0"))

    def has_border(self, style: str) -> bool:
        """Whether the format draws any line around its cell."""
        formats, borders = self._formats, next(self.root.iter("{*}borders"), None)
        if formats is None or borders is None or not style.isdecimal() or int(style) >= len(formats):
            return False
        place = formats[int(style)].get("borderId", "0")
        if not place.isdecimal() or int(place) >= len(borders):
            return False
        return any(side.get("style", "none") != "none" for side in borders[int(place)] if isinstance(side.tag, str))


def parsed(content: bytes) -> Any:  # noqa: ANN401 - lxml's element has no public type
    """A part's root; no entity is resolved, nothing is fetched, a document type is refused (ValueError)."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    root = etree.fromstring(content, parser)
    if root.getroottree().docinfo.doctype:
        raise ValueError(root.tag)
    return root


def written(root: Any) -> bytes:  # noqa: ANN401
    """A part as it stands in the package."""
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True))
