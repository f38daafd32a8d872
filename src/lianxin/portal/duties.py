"""What is due within a reader's scope, gathered from the apps and put in order."""

from collections.abc import Sequence
from datetime import date, timedelta

from lianxin.access.models import User
from lianxin.declare.duties import Duty, DutyKind, duty_sources
from lianxin.ui.parts import Due, Tone

SOON = timedelta(days=7)
WITHIN_A_YEAR = timedelta(days=300)
"""So far ahead (or behind) a day of the month is understood without its year."""


def duties_of(user: User, today: date) -> list[Duty]:
    """Everything due: what has a day by its day, then the rest; of one day rules and promises before wishes."""
    found = [duty for source in duty_sources().values() for duty in source(user, today)]
    return sorted(found, key=_place)


def _place(duty: Duty) -> tuple[date, int, str, str]:
    return (duty.due_on or date.max, list(DutyKind).index(duty.kind), duty.what, duty.whom)


def due_line(duty: Duty, today: date) -> Due:
    """A duty as a line: how urgent in words, what for whom, what is known, the link that settles it."""
    text = "。".join(filter(None, [duty.note.rstrip("。"), duty.basis and f"依据：{duty.basis}"]))
    return Due(_when(duty, today), f"{duty.what}：{duty.whom}", text, _tone(duty, today), duty.settle, duty.url)


def _when(duty: Duty, today: date) -> str:
    label = duty.kind.label
    if duty.due_on is None:
        return duty.nudge or label
    if duty.overdue(today):
        return f"{label} · 过 {(today - duty.due_on).days} 天"
    if duty.due_on == today:
        return f"{label} · 今天"
    if duty.due_on < today:
        return duty.nudge or label
    return f"{label} · {day_text(duty.due_on, today)}"


def _tone(duty: Duty, today: date) -> Tone:
    if duty.overdue(today):
        return "bad"
    if duty.kind is DutyKind.WISH or duty.due_on is None or duty.due_on > today + SOON:
        return "quiet"
    return "warn"


def day_text(day: date, today: date) -> str:
    """A day as one says it: 今天, 12月3日, far ahead 2028年1月."""
    if day == today:
        return "今天"
    return f"{day.month}月{day.day}日" if abs(day - today) < WITHIN_A_YEAR else f"{day.year}年{day.month}月"


def lead_of(duties: Sequence[Duty], today: date) -> str:
    """What stands under the heading of 今日: how much is late, how much falls today."""
    late = sum(duty.overdue(today) for duty in duties)
    now = sum(duty.due_on == today and duty.kind is not DutyKind.WISH for duty in duties)
    if late or now:
        parts = [f"{late} 件过了日子" if late else "", f"{now} 件今天到期" if now else ""]
        return f"该办的事里有 {'，'.join(filter(None, parts))}。"
    return "没有过期的事。下面是该补齐、该准备的。" if duties else "眼下没有要办的事。刚刚记下的在下面。"
