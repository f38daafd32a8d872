"""After five wrong passwords an account must wait, after twenty an address; each further failure doubles the wait.

An attempt is counted before the password is looked at and taken back when it was right: a hundred guesses sent at
once are a hundred failures. Unknown user names are counted like known ones, so that the answers do not differ.
The way out for the true user is a fresh slip from the desk.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from lianxin.access.addresses import network_of
from lianxin.access.models import FailedSignIns
from lianxin.kernel import clock
from lianxin.kernel.crypto import keyring

TRIES = {"account": 5, "address": 20, "slip": 20, "code": 5}
"""Failures in a row before the first wait; ``slip`` counts mistyped slip codes of one address, ``code`` an account's
wrong codes of the second step, which its right password does not forget."""
FIRST_WAIT = timedelta(minutes=15)
LONGEST_WAIT = timedelta(hours=4)
FORGOTTEN_AFTER = timedelta(hours=24)
"""A row of failures ends when nothing was tried for so long."""
CONTEXT = "access.failed_sign_ins.key"


@dataclass(frozen=True, slots=True)
class Attempt:
    """``locked_until`` is set when nothing may be tried now; ``locks`` when this failure begins a wait."""

    keys: tuple[str, ...]
    locked_until: datetime | None = None
    locks: bool = False

    @property
    def wait_minutes(self) -> int:
        """Whole minutes left, at least one."""
        left = (self.locked_until or clock.now()) - clock.now()
        return max(1, -(-int(left.total_seconds()) // 60))


def account_key(username: str) -> str:
    """The key of what was typed as user name, known or not."""
    return _key("account", tidy_username(username))


def code_key(username: str) -> str:
    """The key of an account's second step."""
    return _key("code", tidy_username(username))


def address_key(address: str, kind: str = "address") -> str:
    """The key of a sender; ``kind`` is "address" or "slip"."""
    return _key(kind, network_of(address))


def tidy_username(text: str) -> str:
    """A user name as it is compared and stored: without blanks around it, lower case."""
    return text.strip().lower()


def begin(username: str, address: str) -> Attempt:
    """Count an attempt to sign in before it is decided."""
    return _begin(account_key(username), address_key(address))


def begin_slip(address: str) -> Attempt:
    """Count an attempt to use a slip's code."""
    return _begin(address_key(address, "slip"))


def begin_code(username: str, address: str) -> Attempt:
    """Count an attempt at the second step of signing in."""
    return _begin(code_key(username), address_key(address))


def succeeded(attempt: Attempt) -> None:
    """The attempt was right: its account is free again, its address is as it was before."""
    for key in attempt.keys:
        if key.startswith(("account:", "code:")):
            FailedSignIns.objects.filter(pk=key).delete()
        else:
            _take_back(key)


def clear_account(username: str) -> None:
    """A fresh slip was issued or used: the account is free again."""
    FailedSignIns.objects.filter(pk=account_key(username)).delete()


def clear_code(username: str) -> None:
    """The second factor was reset: its wait is over."""
    FailedSignIns.objects.filter(pk=code_key(username)).delete()


def clear_address(address: str) -> None:
    """A good slip was used at this address: it is free again."""
    FailedSignIns.objects.filter(pk__in=[address_key(address), address_key(address, "slip")]).delete()


def sweep_failures() -> int:
    """Remove rows nobody waits for any more; how many."""
    now = clock.now()
    removed, _ = FailedSignIns.objects.filter(last_at__lt=now - FORGOTTEN_AFTER).exclude(locked_until__gt=now).delete()
    return removed


def _begin(*keys: str) -> Attempt:
    now = clock.now()
    with transaction.atomic():
        FailedSignIns.objects.bulk_create([FailedSignIns(pk=key, last_at=now) for key in keys], ignore_conflicts=True)
        rows = list(FailedSignIns.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
        waits = [row.locked_until for row in rows if row.locked_until and row.locked_until > now]
        if waits:
            return Attempt(keys, locked_until=max(waits))
        locks = [_count(row, now) for row in rows]
    return Attempt(keys, locks=any(locks))


def _count(row: FailedSignIns, now: datetime) -> bool:
    row.failures = row.failures + 1 if row.last_at > now - FORGOTTEN_AFTER else 1
    row.last_at = now
    over = row.failures - TRIES[row.key.partition(":")[0]]
    row.locked_until = now + min(FIRST_WAIT * 2 ** min(over, 10), LONGEST_WAIT) if over >= 0 else None
    row.save()
    return over >= 0


def _take_back(key: str) -> None:
    with transaction.atomic():
        row = FailedSignIns.objects.select_for_update().filter(pk=key).first()
        if row is None:
            return
        row.failures = max(0, row.failures - 1)
        row.locked_until = None if row.failures < TRIES[key.partition(":")[0]] else row.locked_until
        row.save()


def _key(kind: str, text: str) -> str:
    return f"{kind}:{keyring().index(f'{kind}:{text}', CONTEXT)}"
