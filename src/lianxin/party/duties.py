"""What the register of members says is due: records to complete, members to place, probations that end."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from django.db.models import QuerySet
from django.urls import reverse

from lianxin.access.models import User
from lianxin.access.scope import can
from lianxin.declare.duties import Duty, DutyKind
from lianxin.kernel.months import months_after
from lianxin.parameters.queries import rules_on
from lianxin.party.models import Member
from lianxin.party.queries import incomplete_of, probations_ending, unassigned_of
from lianxin.party.rules import CHANGE, PROBATION, PROBATION_REMIND

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser

NAMED = 8
"""Names on a line, and members with a line of their own."""
_CONVERSION = "《中国共产党发展党员工作细则》第三十二条"


def record_duties(user: "AbstractBaseUser", today: date) -> Iterator[Duty]:
    """待分支部 and 资料不全, a line each; the office's own wish for a whole register, so never overdue."""
    reader = cast("User", user)
    places, members = can(reader, CHANGE), reverse("party:members")
    yield from _together(
        unassigned_of(reader),
        "待分支部",
        "还没有编入支部，花名册上暂列在社区党组织名下",
        ("分到支部", reverse("party:branch_assignment")) if places else ("看名单", members),
    )
    yield from _together(
        incomplete_of(reader), "资料不全", "缺的项目写在各人页面上方", ("看名单", f"{members}?incomplete=1")
    )


def _together(members: QuerySet[Member], what: str, note: str, settle: tuple[str, str]) -> Iterator[Duty]:
    names = list(members.values_list("person__name", flat=True)[: NAMED + 1])
    if not names:
        return
    whom = "、".join(names[:NAMED]) + (" 等" if len(names) > NAMED else "")
    yield Duty(DutyKind.WISH, what, whom, *settle, note=note, count=len(names), nudge="该补齐了")


def probation_duties(user: "AbstractBaseUser", today: date) -> Iterator[Duty]:
    """预备期满: who is to be converted, prolonged or refused by the branch assembly (domain §3 steps 21-23).

    Only members whose day of joining is known to the day; who flows in is their own branch's affair.
    """
    rules = rules_on(today)
    months = rules.whole(PROBATION)
    latest = months_after(today + timedelta(days=rules.whole(PROBATION_REMIND)), -months)
    rows = probations_ending(cast("User", user), latest)[: NAMED + 1]
    ending = [(pk, name, branch, months_after(joined, months)) for pk, name, branch, joined in rows]
    for pk, name, branch, ends in ending[:NAMED]:
        yield Duty(
            DutyKind.RULE,
            "预备期满，讨论转正",
            f"{name}（{branch}）",
            "登记转正",
            reverse("party:conversion", args=[pk]),
            note=f"预备期到{ends:%Y}年{ends.month}月{ends.day}日；由本人书面申请，支部大会讨论。经批准延长的，以延长期满为准",
            basis=_CONVERSION,
            since=ends,
            due_on=ends,
        )
    if len(ending) > NAMED:
        yield Duty(
            DutyKind.RULE,
            "预备期满，讨论转正",
            "还有别的预备党员",
            "看名单",
            f"{reverse('party:members')}?category=probationary",
            basis=_CONVERSION,
            due_on=ending[NAMED][3],
        )
