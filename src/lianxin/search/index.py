"""Putting things into the search and finding them. Knows no permissions: who asks names the subtrees that are open."""

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice

from django.db import transaction

from lianxin.declare.paths import AFTER_ALL, rewrite_paths
from lianxin.kernel.names import query_tokens
from lianxin.search.engine import ENTRIES, TABLE, Row, Wanted, engine, rows_of
from lianxin.search.models import SearchEntry
from lianxin.search.words import entry_words, kind_word, moved_words, plain_word, scope_word, title_word

BATCH = 2000
LONGEST = 200
"""Characters kept of a title or a detail."""
SHORTEST_BEGINNING = 3
"""Letters a Latin word must have before it may match as a beginning: "zh" would begin a tenth of all names."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """What is to be found: ``texts`` are the texts it is found by, ``organisation_path`` where it stands."""

    kind: str
    subject_id: uuid.UUID
    title: str
    detail: str
    organisation_path: str
    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that answers."""

    kind: str
    subject_id: uuid.UUID
    title: str
    detail: str
    organisation_path: str


Provider = Callable[[], Iterator[Indexed]]

_providers: dict[str, Provider] = {}


def register_provider(kind: str, provider: Provider) -> None:
    """Teach the index to rebuild and check a kind from its own table."""
    _providers[kind] = provider


def providers() -> dict[str, Provider]:
    """Kind → provider."""
    return dict(_providers)


def number_of(kind: str, subject_id: uuid.UUID) -> int:
    """62 bits out of kind and subject: the same on every machine, no two alike among millions."""
    digest = blake2b(kind.encode() + subject_id.bytes, digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 2


def put(entries: Sequence[Indexed]) -> None:
    """Let things be found, or be found under their new texts and places. In the caller's transaction."""
    by_number = {number_of(entry.kind, entry.subject_id): entry for entry in entries}
    rows = [
        Row(
            number,
            entry.kind,
            entry.subject_id,
            entry.title[:LONGEST],
            entry.detail[:LONGEST],
            entry.organisation_path,
            entry_words(entry.kind, entry.title, entry.organisation_path, entry.texts),
        )
        for number, entry in sorted(by_number.items())
    ]
    if rows:
        with transaction.atomic():
            engine().write(rows)


def remove(kind: str, ids: Iterable[uuid.UUID]) -> None:
    """Let things be found no more."""
    numbers = [number_of(kind, subject_id) for subject_id in ids]
    with transaction.atomic():
        for start in range(0, len(numbers), BATCH):
            some = numbers[start : start + BATCH]
            SearchEntry.objects.filter(number__in=some).delete()
            engine().erase_words(some)


def find(query: str, scope_paths: Iterable[str], kinds: Sequence[str], limit: int = 20) -> list[Hit]:
    """What answers a query inside the given subtrees: whole titles first, then every word, then beginnings.

    Characters, pinyin and initials find alike. ``scope_paths`` empty: nothing; a path "" opens everything.
    """
    found: dict[int, Hit] = {}
    open_paths = tuple(scope_paths)
    if open_paths and kinds:
        for wanted in _wanted(query, open_paths, kinds):
            found |= _matching(wanted, limit)
            if len(found) >= limit:
                break
    return list(found.values())[:limit]


def find_ids(query: str, scope_paths: Iterable[str], kind: str, limit: int = 500) -> list[uuid.UUID]:
    """The identifiers of what answers, for a list that shows only those."""
    return [hit.subject_id for hit in find(query, scope_paths, [kind], limit)]


def rebuild(kind: str) -> int:
    """Make a kind's entries anew from its provider; how many. KeyError for a kind without provider."""
    entries = _providers[kind]()
    put_in = 0
    with transaction.atomic():
        _erase_kind(kind)
        while batch := list(islice(entries, BATCH)):
            put(batch)
            put_in += len(batch)
    return put_in


def move_entries(old: str, new: str, alias: str) -> None:
    """Path mover: entries of a subtree that moved, with their scope words."""
    rows = SearchEntry.objects.using(alias).filter(organisation_path__gte=old, organisation_path__lt=old + AFTER_ALL)
    places = {number: new + path[len(old) :] for number, path in rows.values_list("number", "organisation_path")}
    rewrite_paths(SearchEntry, "organisation_path", old, new, alias)
    numbers = list(places)
    for start in range(0, len(numbers), BATCH):
        stored = engine(alias).words(numbers[start : start + BATCH])
        engine(alias).rewrite_words(
            [(number, moved_words(words, places[number])) for number, words in sorted(stored.items())]
        )


def _wanted(query: str, open_paths: tuple[str, ...], kinds: Sequence[str]) -> Iterator[Wanted]:
    tokens = [plain_word(token) for token in query_tokens(query)]
    if not tokens:
        return
    groups = [tuple(kind_word(kind) for kind in kinds)]
    if "" not in open_paths:
        groups.append(tuple(scope_word(path) for path in open_paths))
    within = tuple(groups)
    whole = title_word(query)
    if whole:
        yield Wanted((whole,), within)
    yield Wanted(tuple(tokens), within)
    *others, last = tokens
    if len(last) >= SHORTEST_BEGINNING and last.isascii() and last.isalnum():
        yield Wanted(tuple(others), within, beginning=last)


def _matching(wanted: Wanted, limit: int) -> dict[int, Hit]:
    text = engine()
    condition, parameter = text.condition(wanted)
    sql = (
        "SELECT e.number, e.kind, e.subject_id, e.title, e.detail, e.organisation_path "  # noqa: S608 (constants)
        f"FROM {TABLE} t JOIN {ENTRIES} e ON e.number = t.{text.key} "
        f"WHERE {condition} LIMIT %s"
    )
    rows = rows_of(sql, [parameter, limit])
    return {
        number: Hit(kind, subject if isinstance(subject, uuid.UUID) else uuid.UUID(subject), title, detail, path)
        for number, kind, subject, title, detail, path in rows
    }


def _erase_kind(kind: str) -> None:
    numbers = list(SearchEntry.objects.filter(kind=kind).values_list("number", flat=True))
    engine().erase_words(numbers)
    SearchEntry.objects.filter(kind=kind).delete()
