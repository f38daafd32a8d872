"""What a merge keeps, sealed: the rows before and after it, and the hints that were turned."""

import json
import uuid
from dataclasses import dataclass
from typing import Any

from lianxin.kernel.crypto import keyring
from lianxin.party.images import Held

CONTEXT = "party.person_merge"


@dataclass(frozen=True, slots=True)
class Kept:
    """``before`` and ``after`` hold every row that rested on the two, ``pointers`` of each hint that was turned its code,
    key, whom it means now and meant before, and what was overwritten beside it.
    """

    before: Held
    after: Held
    pointers: list[list[Any]]


def seal_kept(merge_id: uuid.UUID, kept: Kept) -> bytes:
    """Encrypted JSON, tied to its merge."""
    content = [kept.before, kept.after, kept.pointers]
    return keyring().seal(json.dumps(content, ensure_ascii=False), f"{CONTEXT}:{merge_id}")


def open_kept(merge_id: uuid.UUID, sealed: bytes | memoryview) -> Kept:
    """What was kept."""
    return Kept(*json.loads(keyring().open(bytes(sealed), f"{CONTEXT}:{merge_id}")))
