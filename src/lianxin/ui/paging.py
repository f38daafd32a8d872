"""Lists paged by the key of their order: previous, next and a jump by initial, never OFFSET, never a count of all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.http import HttpRequest, QueryDict

from lianxin.declare.rows import beyond, cursor_of, reversed_keys
from lianxin.ui.parts import Paging, initial_links

T = TypeVar("T")
M = TypeVar("M", bound=Model)

PAGE_SIZE = 20
BY_NAME = ("name_key", "id")
PAGE_KEYS = frozenset({"after", "before", "initial"})
"""Query parameters that say which page; a filter keeps all others."""


@dataclass(frozen=True, slots=True)
class KeyPage(Generic[T]):
    """A page of rows; ``previous`` and ``next`` are the cursors for ``before`` and ``after``, "" at the ends."""

    rows: Sequence[T]
    previous: str = ""
    next: str = ""
    keys: Sequence[str] = field(default=BY_NAME, repr=False)

    @property
    def alone(self) -> bool:
        """Whether everything fits on this page."""
        return not self.previous and not self.next


def key_page(
    rows: QuerySet[M],
    *,
    keys: Sequence[str] = BY_NAME,
    after: str = "",
    before: str = "",
    size: int = PAGE_SIZE,
) -> KeyPage[M]:
    """The page after or before a cursor, in the order of ``keys`` (non-null, the last one unique; "-" descends).

    A cursor that means nothing (cut off, forged, of another list) gives the first page. One query.
    """
    if before:
        condition = beyond(rows, reversed_keys(keys), before)
        if condition is not None:
            found = list(rows.filter(condition).order_by(*reversed_keys(keys))[: size + 1])
            return _page(found[:size][::-1], keys, earlier=len(found) > size, later=True)
    condition = beyond(rows, keys, after) if after else None
    ordered = rows.order_by(*keys)
    found = list((ordered if condition is None else ordered.filter(condition))[: size + 1])
    return _page(found[:size], keys, earlier=condition is not None, later=len(found) > size)


def jump(rows: QuerySet[M], initial: str, *, keys: Sequence[str] = BY_NAME, size: int = PAGE_SIZE) -> KeyPage[M]:
    """The page that begins where the first key reaches ``initial`` ("z": the first name in z or later)."""
    start = initial.lower()
    found = list(rows.filter(**{f"{keys[0]}__gte": start}).order_by(*keys)[: size + 1])
    earlier = rows.filter(**{f"{keys[0]}__lt": start}).exists()
    return _page(found[:size], keys, earlier=earlier, later=len(found) > size)


def asked_page(
    rows: QuerySet[M], query: QueryDict, *, keys: Sequence[str] = BY_NAME, size: int = PAGE_SIZE
) -> KeyPage[M]:
    """The page a request's ``after``, ``before`` or ``initial`` asks for."""
    initial = query.get("initial", "")
    if len(initial) == 1 and initial.isascii() and initial.isalpha():
        return jump(rows, initial, keys=keys, size=size)
    return key_page(rows, keys=keys, after=query.get("after", ""), before=query.get("before", ""), size=size)


def _page(rows: list[Any], keys: Sequence[str], *, earlier: bool, later: bool) -> KeyPage[Any]:
    if not rows:
        return KeyPage((), keys=keys)
    return KeyPage(
        rows,
        previous=cursor_of(rows[0], keys) if earlier else "",
        next=cursor_of(rows[-1], keys) if later else "",
        keys=keys,
    )


def paging_links(page: KeyPage[Any], request: HttpRequest, *, initials: bool = False, text: str = "") -> Paging:
    """The addresses around a page, with the request's other parameters kept, for ``{% ui_paging %}``."""
    kept = [(key, value) for key, value in request.GET.items() if key not in PAGE_KEYS and value]

    def link(key: str, cursor: str) -> str:
        return f"?{urlencode([*kept, (key, cursor)])}" if cursor else ""

    letters = initial_links(path=request.path, current=request.GET.get("initial", ""), keep=kept) if initials else ()
    return Paging(link("before", page.previous), link("after", page.next), letters, text)
