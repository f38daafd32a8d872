"""The one clock of the product: Beijing time, which tests and drills may stop."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from zoneinfo import ZoneInfo

TZ = ZoneInfo("Asia/Shanghai")

_stopped_at: list[datetime] = []
"""Shared by all threads on purpose: a stopped clock must also stand still for the server a test has started."""


def now() -> datetime:
    """The present moment, aware, in Beijing time."""
    return _stopped_at[-1] if _stopped_at else datetime.now(TZ)


def today() -> date:
    """The present day in Beijing."""
    return now().date()


@contextmanager
def frozen(at: datetime) -> Iterator[datetime]:
    """Stop the clock at a moment, for the whole process; may be nested.

    A naive moment is taken as Beijing time. For tests and drills only.
    """
    moment = at.replace(tzinfo=TZ) if at.tzinfo is None else at.astimezone(TZ)
    _stopped_at.append(moment)
    try:
        yield moment
    finally:
        _stopped_at.pop()
