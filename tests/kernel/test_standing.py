from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.kernel.partial_dates import PartialDate, Precision
from lianxin.kernel.standing import (
    ERAS,
    Birthday,
    Doubt,
    Standing,
    era_of,
    full_membership_start,
    next_anniversary,
    political_birthday_years,
    probation_doubt,
    standing_years,
)


def day(text: str) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def test_eras_follow_one_another_without_gap() -> None:
    assert [(earlier.ends, later.begins) for earlier, later in pairwise(ERAS)] == [
        (later.begins - timedelta(1), later.begins) for later in ERAS[1:]
    ]
    assert (ERAS[0].begins, ERAS[-1].ends) == (date(1921, 7, 1), None)
    assert [era.begins.isoformat() for era in ERAS if era.without_probation] == [
        "1921-07-01",
        "1928-06-18",
        "1969-04-01",
    ]


@pytest.mark.parametrize(
    ("join", "begins"),
    [
        ("1969-03-31", "1956-09-15"),
        ("1969-04-01", "1969-04-01"),
        ("1969-04", "1969-04-01"),
        ("1969", None),
        ("1977-08-11", "1969-04-01"),
        ("1977-08-12", "1977-08-12"),
        ("1977-08", None),
        ("1982-09-05", "1977-08-12"),
        ("1982-09-06", "1982-09-06"),
        ("1921-06-30", None),
        ("2026", "1982-09-06"),
    ],
)
def test_each_date_of_joining_finds_its_era(join: str, begins: str | None) -> None:
    era = era_of(PartialDate.parse(join))
    assert (era.begins.isoformat() if era else None) == begins


@pytest.mark.parametrize(
    ("join", "full", "start"),
    [
        ("1974-06-18", "", "1974-06-18"),
        ("1974-06-18", "1975-06-18", "1975-06-18"),
        ("1970", "", "1970"),
        ("1969", "", ""),
        ("1957-07-01", "1958-07-01", "1958-07-01"),
        ("1957-07-01", "", ""),
        ("1927-05-01", "", ""),
        ("1921-06", "", ""),
        ("", "1990-07", "1990-07"),
        ("", "", ""),
    ],
)
def test_the_start_of_full_membership(join: str, full: str, start: str) -> None:
    assert full_membership_start(day(join), day(full)) == day(start)


@pytest.mark.parametrize(
    ("join", "full", "on", "birthday", "standing"),
    [
        ("1974-06-18", "", date(2026, 6, 18), 52, Standing(52, 0, approximate=False)),
        ("1957-07-01", "1958-07-01", date(2009, 7, 1), 52, Standing(51, 0, approximate=False)),
        ("1957-07-01", "1958-07-01", date(2009, 6, 30), 51, Standing(50, 11, approximate=False)),
        ("1957.7", "1958.7", date(2009, 7, 1), 52, Standing(51, 0, approximate=True)),
        ("1957-07-01", "", date(2009, 7, 1), 52, None),
        ("2025-07-01", "", date(2026, 1, 1), 0, None),
        ("2000-02-29", "2001-02-28", date(2026, 2, 28), 26, Standing(25, 0, approximate=False)),
        ("2027-01-01", "", date(2026, 1, 1), None, None),
        ("", "", date(2026, 1, 1), None, None),
    ],
)
def test_birthday_and_standing_are_two_numbers(
    join: str, full: str, on: date, birthday: int | None, standing: Standing | None
) -> None:
    assert political_birthday_years(day(join), on) == birthday
    assert standing_years(day(join), day(full), 0, on) == standing


@pytest.mark.parametrize(
    ("adjustment", "expected"),
    [(0, (10, 1)), (-13, (9, 0)), (11, (11, 0)), (-1, (10, 0)), (-2, (9, 11)), (-1000, (0, 0))],
)
def test_standing_is_corrected_by_months(adjustment: int, expected: tuple[int, int]) -> None:
    standing = standing_years(day("2009-05-31"), day("2010-05-31"), adjustment, date(2020, 6, 30))
    assert standing == Standing(*expected, approximate=False)


