"""What the trail holds of signing in and out."""

import uuid

from lianxin.access.actions.entries import account_entry, user_actor, visitor
from lianxin.access.lockout import tidy_username
from lianxin.access.models import Session, User
from lianxin.access.session_store import SessionStore
from lianxin.audit.work import Entry, unit_of_work
from lianxin.declare.actors import Actor

UNKNOWN_ACCOUNT = "（没有这个用户名）"
"""What was typed is not written down: people type passwords into the wrong field."""


def record_sign_in(*, user: User, address: str, how: str = "密码") -> None:
    """Somebody signed in."""
    with unit_of_work(user_actor(user, address)) as work:
        work.record(account_entry("access.sign_in", user, reason=how))


def record_sign_out(*, user: User, address: str) -> None:
    """Somebody signed out."""
    with unit_of_work(user_actor(user, address)) as work:
        work.record(account_entry("access.sign_out", user))


def record_failed_sign_in(*, username: str, address: str, locks: bool) -> None:
    """A wrong user name or password; ``locks``: and with it a wait begins. The same work for known and unknown."""
    with unit_of_work(visitor(address)) as work:
        user = User.objects.filter(username=tidy_username(username)).first()
        for action in ("access.sign_in_failed", *(["access.sign_in_locked"] if locks else [])):
            work.record(account_entry(action, user) if user else Entry(action, target_label=UNKNOWN_ACCOUNT))


def record_failed_slip(*, address: str, locks: bool) -> None:
    """A slip's code that opens nothing."""
    with unit_of_work(visitor(address)) as work:
        work.record(Entry("access.slip_failed", reason="试得太多，暂停这个地址" if locks else ""))


def sweep_sessions() -> None:
    """Remove sessions that have run out."""
    SessionStore.clear_expired()


def end_session(*, user: User, number: uuid.UUID, actor: Actor, reason: str = "") -> bool:
    """Sign one device of the account out, from its next request on; False when it was so already."""
    with unit_of_work(actor) as work:
        row = Session.objects.select_for_update().filter(user=user, number=number).first()
        if row is None:
            return False
        told = "，".join(filter(None, (row.browser, row.address)))
        row.delete()
        work.record(account_entry("access.end_session", user, changes={"device": [told, ""]}, reason=reason))
    return True


def end_sessions(*, user: User, actor: Actor, keep: str | None = None, reason: str = "") -> int:
    """Sign every device of the account out but the one whose session key is ``keep``; how many."""
    with unit_of_work(actor) as work:
        ended, _ = Session.objects.filter(user=user).exclude(session_key=keep or "").delete()
        if ended:
            changes = {"device": [f"{ended} 台", ""]}
            work.record(account_entry("access.end_sessions", user, changes=changes, reason=reason))
    return ended
