"""Accounts of members: whose an account is, and what becomes of it when the member leaves the roll."""

import uuid
from contextlib import suppress

from django.db.models import Q

from lianxin.access.actions.accounts import close_account
from lianxin.access.actions.grants import end_grant
from lianxin.access.models import Grant, User
from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.party.actions.common import entry_of
from lianxin.party.choices import ChangeKind
from lianxin.party.models import Member, PersonAccount

TIE_ACCOUNT = "party.tie_account"


def release_account(member: Member, kind: ChangeKind, actor: Actor) -> bool:
    """End the roles of who leaves, and close the account of who died; whether there was an account.

    The last administrator's role and one's own account stay as they are: those are handed over by hand.
    """
    account = PersonAccount.objects.select_related("user").filter(person=member.person_id).first()
    if account is None:
        return False
    reason = f"离开名册：{kind.label}"
    grants = Grant.objects.select_related("user").filter(
        user=account.user, until__isnull=True, organisation_path__startswith=member.community.organisation.path
    )
    for grant in grants:
        with suppress(RuleError):
            end_grant(grant=grant, actor=actor, reason=reason)
    if kind is ChangeKind.DIED:
        with suppress(RuleError):
            close_account(user=account.user, actor=actor, reason=reason)
    return True


def tie_account(*, user: User, person_id: uuid.UUID, actor: Actor) -> PersonAccount:
    """Say that an account is a member's own. Raises ``RuleError`` when either is tied already."""
    member = Member.objects.select_related("person").get(person_id=person_id)
    with unit_of_work(actor) as work:
        if PersonAccount.objects.filter(Q(user=user) | Q(person=person_id)).exists():
            raise RuleError("这个账号或这名党员已经对应好了。", "user")
        account = PersonAccount.objects.create(user=user, person_id=person_id)
        work.record(entry_of(TIE_ACCOUNT, member, changes={"account": ["", user.username]}))
    return account
