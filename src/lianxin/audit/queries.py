"""Reads of the trail. This app knows no scope: callers hand in the condition for the paths they may see."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from lianxin.audit.models import AuditChain, AuditEntry
from lianxin.kernel.clock import TZ

NEWEST_FIRST = ("-at", "-id")
PATH = "organisation_path"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader of the trail looks for; empty fields ask nothing."""

    actor: str = ""
    action: str = ""
    since: date | None = None
    until: date | None = None
    target: str = ""
    target_id: uuid.UUID | None = None


def entries_for(target_kind: str, target_id: uuid.UUID, limit: int = 50) -> list[AuditEntry]:
    """What was done to one thing, the newest first. The caller has already seen that the thing is in scope."""
    rows = AuditEntry.objects.filter(target_id=target_id, target_kind=target_kind)
    return list(rows.order_by(*NEWEST_FIRST)[:limit])


def entries_in(inside: Q) -> QuerySet[AuditEntry]:
    """Entries whose organisation fulfils ``inside`` (``scope.q(PATH)``), and those of no organisation."""
    return AuditEntry.objects.filter(inside | Q(**{PATH: ""})).select_related("chain")


def wanted_entries(rows: QuerySet[AuditEntry], wanted: Wanted) -> QuerySet[AuditEntry]:
    """Those the reader looks for; both days included."""
    if wanted.actor:
        rows = rows.filter(actor_name__contains=wanted.actor)
    if wanted.action:
        rows = rows.filter(action=wanted.action)
    if wanted.since:
        rows = rows.filter(at__gte=_midnight(wanted.since))
    if wanted.until:
        rows = rows.filter(at__lt=_midnight(wanted.until + timedelta(days=1)))
    if wanted.target:
        rows = rows.filter(target_label__contains=wanted.target)
    if wanted.target_id:
        rows = rows.filter(target_id=wanted.target_id)
    return rows


def chains() -> list[AuditChain]:
    """Every chain with length and head, the system's first."""
    return list(AuditChain.objects.order_by("pk"))


def trail_length() -> int:
    """How many entries all chains hold together."""
    return sum(AuditChain.objects.values_list("length", flat=True))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=TZ)
