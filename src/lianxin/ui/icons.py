"""Icons of the lucide set, drawn in the text's colour, silent for readers unless named."""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide

TONE_ICONS = {
    "ok": "circle-check",
    "warn": "triangle-alert",
    "bad": "circle-alert",
    "info": "info",
    "quiet": "circle-dashed",
    "gold": "award",
}


@lru_cache(maxsize=512)
def icon(name: str, size: int = 20, label: str = "") -> SafeString:
    """The icon ``name`` as SVG, ``size`` pixels in ordinary type and growing with it; ``label`` is its name for readers.

    Raises ``lucide.IconDoesNotExist`` for an unknown name.
    """
    drawn = lucide(str(name), size=None, width=_rem(size), height=_rem(size), focusable="false", aria_hidden="true")
    drawing = mark_safe(drawn)  # noqa: S308 (the wheel's own SVG)
    return format_html('{}<span class="sr-only">{}</span>', drawing, label) if label else drawing


def _rem(size: int) -> str:
    return f"{size / 16:g}rem"
