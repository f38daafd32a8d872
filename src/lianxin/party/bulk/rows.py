"""A member of a bulk change: what is kept of it, sealed, and the rows it is about."""

import json
import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from lianxin.kernel.crypto import keyring
from lianxin.party.images import Held, images_of
from lianxin.party.models import Affiliation, DatedFact, Member, MembershipChange
from lianxin.residents.models import Person

CONTEXT = "party.bulk_row"
_HISTORIES = (DatedFact, Affiliation, MembershipChange)


@dataclass(frozen=True, slots=True)
class Content:
    """The old value in words; the member's rows before and after, once it is written."""

    old: str
    before: Held = field(default_factory=dict)
    after: Held = field(default_factory=dict)


def seal_content(row_id: uuid.UUID, content: Content) -> bytes:
    """Encrypted JSON, tied to its row."""
    text = json.dumps([content.old, content.before, content.after], ensure_ascii=False)
    return keyring().seal(text, f"{CONTEXT}:{row_id}")


def open_content(row_id: uuid.UUID, sealed: bytes | memoryview | None) -> Content:
    """What was kept."""
    return Content(*json.loads(keyring().open(bytes(sealed), f"{CONTEXT}:{row_id}"))) if sealed else Content("")


def held_of(persons: Collection[uuid.UUID]) -> dict[uuid.UUID, Held]:
    """For each person the rows that a correction may write: person, membership, histories; five queries."""
    found: dict[uuid.UUID, Held] = {pk: {} for pk in persons}
    members = {member.pk: member for member in Member.objects.filter(person__in=persons)}
    rows: list[tuple[uuid.UUID, Any]] = [(row.pk, row) for row in Person.objects.filter(pk__in=persons)]
    rows += [(member.person_id, member) for member in members.values()]
    for model in _HISTORIES:
        of_members: Any = model._base_manager.filter(member__in=members)
        rows += [(members[row.member_id].person_id, row) for row in of_members]
    for person, row in rows:
        for label, images in images_of([row]).items():
            found[person].setdefault(label, {}).update(images)
    return found
