"""Is the trail whole? Every entry is sealed again and compared with what is stored."""

import uuid
from collections.abc import Iterator

from django.db.models import Max

from lianxin.audit.actions import OPEN_CHAIN
from lianxin.audit.models import AuditChain, AuditEntry
from lianxin.audit.work import SYSTEM_CHAIN, content_of, seal_of
from lianxin.declare.verification import Fault
from lianxin.kernel.crypto import keyring

ENTRY_TABLE = "audit_auditentry"
CHAIN_TABLE = "audit_auditchain"
READ_BATCH = 2000


def check_chains() -> Iterator[Fault]:
    """Faults of every chain, each naming the entry by chain and number."""
    chains = list(AuditChain.objects.order_by("pk"))
    for chain in chains:
        yield from check_chain(chain)
    yield from _lost_chains({chain.pk for chain in chains})


def check_chain(chain: AuditChain) -> Iterator[Fault]:
    """Faults of one chain as it stood when ``chain`` was read; entries written meanwhile do not disturb.

    Found: a changed entry (its hash), a removed or moved one (its number and predecessor), entries cut off at the
    end (length and head), a head set back (its seal), entries put in behind the head.
    """
    name = chain.name or str(chain.pk)
    if chain.length and chain.seal != seal_of(chain.pk, chain.length, chain.head):
        yield Fault(CHAIN_TABLE, name, "链头的签章不对：长度或链头被改动过。")
    previous, number = "", 0
    mac = keyring().mac
    entries = AuditEntry.objects.filter(chain_id=chain.pk, number__lte=chain.length).order_by("number")
    for entry in entries.iterator(chunk_size=READ_BATCH):
        if entry.number != number + 1:
            yield Fault(ENTRY_TABLE, _row(name, entry), f"前面缺少第 {number + 1} 至 {entry.number - 1} 条。")
        elif entry.previous != previous:
            yield Fault(ENTRY_TABLE, _row(name, entry), "与前一条接不上：前一条被换过，或顺序被调过。")
        if entry.hash != mac(content_of(entry)).hex():
            yield Fault(ENTRY_TABLE, _row(name, entry), "内容与记录时不同：有字段被改动过。")
        previous, number = entry.hash, entry.number
    if number != chain.length:
        yield Fault(CHAIN_TABLE, name, f"末尾缺少第 {number + 1} 至 {chain.length} 条。")
    elif previous != chain.head:
        yield Fault(CHAIN_TABLE, name, "最后一条与链头对不上：末尾被换过。")
    yield from _behind_the_head(chain.pk, name)


def _behind_the_head(chain_id: uuid.UUID, name: str) -> Iterator[Fault]:
    # Entries first, the length after: both are written in one transaction, so an honest length is never behind.
    last = AuditEntry.objects.filter(chain_id=chain_id).aggregate(last=Max("number"))["last"] or 0
    length = AuditChain.objects.filter(pk=chain_id).values_list("length", flat=True).first() or 0
    if last > length:
        yield Fault(CHAIN_TABLE, name, f"链头之后多出第 {length + 1} 至 {last} 条。")


def _lost_chains(present: set[uuid.UUID]) -> Iterator[Fault]:
    opened = AuditEntry.objects.filter(chain_id=SYSTEM_CHAIN, action=OPEN_CHAIN).order_by("number")
    for chain_id, label in opened.values_list("target_id", "target_label"):
        if chain_id not in present:
            yield Fault(CHAIN_TABLE, label or str(chain_id), "整条审计链不见了。")
    if SYSTEM_CHAIN not in present and present:
        yield Fault(CHAIN_TABLE, "系统", "整条审计链不见了。")


def _row(chain_name: str, entry: AuditEntry) -> str:
    return f"{chain_name} 第 {entry.number} 条 {entry.pk}"
