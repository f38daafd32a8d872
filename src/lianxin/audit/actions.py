"""Writes of the trail itself: naming chains, sweeping used form keys."""

import uuid
from datetime import timedelta

from lianxin.audit.models import AuditChain, OnceKey
from lianxin.audit.work import Entry, unit_of_work
from lianxin.declare.actors import Actor
from lianxin.kernel import clock

CHAIN_KIND = "audit.chain"
OPEN_CHAIN = "audit.open_chain"
ONCE_KEYS_KEPT = timedelta(days=7)
"""A form left open longer than a week and sent twice is taken as two forms."""


def open_chain(community_id: uuid.UUID, name: str, *, actor: Actor, path: str = "") -> AuditChain:
    """Give a community's chain its name; call it when the community is created or renamed.

    ``path`` is the community's, so that its own auditors see this entry and others do not. The system's chain notes
    that the chain exists, so that losing a whole chain is found too.
    """
    with unit_of_work(actor) as work:
        chain, created = AuditChain.objects.get_or_create(pk=community_id, defaults={"name": name[:100]})
        if not created and chain.name != name[:100]:
            AuditChain.objects.filter(pk=chain.pk).update(name=name[:100])
            chain.name = name[:100]
        if created:
            entry = Entry(OPEN_CHAIN, CHAIN_KIND, chain.pk, name, organisation_id=community_id, organisation_path=path)
            work.record(entry)
    return chain


def record_verification(*, checked: int, faults: int, actor: Actor) -> None:
    """Somebody had the trail checked: how many entries, and what came of it."""
    with unit_of_work(actor) as work:
        result = f"核对 {checked} 条，{f'发现 {faults} 处不对' if faults else '全部完好'}"
        work.record(Entry("audit.verify_chains", reason=result))


def sweep_once_keys() -> int:
    """Remove form keys older than a week; how many."""
    removed, _ = OnceKey.objects.filter(at__lt=clock.now() - ONCE_KEYS_KEPT).delete()
    return removed
