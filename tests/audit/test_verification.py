"""Every edit, removal, reordering and truncation is found, each at its row, with the database's guards taken away."""

import random
import uuid
from typing import Any

import pytest
from django.db.models import F

from lianxin.audit.actions import open_chain
from lianxin.audit.models import AuditChain, AuditEntry
from lianxin.audit.verification import check_chains
from lianxin.audit.work import SYSTEM_CHAIN, Entry, unit_of_work
from lianxin.declare.actors import OPERATOR

pytestmark = pytest.mark.django_db

HERE = uuid.UUID(int=42)
LENGTH = 12


@pytest.fixture(autouse=True)
def trail(unguarded_trail: None) -> None:
    open_chain(HERE, "复兴社区", actor=OPERATOR)
    for number in range(LENGTH):
        with unit_of_work(OPERATOR) as work:
            work.record(
                Entry(
                    "party.correct_member",
                    target_kind="party.member",
                    target_id=uuid.UUID(int=number + 1),
                    target_label=f"党员{number}",
                    community_id=HERE,
                    organisation_path="0001",
                    changes={"education": ["高中", f"大学{number}"], "count": [1, 2.5], "none": [None, True]},
                    reason="改错",
                )
            )


def entry(number: int) -> AuditEntry:
    return AuditEntry.objects.get(chain_id=HERE, number=number)


def faults() -> list[tuple[str, str]]:
    return [(fault.table, fault.row.rsplit(" ", 1)[0]) for fault in check_chains()]


def test_an_untouched_trail_is_whole() -> None:
    assert faults() == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("action", "party.register_member"),
        ("actor_name", "别人"),
        ("actor_kind", "user"),
        ("actor_id", uuid.UUID(int=9)),
        ("address", "10.0.0.9"),
        ("target_kind", "party.other"),
        ("target_id", uuid.UUID(int=99)),
        ("target_label", "另一个人"),
        ("organisation_id", uuid.UUID(int=5)),
        ("organisation_path", "0002"),
        ("changes", {"education": ["高中", "初中"]}),
        ("reason", "别的理由"),
        ("at", "2020-01-01T00:00:00+08:00"),
    ],
)
def test_an_edited_field_is_found(field: str, value: object) -> None:
    AuditEntry.objects.filter(pk=entry(5).pk).update(**{field: value})
    assert faults() == [("audit_auditentry", "复兴社区 第 5 条")]


def test_an_exchanged_identifier_is_found() -> None:
    AuditEntry.objects.filter(pk=entry(5).pk).update(id=uuid.uuid4())
    assert faults() == [("audit_auditentry", "复兴社区 第 5 条")]


def test_an_edit_with_a_hash_made_without_the_key_is_found() -> None:
    AuditEntry.objects.filter(pk=entry(5).pk).update(reason="x", hash="0" * 64)
    assert faults() == [("audit_auditentry", "复兴社区 第 5 条"), ("audit_auditentry", "复兴社区 第 6 条")]


def test_a_removed_entry_is_found() -> None:
    AuditEntry.objects.filter(pk=entry(5).pk).delete()
    assert faults() == [("audit_auditentry", "复兴社区 第 6 条")]


def test_a_removed_entry_with_the_numbers_closed_up_is_found() -> None:
    AuditEntry.objects.filter(pk=entry(12).pk).delete()
    AuditChain.objects.filter(pk=HERE).update(length=F("length") - 1)
    assert faults() == [("audit_auditchain", "复兴社区"), ("audit_auditchain", "复兴社区")]


def test_two_entries_exchanged_are_found() -> None:
    first, second = entry(4), entry(7)
    for pk, number in ((first.pk, 1000), (second.pk, 4), (first.pk, 7)):
        AuditEntry.objects.filter(pk=pk).update(number=number)
    rows = {row for _, row in faults()}
    assert {"复兴社区 第 4 条", "复兴社区 第 7 条"} <= rows


def test_a_truncated_chain_is_found() -> None:
    AuditEntry.objects.filter(chain_id=HERE, number__gt=9).delete()
    assert faults() == [("audit_auditchain", "复兴社区")]


def test_a_truncated_chain_with_its_head_set_back_is_found() -> None:
    AuditEntry.objects.filter(chain_id=HERE, number__gt=9).delete()
    AuditChain.objects.filter(pk=HERE).update(length=9, head=entry(9).hash)
    assert faults() == [("audit_auditchain", "复兴社区")]


def test_an_entry_behind_the_head_is_found() -> None:
    last = entry(12)
    last.pk, last.number, last.previous = uuid.uuid4(), 13, last.hash
    last.save(force_insert=True)
    assert faults() == [("audit_auditchain", "复兴社区")]


def test_a_lost_chain_is_found() -> None:
    AuditEntry.objects.filter(chain_id=HERE).delete()
    AuditChain.objects.filter(pk=HERE).delete()
    assert faults() == [("audit_auditchain", "复兴社区")]


def test_a_lost_system_chain_is_found() -> None:
    AuditEntry.objects.filter(chain_id=SYSTEM_CHAIN).delete()
    AuditChain.objects.filter(pk=SYSTEM_CHAIN).delete()
    assert faults() == [("audit_auditchain", "系统")]


def test_random_tamperings_are_all_found() -> None:
    """Quality list, audit: 1,000 edits, deletions, reorderings and truncations (a tenth of them here)."""
    dice = random.Random(20260611)  # noqa: S311
    original = list(AuditEntry.objects.filter(chain_id=HERE).order_by("number").values())
    columns = [name for name in original[0] if name not in {"chain_id", "changes", "number", "id"}]
    for _ in range(100):
        kind = dice.choice(["edit", "remove", "swap", "cut"])
        one, two = dice.sample(range(1, LENGTH + 1), 2)
        if kind == "edit":
            column = dice.choice(columns)
            rows = AuditEntry.objects.filter(chain_id=HERE, number=one)
            before = rows.values_list(column, flat=True)[0]
            rows.update(**{column: _other(before)})
        elif kind == "remove":
            AuditEntry.objects.filter(chain_id=HERE, number=one).delete()
        elif kind == "swap":
            AuditEntry.objects.filter(chain_id=HERE, number=one).update(number=1000)
            AuditEntry.objects.filter(chain_id=HERE, number=two).update(number=one)
            AuditEntry.objects.filter(chain_id=HERE, number=1000).update(number=two)
        else:
            AuditEntry.objects.filter(chain_id=HERE, number__gte=one).delete()
        assert faults() != [], (kind, one, two)
        AuditEntry.objects.filter(chain_id=HERE).delete()
        AuditEntry.objects.bulk_create(AuditEntry(**row) for row in original)
        assert faults() == []


def _other(value: Any) -> object:  # noqa: ANN401
    if isinstance(value, str):
        return value[:-1] + ("x" if not value.endswith("x") else "y") if value else "x"
    if isinstance(value, uuid.UUID) or value is None:
        return uuid.uuid4()
    return value.replace(year=value.year - 1)
