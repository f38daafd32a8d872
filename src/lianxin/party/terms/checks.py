"""What ``verify`` looks at about terms."""

from collections.abc import Iterator

from django.db.models import F, Q

from lianxin.declare.verification import Fault
from lianxin.party.models import OfficeHolding

TABLE = "party_officeholding"


def check_terms() -> Iterator[Fault]:
    """An office stands in a term of its own organisation, one that counts, and not before that began."""
    rows = OfficeHolding.objects.filter(term__isnull=False).order_by()
    for pk in rows.exclude(term__organisation=F("organisation")).values_list("pk", flat=True):
        yield Fault(TABLE, str(pk), "任职记在别的党组织的届次里。")
    for pk in rows.filter(term__withdrawn_at__isnull=False).values_list("pk", flat=True):
        yield Fault(TABLE, str(pk), "任职记在已经撤回的届次里。")
    outside = Q(since__isnull=True) | Q(since__lt=F("term__since")) | Q(until__gt=F("term__ended_on"))
    for pk in rows.filter(outside).values_list("pk", flat=True):
        yield Fault(TABLE, str(pk), "任职的日期不在所记的届次里。")
