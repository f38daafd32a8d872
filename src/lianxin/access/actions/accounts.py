"""Opening, closing and keeping accounts."""

import unicodedata

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models import Q

from lianxin.access import lockout
from lianxin.access.actions.entries import account_entry
from lianxin.access.models import Grant, Slip, User
from lianxin.access.rules import check_not_last
from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.declare.roles import Role
from lianxin.kernel import clock
from lianxin.kernel.text import tidy_text

SHORTEST_USERNAME = 2
LONGEST_USERNAME = 40
USERNAME_MARKS = frozenset("._-")


def tidy_new_username(text: str) -> str:
    """A user name as stored: half width, lower case, letters (Chinese too), digits and ``. _ -``.

    Raises ``RuleError`` (field "username").
    """
    username = lockout.tidy_username(unicodedata.normalize("NFKC", text))
    if not SHORTEST_USERNAME <= len(username) <= LONGEST_USERNAME:
        raise RuleError(f"用户名要有 {SHORTEST_USERNAME} 到 {LONGEST_USERNAME} 个字。", "username")
    if not all(character.isalnum() or character in USERNAME_MARKS for character in username):
        raise RuleError("用户名只能用字母、数字、汉字和 . _ -，中间不要空格。", "username")
    return username


def open_account(
    *, username: str, name: str, actor: Actor, password: str | None = None, is_demo: bool = False, once: str = ""
) -> User:
    """A new account without any role. Without a password it waits for its slip.

    Raises ``RuleError`` for a name that cannot be used or is taken.
    """
    tidied = tidy_new_username(username)
    with unit_of_work(actor, once=once) as work:
        user = User(
            username=tidied,
            name=tidy_text(name)[:50],
            password=make_password(password),
            is_demo=is_demo,
            created_at=clock.now(),
        )
        try:
            with transaction.atomic():
                user.save(force_insert=True)
        except IntegrityError as error:
            raise RuleError(f"用户名“{tidied}”已经有人用了，请换一个，例如在后面加数字。", "username") from error
        work.record(
            account_entry(
                "access.open_account", user, changes={"username": ["", tidied], "account_name": ["", user.name]}
            )
        )
        work.leads_to(str(user.pk))
    return user


def close_account(*, user: User, actor: Actor, reason: str = "") -> None:
    """The account cannot sign in any more, from the next request on; its open slips are void.

    Raises ``RuleError`` for one's own account and for the last administrator.
    """
    if actor.user_id == user.pk:
        raise RuleError("不能停用自己的账号，请别的管理员来办。")
    for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN):
        check_not_last(user, role)
    with unit_of_work(actor) as work:
        if not User.objects.filter(pk=user.pk, is_active=True).update(is_active=False):
            return
        user.is_active = False
        now = clock.now()
        Slip.objects.filter(user=user, used_at__isnull=True, withdrawn_at__isnull=True).update(withdrawn_at=now)
        work.record(account_entry("access.close_account", user, changes={"account_open": ["是", "否"]}, reason=reason))


def reopen_account(*, user: User, actor: Actor, reason: str = "") -> None:
    """The account can sign in again with its old password and its roles still in force."""
    with unit_of_work(actor) as work:
        if not User.objects.filter(pk=user.pk, is_active=False).update(is_active=True):
            return
        user.is_active = True
        work.record(account_entry("access.reopen_account", user, changes={"account_open": ["否", "是"]}, reason=reason))


def change_password(*, user: User, password: str, actor: Actor) -> None:
    """Set a password the forms have already judged; all other sessions of the account end.

    A session carries a seal over the password's hash (Django), so a new hash ends it at its next request. The same form
    sent twice at once sets it once: a second hash of the same password would end the session the first one left open.
    """
    with unit_of_work(actor) as work:
        now = User.objects.select_for_update().get(pk=user.pk)
        if now.password != user.password and now.check_password(password):
            user.password, user.must_change_password = now.password, now.must_change_password
            return
        user.set_password(password)
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])
        work.record(account_entry("access.change_password", user))


def demand_new_password(*, user: User, actor: Actor) -> None:
    """The account must choose a new password before anything else, from its next request on."""
    with unit_of_work(actor) as work:
        if not User.objects.filter(pk=user.pk, must_change_password=False).update(must_change_password=True):
            return
        user.must_change_password = True
        work.record(account_entry("access.demand_new_password", user))


def remove_demo_accounts(*, actor: Actor) -> int:
    """Remove the demonstration's accounts with their roles and slips; how many. What they did stays in the trail."""
    demo = Q(user__is_demo=True)
    with unit_of_work(actor) as work:
        users = list(User.objects.filter(is_demo=True))
        for user in users:
            work.record(account_entry("access.remove_demo_account", user))
        Slip.objects.filter(demo).delete()
        Grant.objects.filter(demo).delete()
        User.objects.filter(is_demo=True).delete()
    return len(users)
