"""What is done by the clock: rows from what was registered, done once however often it was missed, never lost."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from lianxin.jobs import registry, schedules
from lianxin.jobs.models import Schedule
from lianxin.jobs.registry import Daily, Every, register_schedule
from lianxin.kernel import clock

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 20, 12, 30, tzinfo=clock.TZ)


@pytest.fixture(autouse=True)
def done() -> Iterator[list[str]]:
    before, seen = dict(registry._planned), list[str]()
    registry._planned.clear()
    register_schedule("toy.often", "常做的", Every(timedelta(hours=6)), lambda: seen.append("often"))
    register_schedule("toy.daily", "每天的", Daily(13), lambda: seen.append("daily"))
    yield seen
    registry._planned.clear()
    registry._planned.update(before)


def row(code: str) -> Schedule:
    return Schedule.objects.get(code=code)


def test_rows_are_made_once_and_those_nobody_does_any_more_go(done: list[str]) -> None:
    with clock.frozen(NOON):
        schedules.seed()
        first = {each.code: each.pk for each in Schedule.objects.all()}
        registry._planned.pop("toy.often")
        schedules.seed()
    assert sorted(first) == ["toy.daily", "toy.often"]
    assert {each.code: each.pk for each in Schedule.objects.all()} == {"toy.daily": first["toy.daily"]}


def test_the_frequent_is_done_at_once_and_the_daily_at_its_hour(done: list[str]) -> None:
    with clock.frozen(NOON):
        schedules.seed()
        assert schedules.run_due() == 1
        assert schedules.run_due() == 0
    with clock.frozen(NOON + timedelta(minutes=30)):
        assert schedules.run_due() == 1
    assert done == ["often", "daily"]
    assert row("toy.daily").next_run_at == datetime(2026, 11, 21, 13, 0, tzinfo=clock.TZ)


def test_what_was_missed_for_days_is_done_once(done: list[str]) -> None:
    with clock.frozen(NOON):
        schedules.seed()
    with clock.frozen(NOON + timedelta(days=9)):
        assert schedules.run_due() == 2
        assert schedules.run_due() == 0
    assert sorted(done) == ["daily", "often"]


def test_one_that_fails_is_told_and_does_not_stop_the_others(done: list[str]) -> None:
    def fail() -> None:
        raise ValueError("张三 530112…")

    register_schedule("toy.often", "常做的", Every(timedelta(hours=6)), fail)
    with clock.frozen(NOON + timedelta(hours=1)):
        schedules.seed()
        Schedule.objects.update(next_run_at=clock.now())
        assert schedules.run_due() == 2
    assert done == ["daily"]
    assert row("toy.often").last_error == schedules.FAILED.format("ValueError")


def test_what_a_killed_worker_held_is_done_after_its_lease(done: list[str]) -> None:
    with clock.frozen(NOON):
        schedules.seed()
        Schedule.objects.filter(code="toy.often").update(lease_until=clock.now() + schedules.LEASE)
        assert schedules.run_due() == 0
    with clock.frozen(NOON + schedules.LEASE + timedelta(seconds=1)):
        assert schedules.run_due() == 1
    assert done == ["often"]


def test_what_is_switched_off_is_not_done(done: list[str]) -> None:
    with clock.frozen(NOON):
        schedules.seed()
        Schedule.objects.update(enabled=False)
        assert schedules.run_due() == 0
    assert done == []
