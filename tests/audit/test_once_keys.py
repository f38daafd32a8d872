import uuid
from datetime import datetime

import pytest

from lianxin.audit.actions import sweep_once_keys
from lianxin.audit.models import OnceKey
from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor, ActorKind
from lianxin.kernel import clock

USER = Actor(ActorKind.USER, "钱文静", uuid.UUID(int=7))


@pytest.mark.django_db
def test_form_keys_older_than_a_week_are_swept() -> None:
    for day, key in ((1, "old"), (9, "fresh")):
        with clock.frozen(datetime(2026, 6, day, 9)), unit_of_work(USER, once=key):
            pass
    with clock.frozen(datetime(2026, 6, 10, 9)):
        assert sweep_once_keys() == 1
    assert list(OnceKey.objects.values_list("key", flat=True)) == ["fresh"]
