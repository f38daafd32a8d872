"""What every app's views share: who may come in, who acts, which form this is."""

import secrets
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase

from lianxin.access.addresses import client_address
from lianxin.access.models import User
from lianxin.access.scope import can
from lianxin.declare.actors import Actor, ActorKind

M = TypeVar("M", bound=Model)
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def allowed(*codes: str) -> Callable[[View[P]], View[P]]:
    """A view only for who may do one of the actions somewhere; for others it does not exist (404).

    Anonymous visitors never get here: the middleware sends them to sign in.
    The codes stay readable as ``view.allowed_codes`` for the URL tests.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not any(can(request.user, code) for code in codes):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.allowed_codes = codes  # type: ignore[attr-defined]
        return guarded

    return decorate


def user_of(request: HttpRequest) -> User:
    """The signed-in user; Http404 for an anonymous request that slipped through."""
    user: User | AnonymousUser = request.user
    if not isinstance(user, User):
        raise Http404
    return user


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in user as the one who writes, with the address the request came from."""
    user = user_of(request)
    return Actor(ActorKind.USER, user.name, user.pk, client_address(request))


def new_once() -> str:
    """A fresh key for a form's hidden field ``once``."""
    return secrets.token_urlsafe(16)


def once_of(request: HttpRequest) -> str:
    """The form's hidden key as it came back; empty when there was none."""
    return request.POST.get("once", "")[:64]


def get_visible_or_404(visible: QuerySet[M], pk: uuid.UUID | str | int) -> M:
    """The one row of ``…_visible_to(user)`` with that key; a foreign and a missing one answer alike (Http404)."""
    try:
        row = next(iter(visible.filter(pk=pk).order_by()[:1]), None)
    except (ValueError, ValidationError):
        row = None
    if row is None:
        raise Http404
    return row
