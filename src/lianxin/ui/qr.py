"""QR codes as drawings in the page: plain SVG elements, so that no image address and no style is needed."""

import segno
from django.utils.safestring import SafeString

from lianxin.ui.markup import fill

SCALE = 5
"""CSS pixels a module: readable for a telephone at arm's length, narrower than the narrowest screen."""


def qr_drawing(text: str, label: str) -> SafeString:
    """The code of ``text`` on white with its quiet zone; ``label`` names it to those who cannot see it."""
    code = segno.make(text, error="m", micro=False)
    drawing = code.svg_inline(scale=SCALE, border=4, light="#ffffff", dark="#000000", svgclass=None, lineclass=None)
    return fill('<div role="img" aria-label="{}">{}</div>', label, SafeString(drawing))
