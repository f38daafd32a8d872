import uuid

import pytest
from django.db import connection

from lianxin.audit.models import AuditEntry
from lianxin.audit.references import check_references
from lianxin.audit.work import SYSTEM_CHAIN, Entry, unit_of_work
from lianxin.declare.actors import OPERATOR

NOWHERE = uuid.UUID(int=77)


@pytest.mark.sqlite_only
@pytest.mark.django_db
def test_a_row_that_points_nowhere_is_named(unguarded_trail: None) -> None:
    with unit_of_work(OPERATOR) as work:
        work.record(Entry("a"))
    lost = AuditEntry.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA defer_foreign_keys = ON")
    AuditEntry.objects.update(chain_id=NOWHERE)
    found = [(fault.table, fault.row) for fault in check_references()]
    AuditEntry.objects.update(chain_id=SYSTEM_CHAIN)
    assert found == [("audit_auditentry", lost.pk.hex)]
    assert list(check_references()) == []
