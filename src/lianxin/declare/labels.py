"""Chinese labels of audit actions and of fields shown in changes."""

from collections.abc import Mapping

_actions: dict[str, str] = {}
_fields: dict[str, str] = {}


def register_audit_labels(labels: Mapping[str, str]) -> None:
    """Name audit actions ("party.register_member": "登记党员")."""
    _actions.update(labels)


def register_field_labels(labels: Mapping[str, str]) -> None:
    """Name fields as they stand in change lists ("join_date": "入党日期")."""
    _fields.update(labels)


def audit_label(action: str) -> str:
    """The label of an audit action, or its code."""
    return _actions.get(action, action)


def field_label(name: str) -> str:
    """The label of a field, or its name."""
    return _fields.get(name, name)


def audit_labels() -> Mapping[str, str]:
    """All registered action labels."""
    return dict(_actions)
