"""The unit of work: one transaction, its audit entries written last, under the chain's lock."""

import hashlib
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from operator import attrgetter
from types import SimpleNamespace
from typing import Any

from django.db import IntegrityError, transaction

from lianxin.audit.models import AuditChain, AuditEntry, OnceKey
from lianxin.declare.actors import Actor
from lianxin.declare.bulk import insert_rows
from lianxin.kernel import clock
from lianxin.kernel.crypto import keyring
from lianxin.kernel.ids import uuid7

SYSTEM_CHAIN = uuid.UUID(int=0)
SYSTEM_CHAIN_NAME = "系统"
SAME_IN_ALL = ("chain_id", "at", "actor_kind", "actor_id", "actor_name", "address")
"""Columns that are alike in all entries of a unit of work and a chain."""
OWN_COLUMNS = tuple(f.attname for f in AuditEntry._meta.concrete_fields if f.attname not in SAME_IN_ALL)

_current: ContextVar["Work | None"] = ContextVar("lianxin_work", default=None)


class AlreadyDoneError(Exception):
    """The same form came twice; ``result`` is where the first one led."""

    def __init__(self, result: str) -> None:
        super().__init__("这张表单已经提交过了。")
        self.result = result


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing done, waiting to be chained. ``community_id`` None: the system's chain."""

    action: str
    target_kind: str = ""
    target_id: uuid.UUID | None = None
    target_label: str = ""
    community_id: uuid.UUID | None = None
    organisation_id: uuid.UUID | None = None
    organisation_path: str = ""
    changes: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    reason: str = ""


@dataclass(slots=True)
class Work:
    """An open unit of work. Inner actions join it and add their entries."""

    actor: Actor
    entries: list[Entry] = field(default_factory=list)
    once: OnceKey | None = None

    def record(self, entry: Entry) -> None:
        """Add an entry; it is written when the outermost unit ends."""
        self.entries.append(entry)

    def leads_to(self, result: str) -> None:
        """Remember where a double submit should be sent."""
        if self.once is not None:
            self.once.result = result


@contextmanager
def unit_of_work(actor: Actor, *, once: str = "") -> Iterator[Work]:
    """Run the body in one transaction and chain its audit entries at the end.

    ``once`` is a form's hidden key: a second use by the same user raises
    :class:`AlreadyDoneError` before anything is written. Nested units join the outer one.
    """
    outer = _current.get()
    if outer is not None:
        yield outer
        return
    with transaction.atomic():
        work = Work(actor)
        if once and actor.user_id is not None:
            work.once = _claim(actor.user_id, once)
        token = _current.set(work)
        try:
            yield work
        finally:
            _current.reset(token)
        if work.once is not None and work.once.result:
            work.once.save(update_fields=["result"])
        _write(work)


def _claim(user_id: uuid.UUID, key: str) -> OnceKey:
    try:
        with transaction.atomic():
            return OnceKey.objects.create(actor_id=user_id, key=key[:64], at=clock.now())
    except IntegrityError:
        earlier = OnceKey.objects.filter(actor_id=user_id, key=key[:64]).first()
        raise AlreadyDoneError(earlier.result if earlier else "") from None


def _write(work: Work) -> None:
    by_chain: dict[uuid.UUID, list[Entry]] = {}
    for entry in work.entries:
        by_chain.setdefault(entry.community_id or SYSTEM_CHAIN, []).append(entry)
    for chain_id in sorted(by_chain):
        _append(chain_id, by_chain[chain_id], work.actor)


def _locked_chain(chain_id: uuid.UUID) -> AuditChain:
    chain = AuditChain.objects.select_for_update().filter(pk=chain_id).first()
    if chain is not None:
        return chain
    name = SYSTEM_CHAIN_NAME if chain_id == SYSTEM_CHAIN else ""
    AuditChain.objects.bulk_create([AuditChain(pk=chain_id, name=name)], ignore_conflicts=True)
    return AuditChain.objects.select_for_update().get(pk=chain_id)


def _append(chain_id: uuid.UUID, entries: Sequence[Entry], actor: Actor) -> None:
    chain = _locked_chain(chain_id)
    at = clock.now()
    mac = keyring().mac
    rows = []
    previous, number = chain.head, chain.length
    for entry in entries:
        number += 1
        # Not a model instance: making one takes as long as sealing and writing it.
        row: Any = SimpleNamespace(
            id=uuid7(),
            chain_id=chain_id,
            number=number,
            previous=previous,
            at=at,
            actor_kind=actor.kind.value,
            actor_id=actor.user_id,
            actor_name=actor.name,
            address=actor.address,
            action=entry.action,
            target_kind=entry.target_kind,
            target_id=entry.target_id,
            target_label=entry.target_label[:200],
            organisation_id=entry.organisation_id,
            organisation_path=entry.organisation_path,
            changes=dict(entry.changes),
            reason=entry.reason[:300],
        )
        row.hash = mac(content_of(row)).hex()
        previous = row.hash
        rows.append(row)
    same = {name: getattr(rows[0], name) for name in SAME_IN_ALL}
    insert_rows(AuditEntry, OWN_COLUMNS, map(attrgetter(*OWN_COLUMNS), rows), **same)
    AuditChain.objects.filter(pk=chain_id).update(
        head=previous, length=number, seal=seal_of(chain_id, number, previous)
    )


def seal_of(chain_id: uuid.UUID, length: int, head: str) -> str:
    """The keyed seal of a chain that ends with entry ``length`` whose hash is ``head``."""
    return keyring().mac(f"{chain_id}|{length}|{head}".encode()).hex()


def content_of(row: AuditEntry) -> bytes:
    """The bytes an entry's hash covers: all its fields and its predecessor's hash."""
    content = [
        str(row.id),
        str(row.chain_id),
        row.number,
        row.previous,
        int(row.at.timestamp() * 1_000_000),
        row.actor_kind,
        str(row.actor_id or ""),
        row.actor_name,
        row.address,
        row.action,
        row.target_kind,
        str(row.target_id or ""),
        row.target_label,
        str(row.organisation_id or ""),
        row.organisation_path,
        row.changes,
        row.reason,
    ]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()
