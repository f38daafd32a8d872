"""Which fonts documents are set in, what is missing, and how it looks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from lianxin.access.views_support import allowed
from lianxin.backoffice.rules import VIEW_FONTS
from lianxin.documents.coverage import missing_in
from lianxin.documents.fonts import fonts_folder, found_fonts, unrecognised
from lianxin.documents.rendering import picture

LONGEST_TRIED = 60
RARE = "王喆㛃𬭚䶮·"


@require_safe
@allowed(VIEW_FONTS)
def font_list(request: HttpRequest) -> HttpResponse:
    """Every font the standard asks for: the office's file, or what stands in; characters tried."""
    tried = request.GET.get("try", "").strip()[:LONGEST_TRIED]
    found = found_fonts()
    context = {
        "fonts": found,
        "lacking": [row.slot.label for row in found if not row.file],
        "folder": fonts_folder(),
        "others": unrecognised(),
        "tried": tried,
        "missing": missing_in(tried, fonts_folder()),
    }
    return render(request, "backoffice/fonts.html", context)


@require_safe
@allowed(VIEW_FONTS)
def sample(request: HttpRequest) -> HttpResponse:
    """A line in each font, as documents are typeset now."""
    lines = [{"code": row.slot.code, "label": row.slot.label, "use": row.slot.use} for row in found_fonts()]
    made = picture("fonts", {"lines": lines, "words": f"{RARE} 永字八法 2026年11月"}, ppi=120)
    return HttpResponse(made, content_type="image/png")
