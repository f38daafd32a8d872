"""The door of 管理, the table of roles, the state of this installation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from lianxin.access.scope import can
from lianxin.access.views_support import actor_of, allowed, once_of
from lianxin.audit.work import AlreadyDoneError
from lianxin.backoffice.condition import examine, facts
from lianxin.backoffice.forms import PublicAddressForm
from lianxin.backoffice.permissions import table
from lianxin.backoffice.rules import SET_PUBLIC_ADDRESS, VIEW_INSTALLATION, VIEW_ROLES
from lianxin.declare.errors import RuleError
from lianxin.parameters.public_address import public_address, set_public_address


@allowed(VIEW_ROLES)
@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Which role may do what: the tables the checks themselves read."""
    return render(request, "backoffice/roles.html", {"sections": table()})


@allowed(VIEW_INSTALLATION)
@require_safe
def installation(request: HttpRequest) -> HttpResponse:
    """Version, data folder, database, where outsiders reach it, and what the doctor says."""
    context = {
        "facts": facts(),
        "findings": examine(),
        "address": public_address(),
        "may_set": can(request.user, SET_PUBLIC_ADDRESS),
    }
    return render(request, "backoffice/installation.html", context)


@allowed(SET_PUBLIC_ADDRESS)
@require_http_methods(["GET", "POST"])
def set_address(request: HttpRequest) -> HttpResponse:
    """Say where outsiders reach the pages, or that they do not."""
    form = PublicAddressForm(request.POST or None, initial={"address": public_address()})
    if request.method == "POST" and form.is_valid():
        try:
            kept = set_public_address(
                address=form.cleaned_data["address"], actor=actor_of(request), once=once_of(request)
            )
        except RuleError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        except AlreadyDoneError:
            return redirect("backoffice:installation")
        else:
            words = f"公开网址是 {kept}，以后对外的纸上印它。" if kept else "没有公开网址，对外的纸上只印电话。"
            messages.success(request, words)
            return redirect("backoffice:installation")
    return render(request, "backoffice/public_address.html", {"form": form})
