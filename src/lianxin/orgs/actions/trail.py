"""What every write of this app leaves behind: a step of history, an audit entry, an entry for the search."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lianxin.audit.work import Entry
from lianxin.declare.actors import Actor
from lianxin.kernel import clock
from lianxin.kernel.text import tidy_text
from lianxin.orgs.actions.values import Step
from lianxin.orgs.models import Organisation, OrganisationChange
from lianxin.orgs.search import indexed
from lianxin.search import index


def entry(
    action: str, organisation: Organisation, changes: Mapping[str, Sequence[Any]] | None = None, reason: str = ""
) -> Entry:
    """An audit entry about an organisation, in its community's chain (above communities: the system's)."""
    return Entry(
        action,
        target_kind="orgs.organisation",
        target_id=organisation.pk,
        target_label=organisation.name,
        community_id=organisation.community_id,
        organisation_id=organisation.pk,
        organisation_path=organisation.path,
        changes=changes or {},
        reason=reason,
    )


def note_step(
    organisation: Organisation,
    kind: str,
    step: Step,
    actor: Actor,
    *,
    before: str = "",
    after: str = "",
    restores: Mapping[str, object] | None = None,
) -> OrganisationChange:
    """Write a step of an organisation's history; ``restores`` as the model says."""
    return OrganisationChange.objects.create(
        organisation=organisation,
        kind=kind,
        happened_on=step.on,
        before=before,
        after=after,
        document_no=tidy_text(step.document_no),
        note=tidy_text(step.note)[:200],
        restores=dict(restores or {}),
        recorded_at=clock.now(),
        recorded_by=actor.name,
    )


def put_into_search(organisations: Iterable[Organisation]) -> None:
    """Let organisations be found under their present names."""
    index.put([indexed(organisation) for organisation in organisations])
