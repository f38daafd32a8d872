from datetime import UTC, date, datetime

from lianxin.kernel import clock


def test_now_is_aware_and_in_beijing_time() -> None:
    assert clock.now().tzinfo is clock.TZ


def test_a_stopped_clock_stands_still_and_starts_again() -> None:
    moment = datetime(2026, 7, 1, 9, 30, tzinfo=clock.TZ)
    with clock.frozen(moment):
        assert clock.now() == moment
        assert clock.today() == date(2026, 7, 1)
    assert clock.now() != moment


def test_the_day_is_that_of_beijing_not_of_greenwich() -> None:
    with clock.frozen(datetime(2026, 6, 30, 17, 0, tzinfo=UTC)):
        assert clock.today() == date(2026, 7, 1)


def test_a_naive_moment_is_beijing_time() -> None:
    with clock.frozen(datetime(2026, 7, 1, 0, 5)) as moment:
        assert moment.isoformat() == "2026-07-01T00:05:00+08:00"


def test_stops_nest() -> None:
    with clock.frozen(datetime(2026, 1, 1)), clock.frozen(datetime(2028, 2, 29)):
        assert clock.today() == date(2028, 2, 29)
