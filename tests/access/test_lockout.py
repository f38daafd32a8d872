"""Guesses sent at once count each; what nobody waits for is swept."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connections

from lianxin.access import lockout
from lianxin.access.models import FailedSignIns
from lianxin.kernel import clock

NOON = datetime(2026, 6, 11, 12)


@pytest.mark.django_db(transaction=True)
def test_twelve_guesses_at_once_get_no_further_than_five() -> None:
    start = Barrier(12)
    let_through: list[bool] = []

    def guess() -> None:
        start.wait()
        let_through.append(lockout.begin("qianwj", "192.0.2.7").locked_until is None)
        connections.close_all()

    threads = [Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(let_through) == [False] * 7 + [True] * 5


@pytest.mark.django_db
def test_failures_are_forgotten_after_a_day_without_any() -> None:
    with clock.frozen(NOON):
        for _ in range(4):
            lockout.begin("qianwj", "192.0.2.7")
    with clock.frozen(NOON + timedelta(hours=24, minutes=1)):
        assert not lockout.begin("qianwj", "192.0.2.7").locks
    assert FailedSignIns.objects.get(key__startswith="account").failures == 1


@pytest.mark.django_db
def test_sweeping_leaves_who_still_waits() -> None:
    with clock.frozen(NOON):
        for _ in range(5):
            lockout.begin("waits", "192.0.2.7")
    with clock.frozen(NOON + timedelta(hours=25)):
        FailedSignIns.objects.filter(key=lockout.account_key("waits")).update(locked_until=clock.now() + timedelta(1))
        assert lockout.sweep_failures() == 1
    assert [row.key for row in FailedSignIns.objects.all()] == [lockout.account_key("waits")]


@pytest.mark.django_db
def test_a_right_password_leaves_the_address_as_it_was() -> None:
    lockout.begin("first", "192.0.2.7")
    lockout.succeeded(lockout.begin("second", "192.0.2.7"))
    assert FailedSignIns.objects.get(key=lockout.address_key("192.0.2.7")).failures == 1
    assert not FailedSignIns.objects.filter(key=lockout.account_key("second")).exists()
