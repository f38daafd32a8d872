"""Days so many months or years away, as rules count them."""

from datetime import date

from lianxin.kernel.partial_dates import days_in_month

_MONTHS = 12


def months_after(day: date, months: int) -> date:
    """The same day so many months later (negative: earlier); the month's last where it has no such day."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    return date(year, month + 1, min(day.day, days_in_month(year, month + 1)))


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 28 February for the 29th in common years."""
    return months_after(day, years * _MONTHS)
