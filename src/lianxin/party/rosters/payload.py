"""What a staged row holds, sealed: its values, what was there before, and the cells as they came."""

import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from lianxin.kernel.crypto import keyring
from lianxin.kernel.partial_dates import PartialDate, Precision
from lianxin.party.records import FIELDS, MemberValues, Shape

CONTEXT = "party.staged_row"

_PRECISIONS = {4: (Precision.YEAR, "-01-01"), 7: (Precision.MONTH, "-01"), 10: (Precision.DAY, "")}


def _partial_date(text: str) -> PartialDate:
    """What ``PartialDate.iso`` wrote, without ``parse``'s care for what people type."""
    precision, rest = _PRECISIONS[len(text)]
    return PartialDate(date.fromisoformat(text + rest), precision)


_READERS: Mapping[Shape, Callable[[Any], Any]] = {
    Shape.PARTIAL: _partial_date,
    Shape.DATE: date.fromisoformat,
    Shape.ORGANISATION: uuid.UUID,
}
_READ_AS = {name: _READERS[spec.shape] for name, spec in FIELDS.items() if spec.shape in _READERS}
_DUMP = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=str).encode


@dataclass(slots=True)
class Payload:
    """A row's content.

    ``before`` are the old values of what it changes, ``histories`` the dated rows as they were (see ``histories``);
    ``branch`` is the roster's own word for a branch that is not founded yet; ``cells`` are kept for rows of which
    something must be said.
    """

    values: MemberValues
    before: MemberValues = field(default_factory=lambda: cast("MemberValues", {}))
    branch: str = ""
    cells: Sequence[str] = ()
    histories: Mapping[str, Any] = field(default_factory=dict)


def seal_payload(row_id: uuid.UUID, payload: Payload) -> bytes:
    """Encrypted JSON, tied to the row it belongs to."""
    content: dict[str, Any] = {"values": payload.values}
    for name in ("before", "branch", "cells", "histories"):
        if said := getattr(payload, name):
            content[name] = said
    return keyring().seal(_DUMP(content), f"{CONTEXT}:{row_id}")


def open_payload(row_id: uuid.UUID, sealed: bytes | memoryview | None) -> Payload:
    """The content of a staged row; an empty one when it was cleared away."""
    if not sealed:
        return Payload(cast("MemberValues", {}))
    content = json.loads(keyring().open(sealed, f"{CONTEXT}:{row_id}"))
    return Payload(
        _typed(content["values"]),
        _typed(content.get("before", {})),
        content.get("branch", ""),
        content.get("cells", ()),
        content.get("histories", {}),
    )


def _typed(values: dict[str, Any]) -> MemberValues:
    for name in _READ_AS.keys() & values.keys():
        if values[name] is not None:
            values[name] = _READ_AS[name](values[name])
    return cast("MemberValues", values)
