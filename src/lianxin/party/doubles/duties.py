"""可能重复, the office's own wish: never overdue."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse

from lianxin.declare.duties import Duty, DutyKind
from lianxin.party.doubles.queries import candidates_visible_to, waiting

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

NAMED = 8


def duplicate_duties(user: "AbstractBaseUser", today: date) -> Iterator[Duty]:
    """One line for all pairs that wait for a judgement; one query."""
    rows = waiting(candidates_visible_to(user)).order_by("name_key", "id").select_related(None)
    names = list(rows.values_list("first__name", flat=True)[: NAMED + 1])
    if names:
        whom = "、".join(names[:NAMED]) + (" 等" if len(names) > NAMED else "")
        yield Duty(
            DutyKind.WISH,
            "可能重复",
            whom,
            "去核对",
            reverse("party:duplicates"),
            note="可能是同一个人登记了两次，看一看再合并；不是同一个人的，说一声就不再问",
            count=len(names),
            nudge="该核对了",
        )
