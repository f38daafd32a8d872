"""Markup written in Python, where a list or a form asks for hundreds of pieces a page."""

from collections.abc import Iterable
from html import escape

from django.utils.safestring import SafeString


def fill(pattern: str, *texts: object) -> SafeString:
    """``pattern`` with each ``{}`` filled by a text, escaped unless it is safe already.

    As Django's ``format_html``, for texts and numbers only and several times as quick: that one asks each argument
    whether it is lazy and whether it draws itself.
    """
    return SafeString(pattern.format(*[text if isinstance(text, SafeString) else escape(str(text)) for text in texts]))


def joined(pieces: Iterable[str]) -> SafeString:
    """Safe pieces one after the other."""
    return SafeString("".join(pieces))