@pytest.mark.parametrize(
    ("standing", "words"),
    [
        (Standing(51, 3, approximate=False), "51年3个月"),
        (Standing(51, 0, approximate=True), "约51年"),
        (Standing(0, 4, approximate=True), "约4个月"),
        (Standing(0, 0, approximate=False), "0个月"),
    ],
)
def test_standing_in_words(standing: Standing, words: str) -> None:
    assert standing.chinese() == words


@pytest.mark.parametrize(
    ("join", "on", "expected"),
    [
        ("1974-06-18", date(2026, 6, 18), Birthday(date(2026, 6, 18), 52, approximate=False)),
        ("1974-06-18", date(2026, 6, 19), Birthday(date(2027, 6, 18), 53, approximate=False)),
        ("1996-02-29", date(2026, 2, 1), Birthday(date(2026, 2, 28), 30, approximate=False)),
        ("1996-02-29", date(2026, 3, 1), Birthday(date(2027, 2, 28), 31, approximate=False)),
        ("1996-02-29", date(2028, 2, 28), Birthday(date(2028, 2, 29), 32, approximate=False)),
        ("1957.7", date(2009, 1, 1), Birthday(date(2009, 7, 1), 52, approximate=True)),
        ("2026-05-01", date(2026, 5, 1), Birthday(date(2027, 5, 1), 1, approximate=False)),
        ("2026-05-01", date(2025, 1, 1), Birthday(date(2027, 5, 1), 1, approximate=False)),
        ("", date(2026, 1, 1), None),
    ],
)
def test_the_next_political_birthday(join: str, on: date, expected: Birthday | None) -> None:
    assert next_anniversary(day(join), on) == expected


@given(
    st.dates(min_value=date(1921, 7, 1), max_value=date(2030, 12, 31)),
    st.dates(min_value=date(1921, 7, 1), max_value=date(2100, 12, 31)),
    st.sampled_from(Precision),
)
def test_the_next_birthday_has_the_number_counted_on_its_day(joined: date, on: date, precision: Precision) -> None:
    join = PartialDate(joined, precision)
    coming = next_anniversary(join, on)
    assert coming is not None
    assert coming.on >= on
    assert political_birthday_years(join, coming.on) == coming.years
    assert political_birthday_years(join, coming.on - timedelta(1)) == coming.years - 1


@given(st.dates(min_value=date(1982, 9, 6), max_value=date(2020, 12, 31)), st.integers(min_value=0, max_value=20_000))
def test_standing_grows_with_the_days_and_agrees_with_the_years(full: date, days: int) -> None:
    start, on = PartialDate(full), full + timedelta(days)
    today, tomorrow = (standing_years(None, start, 0, when) for when in (on, on + timedelta(1)))
    assert today is not None
    assert tomorrow is not None
    assert (today.years, today.months) <= (tomorrow.years, tomorrow.months)
    assert today.years == start.completed_years(on)


@pytest.mark.parametrize(
    ("join", "full", "doubt"),
    [
        ("2000-07-01", "2001-07-01", None),
        ("2000-07-01", "2001-06-30", Doubt.PROBATION_SHORT),
        ("2000-07-01", "2001-06", Doubt.PROBATION_SHORT),
        ("2000-07", "2001-07", None),
        ("2000", "2001", None),
        ("1974-06-18", "1975-06-18", Doubt.NO_PROBATION_THEN),
        ("1974-06-18", "1974-06-18", None),
        ("1974", "1974-06", None),
        ("1950-01-01", "1950-07-01", None),
        ("1950-01-01", "1950-06-30", Doubt.PROBATION_SHORT),
        ("1969", "", Doubt.ERA_UNCLEAR),
        ("1969", "1970", None),
        ("1921-06-30", "", Doubt.BEFORE_FOUNDING),
        ("2000-07-01", "", None),
        ("", "", None),
    ],
)
def test_dates_that_do_not_go_with_their_time(join: str, full: str, doubt: Doubt | None) -> None:
    assert probation_doubt(day(join), day(full)) == doubt
