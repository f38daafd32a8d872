"""Text as it stands in the cells of a spreadsheet: an inline string is no formula, no link and no number, ever."""

import re

LONGEST_TEXT = 32_767
"""Characters in one cell, by the format."""
_AWKWARD = re.compile("[\x00-\x1f&<>_\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def inline_string(text: str, prefix: str = "") -> str:
    """The inside of an inline string's cell for a text that is not empty; ``prefix`` of the sheet's names: ``x:``."""
    if _AWKWARD.search(text) or text[0].isspace() or text[-1].isspace() or len(text) > LONGEST_TEXT:
        return f'<{prefix}is><{prefix}t xml:space="preserve">{escaped(text)}</{prefix}t></{prefix}is>'
    return f"<{prefix}is><{prefix}t>{text}</{prefix}t></{prefix}is>"


def escaped(text: str) -> str:
    """A text as it stands in XML, in the way of spreadsheet programs: ``_x0001_`` for what XML cannot hold."""
    whole = _SURROGATES.sub("\ufffd", text[:LONGEST_TEXT])
    marked = _NOT_IN_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", _LOOKS_ESCAPED.sub("_x005F_", whole))
    return marked.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")
