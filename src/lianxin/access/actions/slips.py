"""Printed slips for first activation and new passwords, and the link of the very first sign-in."""

import secrets
from dataclasses import dataclass, field
from datetime import timedelta

from django.urls import reverse

from lianxin.access import lockout
from lianxin.access.actions.accounts import open_account
from lianxin.access.actions.entries import account_entry, user_actor, visitor
from lianxin.access.codes import code_index, grouped, new_code
from lianxin.access.models import Slip, User
from lianxin.access.queries import demo_entrance, find_link, real_account_can_sign_in
from lianxin.audit.work import Entry, unit_of_work
from lianxin.declare.actors import OPERATOR, Actor
from lianxin.declare.errors import RuleError
from lianxin.kernel import clock

SLIP_DAYS = 14
LONGEST_SLIP_DAYS = 60
LINK_HOURS = 24
SPENT = "这个口令不对、已经用过，或者过了期。请到社区办公室重新开一张。"
LINK_SPENT = "这个链接已经用过或过了期。请重新启动连心桥（lianxin up），用它新打印的链接。"


@dataclass(frozen=True, slots=True)
class IssuedSlip:
    """A slip with its code in clear: shown once, on the page that is printed."""

    slip: Slip
    code: str = field(repr=False)


def issue_slip(*, user: User, actor: Actor, days: int = SLIP_DAYS, once: str = "") -> IssuedSlip:
    """A new slip for the account; earlier ones are void and a wait after wrong passwords is lifted.

    For an account that never had a password it activates, else it sets a new one. The old password stays good until
    the slip is used. Raises ``RuleError`` for a closed account.
    """
    if not user.is_active:
        raise RuleError("这个账号已经停用。请先恢复账号，再开启用单。")
    now = clock.now()
    code = new_code()
    purpose = Slip.Purpose.RESET if user.has_usable_password() else Slip.Purpose.ACTIVATION
    with unit_of_work(actor, once=once) as work:
        _withdraw(user)
        slip = Slip.objects.create(
            user=user,
            purpose=purpose,
            code_hash=code_index(code),
            created_at=now,
            created_by=actor.name[:100],
            expires_at=now + timedelta(days=min(max(days, 1), LONGEST_SLIP_DAYS)),
        )
        lockout.clear_account(user.username)
        until = slip.expires_at.date().isoformat()
        work.record(account_entry("access.issue_slip", user, changes={"slip": ["", f"{purpose.label}，{until}前有效"]}))
    return IssuedSlip(slip, grouped(code))


def use_slip(*, slip: Slip, password: str, address: str) -> User:
    """Set the password the forms have judged and spend the slip; the account's and the address's waits are lifted.

    Raises ``RuleError`` when the slip was spent, withdrawn or expired meanwhile.
    """
    user = slip.user
    if user is None or slip.purpose == Slip.Purpose.FIRST_ACCOUNT:
        raise RuleError(SPENT)
    with unit_of_work(user_actor(user, address)) as work:
        _spend(slip, SPENT)
        user.set_password(password)
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])
        lockout.clear_account(user.username)
        lockout.clear_address(address)
        work.record(account_entry("access.use_slip", user, reason=Slip.Purpose(slip.purpose).label))
    return user


def first_sign_in_path(*, actor: Actor = OPERATOR) -> str:
    """The address of the first sign-in, good for a day and once; an earlier one is void.

    In a house with the demonstration only, it leads into the demonstration; in an empty house to the page that opens
    the first account. "" as soon as somebody real can sign in.
    """
    if real_account_can_sign_in():
        return ""
    now = clock.now()
    token = secrets.token_urlsafe(24)
    with unit_of_work(actor) as work:
        Slip.objects.filter(purpose=Slip.Purpose.FIRST_ACCOUNT, used_at__isnull=True, withdrawn_at__isnull=True).update(
            withdrawn_at=now
        )
        Slip.objects.create(
            user=demo_entrance(),
            purpose=Slip.Purpose.FIRST_ACCOUNT,
            code_hash=code_index(token),
            created_at=now,
            created_by=actor.name[:100],
            expires_at=now + timedelta(hours=LINK_HOURS),
        )
        work.record(Entry("access.first_link"))
    return reverse("access:first", args=[token])


def open_first_account(*, token: str, username: str, name: str, password: str, address: str) -> User:
    """Open the first account through the link. What it may do is given when the community is founded.

    Raises ``RuleError`` for a spent link and a user name that cannot be used.
    """
    with unit_of_work(visitor(address)):
        link = find_link(token)
        if link is None or link.user is not None:
            raise RuleError(LINK_SPENT)
        _spend(link, LINK_SPENT)
        return open_account(username=username, name=name, password=password, actor=visitor(address))


def enter_demo(*, token: str, address: str) -> User:
    """The demonstration account the link leads to. Raises ``RuleError`` for a spent link."""
    with unit_of_work(visitor(address)) as work:
        link = find_link(token)
        if link is None or link.user is None:
            raise RuleError(LINK_SPENT)
        _spend(link, LINK_SPENT)
        work.record(account_entry("access.use_slip", link.user, reason=Slip.Purpose.FIRST_ACCOUNT.label))
        return link.user


def _withdraw(user: User) -> None:
    Slip.objects.filter(user=user, used_at__isnull=True, withdrawn_at__isnull=True).update(withdrawn_at=clock.now())


def _spend(slip: Slip, otherwise: str) -> None:
    now = clock.now()
    alive = Slip.objects.filter(pk=slip.pk, used_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=now)
    if not alive.update(used_at=now):
        raise RuleError(otherwise)
