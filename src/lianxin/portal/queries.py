"""Reads of the common pages."""

from dataclasses import dataclass

from lianxin.access.models import User
from lianxin.access.scope import scope_of
from lianxin.declare.finding import search_kinds
from lianxin.declare.refs import ref_label, resolve
from lianxin.search.index import find

FOUND_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class Found:
    """One line of the answer: what it is, its name, what helps to tell it apart, where its page is."""

    kind: str
    title: str
    detail: str
    url: str


def may_search(user: User) -> bool:
    """Whether anything can be found by this user at all."""
    return any(scope_of(user, action).paths for action in search_kinds().values())


def found_by(user: User, query: str) -> list[Found]:
    """The best hits of every kind the user may see, at most twenty a kind."""
    found: list[Found] = []
    for kind, action in search_kinds().items():
        scope = scope_of(user, action)
        if not scope.paths:
            continue
        hits = find(query, scope.paths, [kind], FOUND_AT_MOST)
        pages = resolve(kind, [hit.subject_id for hit in hits])
        found += [
            Found(ref_label(kind), hit.title, hit.detail, pages[hit.subject_id].url)
            for hit in hits
            if hit.subject_id in pages
        ]
    return found
