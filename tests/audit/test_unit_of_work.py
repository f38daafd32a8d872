import uuid

import pytest

from lianxin.audit.models import AuditChain, AuditEntry, OnceKey
from lianxin.audit.work import SYSTEM_CHAIN, AlreadyDoneError, Entry, unit_of_work
from lianxin.declare.actors import OPERATOR, SYSTEM, Actor, ActorKind

pytestmark = pytest.mark.django_db

USER = Actor(ActorKind.USER, "钱文静", uuid.UUID(int=7), "127.0.0.1")


def write(action: str, community: uuid.UUID | None = None, actor: Actor = OPERATOR) -> None:
    with unit_of_work(actor) as work:
        work.record(Entry(action, community_id=community))


def test_entries_are_numbered_and_chained_by_community() -> None:
    here, there = uuid.uuid4(), uuid.uuid4()
    for action, community in (("a", here), ("b", there), ("c", here), ("d", None)):
        write(action, community)
    rows = AuditEntry.objects.filter(chain_id=here).order_by("number")
    assert [(row.action, row.number) for row in rows] == [("a", 1), ("c", 2)]
    assert [row.previous for row in rows] == ["", rows[0].hash]
    assert AuditChain.objects.get(pk=here).head == rows[1].hash
    assert list(AuditEntry.objects.filter(chain_id=SYSTEM_CHAIN).values_list("action", flat=True)) == ["d"]


def half_a_unit() -> None:
    with unit_of_work(OPERATOR) as work:
        OnceKey.objects.create(actor_id=uuid.uuid4(), key="x", at="2026-06-11T08:00:00+08:00")
        work.record(Entry("never"))
        raise ZeroDivisionError


def test_a_failed_unit_leaves_neither_change_nor_entry() -> None:
    with pytest.raises(ZeroDivisionError):
        half_a_unit()
    assert (OnceKey.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_inner_units_join_the_outer_one() -> None:
    with unit_of_work(USER) as outer:
        outer.record(Entry("outer"))
        with unit_of_work(SYSTEM) as inner:
            inner.record(Entry("inner"))
        assert AuditEntry.objects.count() == 0
    rows = AuditEntry.objects.order_by("number")
    assert [(row.action, row.actor_name, row.address) for row in rows] == [
        ("outer", "钱文静", "127.0.0.1"),
        ("inner", "钱文静", "127.0.0.1"),
    ]


def test_the_same_form_twice_is_done_once_and_leads_to_the_first_result() -> None:
    with unit_of_work(USER, once="key") as work:
        work.record(Entry("made"))
        work.leads_to("/members/1/")
    with pytest.raises(AlreadyDoneError) as caught, unit_of_work(USER, once="key"):
        pass
    assert caught.value.result == "/members/1/"
    assert AuditEntry.objects.count() == 1


def test_a_key_belongs_to_one_user() -> None:
    other = Actor(ActorKind.USER, "别人", uuid.UUID(int=8))
    for actor in (USER, other):
        with unit_of_work(actor, once="key") as work:
            work.record(Entry("made"))
    assert AuditEntry.objects.count() == 2
