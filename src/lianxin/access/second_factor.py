"""两步登录: who has it, who must have it, and the step of signing in that asks for the code.

Of allauth we take the tables, the arithmetic (RFC 6238, six digits, half a minute, one step of tolerance) and the
stages of signing in; pages, waits and trail are ours.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.stages import LoginStage
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect

from lianxin.access.models import User
from lianxin.access.scope import roles_of

TOTP, CODES = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES


class CodeStage(LoginStage):  # type: ignore[misc]  # allauth ships no types
    """After the right password: on to the page that asks for the code, for accounts that have one."""

    key = "lianxin_code"
    urlname = "access:code"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        """The page to go to, if any, and whether signing in goes on."""
        return (redirect(self.urlname), True) if has_second_factor(self.login.user) else (None, True)


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """Since when an account has it, when it was last used, and how many recovery codes are left."""

    since: datetime
    used_at: datetime | None
    codes_left: int


def has_second_factor(user: Any) -> bool:  # noqa: ANN401 (an account or an anonymous visitor)
    """Whether signing in to the account takes a code."""
    return isinstance(user, User) and Authenticator.objects.filter(user=user, type=TOTP).exists()


def second_factor_of(user: User) -> SecondFactor | None:
    """The account's second factor, None when it has none."""
    rows = {row.type: row for row in Authenticator.objects.filter(user=user)}
    if TOTP not in rows:
        return None
    left = len(RecoveryCodes(rows[CODES]).get_unused_codes()) if CODES in rows else 0
    return SecondFactor(rows[TOTP].created_at, rows[TOTP].last_used_at, left)


def must_have(user: User) -> bool:
    """Whether a role of the account is one of those that the settings ask a code of (none, as shipped)."""
    wanted = settings.SECOND_FACTOR_ROLES
    return bool(wanted) and not user.is_demo and not roles_of(user).isdisjoint(wanted)


def is_due(user: User) -> bool:
    """Whether the account must turn it on before anything else."""
    return must_have(user) and not has_second_factor(user)
