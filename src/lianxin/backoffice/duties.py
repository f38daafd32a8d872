"""What is due about backups: wishes of ours, so they remind and never turn red."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse

from lianxin.access.scope import can
from lianxin.backoffice.rules import MAKE_BACKUPS, PRINT_KEY
from lianxin.backups.queries import Standing, standing
from lianxin.declare.duties import Duty, DutyKind
from lianxin.kernel import clock

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


def backup_duties(user: "AbstractBaseUser", today: date) -> Iterator[Duty]:
    """A backup too old, none carried away for long, the key never printed; for who can see to it."""
    if not can(user, MAKE_BACKUPS) and not can(user, PRINT_KEY):
        return
    now = standing()
    if can(user, MAKE_BACKUPS):
        yield from _backups(now)
    if can(user, PRINT_KEY) and now.printed_at is None:
        yield Duty(
            DutyKind.WISH,
            "打印密钥单",
            "这台电脑",
            "去打印",
            reverse("backoffice:key_sheet"),
            note="还没有打印过。电脑坏了，只有它和备份能把资料救回来。",
            nudge="该打印了",
        )


def _backups(now: Standing) -> Iterator[Duty]:
    page = reverse("backoffice:backups")
    if now.is_overdue:
        since = now.made_at.astimezone(clock.TZ).date() if now.made_at else None
        note = f"上一次是 {since:%Y-%m-%d}。" if since else "还没有备份过。"
        yield Duty(DutyKind.WISH, "备份过期", "这台电脑", "去备份", page, note=note, since=since, nudge="该备份了")
    elif now.wants_carrying:
        since = now.carried_at.astimezone(clock.TZ).date() if now.carried_at else None
        note = f"上一次抄走是 {since:%Y-%m-%d}。" if since else "备份都还在这台电脑上。"
        yield Duty(DutyKind.WISH, "把备份抄到 U 盘", "这台电脑", "去抄", page, note=note, since=since, nudge="该抄走了")
