from datetime import date

import pytest

from lianxin.kernel.months import months_after, years_after


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2025, 11, 20), 12, date(2026, 11, 20)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
    ],
)
def test_months_after_end_with_the_month(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


def test_years_after_29_february_end_on_the_28th() -> None:
    assert years_after(date(2024, 2, 29), 3) == date(2027, 2, 28)
