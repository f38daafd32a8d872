"""Chinese labels of audit actions and of fields shown in changes; the ledgers that what was recorded enters."""

from collections.abc import Mapping, Sequence

_actions: dict[str, str] = {}
_fields: dict[str, str] = {}
_entered: dict[str, tuple[str, ...]] = {}


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


def register_entered_ledgers(entered: Mapping[str, Sequence[str]]) -> None:
    """Say which ledgers an audit action enters ("party.convert_member": ["党员花名册"]): 今日 shows it as recorded."""
    _entered.update({action: tuple(ledgers) for action, ledgers in entered.items()})


def entered_ledgers() -> Mapping[str, Sequence[str]]:
    """Audit action → the titles of the ledgers it enters; looking at things enters none."""
    return dict(_entered)
