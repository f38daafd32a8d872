"""What a staged line holds, sealed: what it says, what it writes and what was there before, the cells as they came."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lianxin.kernel.crypto import keyring
from lianxin.residents.rosters.kinds import Write

CONTEXT = "residents.roster_line"
_DUMP = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(slots=True)
class Payload:
    """A line's content; ``cells`` are kept for lines of which something must be said."""

    values: dict[str, Any]
    writes: list[Write] = field(default_factory=list)
    cells: Sequence[str] = ()


def seal_payload(line_id: uuid.UUID, payload: Payload) -> bytes:
    """Encrypted JSON, tied to the line it belongs to."""
    writes = [[write.path, write.values, write.before, write.subject] for write in payload.writes]
    content = {"values": payload.values, "writes": writes, "cells": list(payload.cells)}
    return keyring().seal(_DUMP(content), f"{CONTEXT}:{line_id}")


def open_payload(line_id: uuid.UUID, sealed: bytes | memoryview | None) -> Payload:
    """The content of a staged line; an empty one when it was cleared away."""
    if not sealed:
        return Payload({})
    content = json.loads(keyring().open(sealed, f"{CONTEXT}:{line_id}"))
    writes = [Write(tuple(path), values, before, subject) for path, values, before, subject in content["writes"]]
    return Payload(content["values"], writes, content["cells"])
