"""An audit entry in the reader's words."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from lianxin.audit.models import AuditEntry
from lianxin.declare.labels import audit_label, field_label
from lianxin.declare.refs import ref_label, resolve
from lianxin.kernel.clock import TZ
from lianxin.ui.parts import Difference, Fact


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the list."""

    url: str
    when: str
    who: str
    what: str
    target: str
    chain: str


def line_of(entry: AuditEntry) -> Line:
    """An entry as one row."""
    return Line(
        url=reverse("backoffice:entry", args=[entry.pk]),
        when=f"{entry.at.astimezone(TZ):%Y-%m-%d %H:%M:%S}",
        who=entry.actor_name,
        what=audit_label(entry.action),
        target=entry.target_label,
        chain=entry.chain.name,
    )


def facts_of(entry: AuditEntry) -> list[Fact]:
    """Everything an entry holds but its changes."""
    known = resolve(entry.target_kind, [entry.target_id]) if entry.target_id else {}
    target = known.get(entry.target_id) if entry.target_id else None
    return [
        Fact("时间", f"{entry.at.astimezone(TZ):%Y年%-m月%-d日 %H:%M:%S}"),
        Fact("谁", entry.actor_name),
        Fact("从哪里", entry.address or "本机"),
        Fact("做了什么", audit_label(entry.action), note=entry.action),
        Fact("对象", entry.target_label, url=target.url if target else "", note=_kind(entry)),
        Fact("理由", entry.reason or "—"),
        Fact("审计链", f"{entry.chain.name or entry.chain_id} 第 {entry.number} 条"),
        Fact("指纹", entry.hash, wide=True),
    ]


def differences(entry: AuditEntry) -> list[Difference]:
    """What changed, field by field; sensitive values were masked before they were written."""
    return [Difference(field_label(name), _text(pair[0]), _text(pair[-1])) for name, pair in entry.changes.items()]


def _kind(entry: AuditEntry) -> str:
    return ref_label(entry.target_kind) if entry.target_kind else ""


def _text(value: Any) -> str:  # noqa: ANN401 (whatever JSON holds)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(_text(part) for part in value)
    return str(value)
