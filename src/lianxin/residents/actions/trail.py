"""The audit entry of a place, a unit or a person, in its community's chain."""

from collections.abc import Mapping, Sequence
from typing import Any

from lianxin.audit.work import Entry
from lianxin.residents.models import Person, Place, Unit


def entry(
    action: str, thing: Place | Unit | Person, changes: Mapping[str, Sequence[Any]] | None = None, reason: str = ""
) -> Entry:
    """An entry about a thing; ``changes`` must hold no sensitive value in clear."""
    return Entry(
        action,
        target_kind=thing._meta.label_lower,
        target_id=thing.pk,
        target_label=thing.name,
        community_id=thing.community_id,
        organisation_id=thing.community_id,
        organisation_path=thing.path,
        changes=changes or {},
        reason=reason,
    )
