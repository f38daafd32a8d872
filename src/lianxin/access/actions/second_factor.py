"""Turning the second factor on and off, its recovery codes, a code at signing in."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, validate_totp_code
from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, transaction

from lianxin.access import lockout
from lianxin.access.actions.entries import account_entry, user_actor, visitor
from lianxin.access.models import User
from lianxin.access.second_factor import CODES, has_second_factor, must_have
from lianxin.access.second_factor import TOTP as TOTP_TYPE
from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.kernel import clock
from lianxin.kernel.text import to_half_width

WRONG_CODE = "动态码不对。看看手机和这台电脑的时间准不准，等下一个六位数字再试。"
CODE_LIVES = settings.MFA_TOTP_PERIOD * (2 * settings.MFA_TOTP_TOLERANCE + 1)
"""Seconds for which a code would still be right; a used one is refused as long."""
BY_CODE, BY_RECOVERY_CODE = "密码和动态码", "密码和备用码"


def turn_on_second_factor(*, user: User, secret: str, code: str, actor: Actor, once: str = "") -> list[str]:
    """From the next sign-in on the account asks for a code of ``secret``; the recovery codes, to be shown this once.

    Raises ``RuleError`` for a code that does not fit (the telephone would be useless later) or when it is on already.
    """
    if not validate_totp_code(secret, _digits(code)):
        raise RuleError(WRONG_CODE, "code")
    with unit_of_work(actor, once=once) as work:
        try:
            with transaction.atomic():
                TOTP.activate(user, secret)
        except IntegrityError as error:
            raise RuleError("两步登录已经开着了。") from error
        codes = _fresh_codes(user)
        work.record(account_entry("access.turn_on_second_factor", user))
    return codes


def turn_off_second_factor(*, user: User, actor: Actor) -> None:
    """The password alone is enough again. Raises ``RuleError`` when a role of the account must have it."""
    if must_have(user):
        raise RuleError("您的角色规定要用两步登录，不能停用。换了手机，请安全管理员重设，再用新手机启用。")
    with unit_of_work(actor) as work:
        if _removed(user):
            work.record(account_entry("access.turn_off_second_factor", user))


def reset_second_factor(*, user: User, actor: Actor, reason: str) -> None:
    """Somebody lost the telephone and the recovery codes: the password alone is enough until it is turned on anew.

    Raises ``RuleError`` for one's own and when there is nothing to reset.
    """
    if actor.user_id == user.pk:
        raise RuleError("自己的请在“我的账号”里停用。")
    with unit_of_work(actor) as work:
        if not _removed(user):
            raise RuleError(f"{user.name}没有开两步登录。")
        lockout.clear_code(user.username)
        work.record(account_entry("access.reset_second_factor", user, reason=reason))


def renew_recovery_codes(*, user: User, actor: Actor, once: str = "") -> list[str]:
    """Ten new recovery codes, to be shown this once; the old ones are void. Raises ``RuleError`` when it is off."""
    if not has_second_factor(user):
        raise RuleError("还没有开两步登录。")
    with unit_of_work(actor, once=once) as work:
        codes = _fresh_codes(user)
        work.record(account_entry("access.renew_recovery_codes", user))
    return codes


def use_code(*, user: User, code: str, address: str) -> str:
    """How the account signs in with that code, "" when the code is wrong or was used before."""
    digits = _digits(code)
    with unit_of_work(user_actor(user, address)) as work:
        rows = {row.type: row for row in Authenticator.objects.select_for_update().filter(user=user)}
        totp, spare = rows.get(TOTP_TYPE), rows.get(CODES)
        if totp is not None and TOTP(totp).validate_code(digits) and _first_use(user, digits):
            Authenticator.objects.filter(pk=totp.pk).update(last_used_at=clock.now())
            return BY_CODE
        if totp is not None and spare is not None and RecoveryCodes(spare).validate_code(digits):
            spare.refresh_from_db()
            left = len(RecoveryCodes(spare).get_unused_codes())
            work.record(account_entry("access.use_recovery_code", user, reason=f"还剩 {left} 个"))
            return BY_RECOVERY_CODE
    return ""


def record_failed_code(*, user: User, address: str, locks: bool) -> None:
    """A wrong code after the right password; ``locks``: and with it a wait begins."""
    with unit_of_work(visitor(address)) as work:
        for action in ("access.code_failed", *(["access.code_locked"] if locks else [])):
            work.record(account_entry(action, user))


def _fresh_codes(user: User) -> list[str]:
    Authenticator.objects.filter(user=user, type=CODES).delete()
    codes: list[str] = RecoveryCodes.activate(user).generate_codes()
    return codes


def _removed(user: User) -> int:
    removed: int = Authenticator.objects.filter(user=user).delete()[0]
    return removed


def _first_use(user: User, digits: str) -> bool:
    """Allauth remembers a used code for half a minute; with its tolerance it would be right again after that."""
    return bool(cache.add(f"access.code.{user.pk}.{digits}", 1, timeout=CODE_LIVES))


def _digits(code: str) -> str:
    return "".join(character for character in to_half_width(code) if character.isascii() and character.isdigit())
