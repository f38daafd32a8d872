"""What every write about members does: hold the record, say what it lacks, leave a trace."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F

from lianxin.audit.versions import bump_version
from lianxin.audit.work import Entry
from lianxin.declare.bulk import update_rows
from lianxin.orgs.choices import BRANCH_KINDS
from lianxin.party.finding import KIND
from lianxin.party.models import Member
from lianxin.party.records import missing_fields
from lianxin.residents.models import Person


def hold(member: Member, version: int | None) -> None:
    """Raise the version of the record and hold its row; ``version`` None: whatever it is (a list of many).

    Raises ``StaleVersionError`` when somebody changed it since ``version``.
    """
    if version is not None:
        bump_version(Person, member.person, version)
        return
    Person.objects.filter(pk=member.person_id).update(version=F("version") + 1)
    member.person.version += 1


def waiting_in(member: Member) -> uuid.UUID | None:
    """The organisation in which members of the same community are 待分支部."""
    own = member.community.organisation
    return None if own.kind in BRANCH_KINDS else own.pk


def refresh_missing(members: Sequence[Member], waiting: uuid.UUID | None) -> None:
    """Write anew what the records lack; persons are loaded."""
    rows = []
    for member in members:
        member.missing = missing_fields(member, waiting_in=waiting)
        member.is_complete = not member.missing
        rows.append((member.missing, member.is_complete, member.pk))
    update_rows(Member, ("missing", "is_complete"), ("id",), rows)


def entry_of(
    action: str, member: Member, *, changes: Mapping[str, Sequence[Any]] | None = None, reason: str = ""
) -> Entry:
    """An audit entry about a member, where it stands now."""
    return Entry(
        action,
        target_kind=KIND,
        target_id=member.pk,
        target_label=member.person.name,
        community_id=member.community_id,
        organisation_id=member.organisation_id,
        organisation_path=member.path,
        changes=changes or {},
        reason=reason,
    )
