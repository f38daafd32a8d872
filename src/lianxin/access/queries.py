"""Reads of accounts, roles and slips."""

import uuid

from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.crypto import constant_time_compare

from lianxin.access.codes import code_index, tidy_code
from lianxin.access.models import Grant, Session, Slip, User
from lianxin.access.rules import VIEW_ACCOUNTS
from lianxin.access.scope import scope_of
from lianxin.declare.roles import Role
from lianxin.kernel import clock


def accounts_visible_to(user: object, code: str = VIEW_ACCOUNTS) -> QuerySet[User]:
    """Accounts that hold or held a role in scope, and new ones without any role; by user name."""
    scope = scope_of(user, code)
    if not scope:
        return User.objects.none()
    roles = Grant.objects.filter(user=OuterRef("pk"))
    inside = roles.filter(scope.q("organisation_path"))
    return User.objects.filter(Exists(inside) | ~Exists(roles)).order_by("username")


def grants_visible_to(user: object, code: str = VIEW_ACCOUNTS) -> QuerySet[Grant]:
    """Roles given in scope, the newest first."""
    rows = Grant.objects.select_related("user").order_by("-since", "-id")
    return scope_of(user, code).narrow(rows, "organisation_path")


def with_open_grants(accounts: QuerySet[User]) -> QuerySet[User]:
    """Each account with ``present_grants``: the roles in force today, in one further query."""
    today = clock.today()
    present = Grant.objects.filter(Q(until__isnull=True) | Q(until__gt=today), since__lte=today).order_by("since", "id")
    return accounts.prefetch_related(Prefetch("grants", queryset=present, to_attr="present_grants"))


def holding(accounts: QuerySet[User], role: Role) -> QuerySet[User]:
    """Accounts that hold the role today."""
    today = clock.today()
    held = Grant.objects.filter(
        Q(until__isnull=True) | Q(until__gt=today), user=OuterRef("pk"), role=role.value, since__lte=today
    )
    return accounts.filter(Exists(held))


def slips_of(user: User) -> QuerySet[Slip]:
    """The account's slips, the newest first; the code itself is nowhere."""
    return Slip.objects.filter(user=user).exclude(purpose=Slip.Purpose.FIRST_ACCOUNT).order_by("-created_at", "-id")


def user_by_id(pk: uuid.UUID) -> User | None:
    """The account, None when it is gone."""
    return User.objects.filter(pk=pk).first()


def find_slip(typed: str) -> Slip | None:
    """The living slip with that code, of an account that is open; None when there is none."""
    code = tidy_code(typed)
    return (
        _alive()
        .filter(code_hash=code_index(code), user__is_active=True)
        .exclude(purpose=Slip.Purpose.FIRST_ACCOUNT)
        .first()
    )


def slip_by_id(pk: str) -> Slip | None:
    """A living slip by its identifier (kept in the session between its two pages)."""
    try:
        return _alive().filter(pk=uuid.UUID(pk), user__is_active=True).first()
    except ValueError:
        return None


def find_link(token: str) -> Slip | None:
    """The living link of the first sign-in with that token."""
    return _alive().filter(code_hash=code_index(token), purpose=Slip.Purpose.FIRST_ACCOUNT).first()


def real_account_can_sign_in() -> bool:
    """Whether anybody but the demonstration's people has a password."""
    return (
        User.objects.filter(is_active=True, is_demo=False)
        .exclude(Q(password="") | Q(password__startswith=UNUSABLE_PASSWORD_PREFIX))
        .exists()
    )


def demo_entrance() -> User | None:
    """The demonstration account a newcomer enters by: its secretary."""
    return holding(User.objects.filter(is_demo=True, is_active=True), Role.SECRETARY).order_by("username").first()


def anybody_holding(role: Role) -> bool:
    """Whether an open account holds the role today."""
    return holding(User.objects.filter(is_active=True), role).exists()


def sessions_of(user: User) -> list[Session]:
    """The account's signed-in devices, the latest used first: a handful, so those a new password ended are left out
    by looking into each.
    """
    rows = Session.objects.filter(user=user, expire_date__gt=clock.now()).order_by("-seen_at", "session_key")
    seal = user.get_session_auth_hash()
    return [row for row in rows if constant_time_compare(row.get_decoded().get(HASH_SESSION_KEY, ""), seal)]


def _alive() -> QuerySet[Slip]:
    return Slip.objects.select_related("user").filter(
        used_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=clock.now()
    )
