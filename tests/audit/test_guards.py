import uuid

import pytest
from django.db import IntegrityError, connection, transaction

from lianxin.audit.guards import guard_trail, missing_guards, unguard_trail
from lianxin.audit.models import AuditChain, AuditEntry
from lianxin.audit.work import SYSTEM_CHAIN, Entry, unit_of_work
from lianxin.declare.actors import OPERATOR

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_entries() -> None:
    with unit_of_work(OPERATOR) as work:
        work.record(Entry("a"))
        work.record(Entry("b"))


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except IntegrityError:
        return True
    return False


def test_the_database_refuses_to_change_or_remove_entries() -> None:
    statements = [
        "UPDATE audit_auditentry SET reason = 'x' WHERE number = 1",
        "DELETE FROM audit_auditentry WHERE number = 2",
        "DELETE FROM audit_auditentry",
        "DELETE FROM audit_auditchain",
        "UPDATE audit_auditchain SET length = 1",
    ]
    assert [refused(statement) for statement in statements] == [True] * len(statements)
    assert AuditEntry.objects.count() == 2


@pytest.mark.sqlite_only
def test_replace_does_not_go_round_the_guards() -> None:
    columns = ", ".join(str(field.column) for field in AuditEntry._meta.concrete_fields)
    statement = f"INSERT OR REPLACE INTO audit_auditentry ({columns}) SELECT {columns} FROM audit_auditentry"  # noqa: S608
    assert refused(statement)


def test_missing_guards_are_named_and_put_back() -> None:
    assert missing_guards() == []
    unguard_trail()
    assert "audit_chain_only_grows" in missing_guards()
    guard_trail()
    guard_trail()
    assert missing_guards() == []


def test_the_chain_still_grows() -> None:
    with unit_of_work(OPERATOR) as work:
        work.record(Entry("c"))
        work.record(Entry("d", community_id=uuid.uuid4()))
    assert AuditChain.objects.get(pk=SYSTEM_CHAIN).length == 3
