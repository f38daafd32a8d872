import pytest
from tests.access.support import PASSWORD, Place

from lianxin.access.actions import close_account as close
from lianxin.access.actions import (
    give_grant,
    issue_slip,
    open_account,
    remove_demo_accounts,
    reopen_account,
)
from lianxin.access.models import Grant, Slip, User
from lianxin.access.queries import accounts_visible_to
from lianxin.audit.models import AuditEntry
from lianxin.declare.actors import OPERATOR
from lianxin.declare.errors import RuleError
from lianxin.declare.roles import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "kept"),
    [(" ZhangSan ", "zhangsan"), ("ｚｈａｎｇ", "zhang"), ("张三", "张三"), ("li-si_2.x", "li-si_2.x")],
)
def test_user_names_are_kept_in_one_form(typed: str, kept: str) -> None:
    assert open_account(username=typed, name="张三", actor=OPERATOR).username == kept


@pytest.mark.parametrize("typed", ["", "a", "x" * 41, "zhang san", "a<b>", "a@b", "张三！"])
def test_other_user_names_are_refused(typed: str) -> None:
    with pytest.raises(RuleError) as caught:
        open_account(username=typed, name="张三", actor=OPERATOR)
    assert caught.value.field == "username"


def test_a_user_name_is_given_once_in_any_case(user: User) -> None:
    with pytest.raises(RuleError, match="已经有人用了"):
        open_account(username="QIANWJ", name="另一个人", actor=OPERATOR)
    assert AuditEntry.objects.count() == 1


def test_closing_and_reopening_are_written_down_with_their_reason(user: User) -> None:
    close(user=user, actor=OPERATOR, reason="调走")
    close(user=user, actor=OPERATOR, reason="又一次")
    reopen_account(user=user, actor=OPERATOR, reason="调回")
    assert User.objects.get().is_active
    assert list(AuditEntry.objects.order_by("number").values_list("action", "reason")) == [
        ("access.open_account", ""),
        ("access.close_account", "调走"),
        ("access.reopen_account", "调回"),
    ]


def test_accounts_are_seen_by_whoever_has_their_organisation_in_scope(
    user: User, other: User, community: Place, foreign: Place, branch: Place
) -> None:
    give_grant(user=user, role=Role.SECRETARY, organisation=community, actor=OPERATOR)
    stranger = open_account(username="stranger", name="生人", actor=OPERATOR)
    newcomer = open_account(username="newcomer", name="新人", actor=OPERATOR)
    give_grant(user=stranger, role=Role.SECRETARY, organisation=foreign, actor=OPERATOR)
    give_grant(user=other, role=Role.GROUP_LEADER, organisation=branch, actor=OPERATOR)
    assert list(accounts_visible_to(user)) == [newcomer, user, other]
    assert list(accounts_visible_to(stranger)) == [newcomer, stranger]
    assert list(accounts_visible_to(other)) == []


def test_removing_the_demonstration_s_accounts_keeps_their_trail(user: User, community: Place) -> None:
    demo = open_account(username="demo", name="演示", password=PASSWORD, is_demo=True, actor=OPERATOR)
    give_grant(user=demo, role=Role.SECRETARY, organisation=community, actor=OPERATOR)
    issue_slip(user=demo, actor=OPERATOR)
    before = AuditEntry.objects.count()
    assert remove_demo_accounts(actor=OPERATOR) == 1
    assert (list(User.objects.all()), Grant.objects.count(), Slip.objects.count()) == ([user], 0, 0)
    assert AuditEntry.objects.count() == before + 1
