from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.kernel.partial_dates import (
    FIRST_YEAR,
    LAST_YEAR,
    PartialDate,
    PartialDateError,
    Precision,
    days_in_month,
    same_day_in_year,
)

PARTIAL_DATES = st.builds(
    PartialDate,
    st.dates(min_value=date(FIRST_YEAR, 1, 1), max_value=date(LAST_YEAR, 12, 31)),
    st.sampled_from(Precision),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1957.7", "1957-07"),
        ("1957-07", "1957-07"),
        ("195707", "1957-07"),
        ("1957年7月", "1957-07"),
        ("1957 年 7 月份", "1957-07"),
        ("1957.10", "1957-10"),
        ("19570701", "1957-07-01"),
        ("1957/7/1", "1957-07-01"),
        ("1957年7月1日", "1957-07-01"),
        ("1957年7月1号", "1957-07-01"),
        ("1957-07-01", "1957-07-01"),
        ("1957—07—01", "1957-07-01"),
        ("1957.07.01", "1957-07-01"),
        ("1957。7。1", "1957-07-01"),
        ("1957-07-01 00:00:00", "1957-07-01"),
        ("1957-07-01T08:30", "1957-07-01"),
        ("１９５７．７", "1957-07"),
        ("１９５７年７月１日", "1957-07-01"),
        ("'195707", "1957-07"),
        (" 1957 ", "1957"),
        ("1957年", "1957"),
        ("2000-02-29", "2000-02-29"),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, expected: str) -> None:
    assert PartialDate.parse(text).iso() == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1957.13", "“1957.13”中的月份 13 不存在，请改为 1 至 12。"),
        ("195700", "“195700”中的月份 0 不存在，请改为 1 至 12。"),
        ("1957-02-30", "“1957-02-30”这一天不存在：1957年2月没有30日。"),
        ("19570229", "“19570229”这一天不存在：1957年2月没有29日。"),
        ("0957-01-01", "“0957-01-01”的年份 957 不对，应在 1850 至 2199 之间。"),
        ("57.7", "“57.7”不是能读懂的日期，请写成 1957-07-01、1957-07 或 1957。"),
        ("1957071", "“1957071”不是能读懂的日期，请写成 1957-07-01、1957-07 或 1957。"),
        ("不详", "“不详”不是能读懂的日期，请写成 1957-07-01、1957-07 或 1957。"),
        ("", "“”不是能读懂的日期，请写成 1957-07-01、1957-07 或 1957。"),
    ],
)
def test_what_is_no_date_is_said_in_a_sentence(text: str, message: str) -> None:
    with pytest.raises(PartialDateError) as refusal:
        PartialDate.parse(text)
    assert str(refusal.value) == message


@given(PARTIAL_DATES)
def test_written_forms_are_read_back(partial: PartialDate) -> None:
    assert PartialDate.parse(partial.iso()) == partial
    assert PartialDate.parse(partial.chinese()) == partial
    assert PartialDate.parse(partial.iso().replace("-", "")) == partial
    assert PartialDate.of(partial.on, str(partial.precision)) == partial


@given(st.text())
def test_any_text_is_a_date_or_a_refusal(text: str) -> None:
    try:
        partial = PartialDate.parse(text)
    except PartialDateError:
        return
    assert PartialDate.parse(str(partial)) == partial


def test_an_empty_column_is_no_date() -> None:
    assert PartialDate.of(None, "d") is None


def test_the_first_day_stands_for_all() -> None:
    partial = PartialDate(date(1957, 7, 15), Precision.MONTH)
    assert (partial.on, partial.last(), partial) == (date(1957, 7, 1), date(1957, 7, 31), PartialDate.parse("1957.7"))
    assert PartialDate(date(1957, 7, 15), Precision.YEAR).last() == date(1957, 12, 31)
    assert PartialDate(date(1957, 7, 15)).last() == date(1957, 7, 15)


@pytest.mark.parametrize(
    ("iso", "chinese", "approximate"),
    [("1957-07-01", "1957年7月1日", False), ("1957-07", "1957年7月", True), ("1957", "1957年", True)],
)
def test_chinese_form_and_approximation(iso: str, chinese: str, *, approximate: bool) -> None:
    partial = PartialDate.parse(iso)
    assert (partial.chinese(), partial.approximate, str(partial)) == (chinese, approximate, iso)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("1957-07-15", "1957-07", 0),
        ("1957-07-15", "1957", 0),
        ("1957-08-01", "1957-07", 1),
        ("1956-12-31", "1957", -1),
        ("1957-07-15", "1957-07-16", -1),
        ("1957", "1957-07", 0),
    ],
)
def test_dates_compare_at_the_coarser_precision(one: str, other: str, expected: int) -> None:
    assert PartialDate.parse(one).compare(PartialDate.parse(other)) == expected


@given(PARTIAL_DATES, PARTIAL_DATES)
def test_comparing_turns_round_and_agrees_with_the_days(one: PartialDate, other: PartialDate) -> None:
    assert one.compare(other) == -other.compare(one)
    if one.compare(other) < 0:
        assert one.last() < other.on
    assert one.compare(PartialDate(one.last(), one.precision)) == 0


def test_finer_dates() -> None:
    day, month, year = (PartialDate.parse(text) for text in ("1957-07-01", "1957-07", "1957"))
    assert [one.finer_than(other) for one in (day, month, year) for other in (day, month, year)] == [
        *(False, True, True),
        *(False, False, True),
        *(False, False, False),
    ]


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        ("1957-07-01", date(2009, 6, 30), 51),
        ("1957-07-01", date(2009, 7, 1), 52),
        ("1957-07", date(2009, 7, 1), 52),
        ("1957", date(2009, 1, 1), 52),
        ("2000-02-29", date(2017, 2, 27), 16),
        ("2000-02-29", date(2017, 2, 28), 17),
        ("2000-02-29", date(2020, 2, 28), 19),
        ("2000-02-29", date(2020, 2, 29), 20),
        ("2009-07-01", date(2009, 6, 1), 0),
    ],
)
def test_completed_years(born: str, on: date, years: int) -> None:
    assert PartialDate.parse(born).completed_years(on) == years


@given(st.dates(min_value=date(FIRST_YEAR, 1, 1), max_value=date(LAST_YEAR, 12, 31)))
def test_months_and_anniversaries_fit_the_calendar(day: date) -> None:
    assert date(day.year, day.month, days_in_month(day.year, day.month)) + timedelta(1) == (
        date(day.year + day.month // 12, day.month % 12 + 1, 1)
    )
    assert same_day_in_year(day, day.year) == day
