"""The page on which a 公文 is typed."""

import io

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from lianxin.access.scope import scope_of
from lianxin.access.views_support import actor_of, allowed
from lianxin.documents.errors import DocumentError
from lianxin.kernel import clock
from lianxin.reports.letters.actions import write_letter
from lianxin.reports.letters.forms import LetterForm
from lianxin.reports.queries import organisations_of
from lianxin.reports.render import FORMATS
from lianxin.reports.rules import WRITE_LETTERS
from lianxin.ui.parts import Link


@require_http_methods(["GET", "POST"])
@allowed(WRITE_LETTERS)
def letter(request: HttpRequest) -> HttpResponseBase:
    """Type the letter; the answer to the form is the file."""
    scope = scope_of(request.user, WRITE_LETTERS)
    first = next(iter(organisations_of(scope)), None)
    initial = {
        "issuer": first.name if first is not None else "",
        "day": clock.today().isoformat(),
        "red": True,
        "format": "docx",
    }
    form = LetterForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["format"]
        made_of = form.letter()
        try:
            made = write_letter(
                letter=made_of, kind=form.cleaned_data["kind"], code=code, scope=scope, actor=actor_of(request)
            )
        except DocumentError as refusal:
            form.add_error(None, str(refusal))
        else:
            name = f"{made_of.title.replace(chr(10), '')[:60]}.{code}"
            kind = FORMATS[code].content_type
            return FileResponse(io.BytesIO(made), as_attachment=True, filename=name, content_type=kind)
    context = {"form": form, "crumbs": [Link("台账", reverse("reports:index"))], "back": reverse("reports:index")}
    return render(request, "reports/letter.html", context, status=400 if form.errors else 200)
