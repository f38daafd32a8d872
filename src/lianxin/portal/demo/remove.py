"""Removing the demonstration: its people, places and accounts go; what was done stays in the audit trail."""

import uuid

from lianxin.access.actions import first_sign_in_path, remove_demo_accounts
from lianxin.audit.models import AuditEntry
from lianxin.audit.work import Entry, unit_of_work
from lianxin.declare.actors import OPERATOR, Actor
from lianxin.declare.demonstration import demo_parts
from lianxin.files.models import StoredFile
from lianxin.files.store import remove as erase
from lianxin.jobs.models import Job
from lianxin.orgs.removal import remove_organisations
from lianxin.party.removal import remove_members
from lianxin.portal.demo.build import demo_community
from lianxin.residents.removal import remove_residents
from lianxin.search.index import remove
from lianxin.search.models import SearchEntry

REMOVED = "portal.remove_demonstration"


def demo_was_removed() -> bool:
    """Whether somebody removed the demonstration here once: then it comes back on request only."""
    return AuditEntry.objects.filter(action=REMOVED).exists()


def remove_demo(*, actor: Actor, open_first: bool = False) -> str:
    """Remove the demonstration community in one step; nothing happens when it is not there.

    Returns:
        With ``open_first`` the address that opens the first real account, "" when somebody real can sign in already.
    """
    community = demo_community()
    if community is not None:
        path = community.organisation.path
        with unit_of_work(actor) as work:
            remove_demo_accounts(actor=actor)
            _remove_rows(community.pk, path)
            work.record(Entry(REMOVED, "orgs.organisation", community.pk, community.name))
    return first_sign_in_path(actor=OPERATOR) if open_first else ""


def _remove_rows(community_id: uuid.UUID, path: str) -> None:
    """From what points at others down to what they point at."""
    Job.objects.filter(organisation_path__startswith=path).delete()
    _remove_from_search(path)
    for part in demo_parts():
        part.remove(community_id)
    remove_members(community_id)
    remove_residents(community_id)
    for stored in StoredFile.objects.filter(community_id=community_id, removed_at=None):
        erase(stored)
    remove_organisations(community_id, path)


def _remove_from_search(path: str) -> None:
    entries = SearchEntry.objects.filter(organisation_path__startswith=path)
    by_kind: dict[str, list[uuid.UUID]] = {}
    for kind, subject_id in entries.values_list("kind", "subject_id"):
        by_kind.setdefault(kind, []).append(subject_id)
    for kind, ids in by_kind.items():
        remove(kind, ids)
