"""Which day a saved view shows."""

from datetime import date, timedelta

from django.db import models

Days = tuple[date | None, date | None]


class AsOfKind(models.TextChoices):
    """Reckoned anew each time the view is opened, or a day for good."""

    TODAY = "today", "打开那天"
    MONTH_END = "month_end", "上个月底"
    YEAR_END = "year_end", "上年底"
    FIXED = "fixed", "固定的日子"


PERIODS: dict[str, str] = {
    AsOfKind.TODAY: "今年元旦到打开那天",
    AsOfKind.MONTH_END: "上个月",
    AsOfKind.YEAR_END: "上一年",
}
"""What the same kinds are called for a ledger over a period."""


def days_of(kind: str, today: date, since: date | None, as_of: date | None) -> Days:
    """First and last day; for a ledger of one day only the last counts. None: left to the ledger.

    The end of last month or year is that whole month or year for a ledger over a period.
    """
    if kind == AsOfKind.FIXED:
        return since, as_of
    if kind == AsOfKind.MONTH_END:
        last = today.replace(day=1) - timedelta(days=1)
        return last.replace(day=1), last
    if kind == AsOfKind.YEAR_END:
        return date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)
    return None, None
