"""Doing what a button asks for, and saying what came of it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest

from lianxin.audit.work import AlreadyDoneError
from lianxin.declare.errors import RuleError
from lianxin.orgs.editing import ALREADY_DONE


def do_and_tell(request: HttpRequest, act: Callable[[], object], told: str = "") -> None:
    """Do it; say ``told``, that it was done already, or why a rule refused."""
    try:
        act()
    except AlreadyDoneError:
        messages.info(request, ALREADY_DONE)
    except RuleError as refusal:
        messages.error(request, refusal.message)
    else:
        if told:
            messages.success(request, told)
