"""两步登录: turned on with a code, asked at signing in, waits, recovery codes, reset, and roles that must have it."""

import re
import time
from datetime import datetime
from io import StringIO
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests.access.support import PASSWORD, Place, code_at

from lianxin.access.actions import (
    give_grant,
    issue_slip,
    record_failed_code,
    reset_second_factor,
    turn_on_second_factor,
    use_code,
)
from lianxin.access.models import User
from lianxin.audit.models import AuditEntry
from lianxin.config import env
from lianxin.declare.actors import OPERATOR
from lianxin.declare.errors import RuleError
from lianxin.declare.roles import Role
from lianxin.kernel import clock

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ON = "/accounts/second-factor/on/"
CODE = "/accounts/code/"
WRONG = "000000"


@pytest.fixture(autouse=True)
def _one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """allauth reads the machine's clock; a test must not straddle half a minute."""
    moment = time.time() // 30 * 30 + 15
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: moment)


def now_code(secret: str = SECRET, steps: int = 0) -> str:
    return code_at(secret, time.time() + 30 * steps)


def turned_on(user: User) -> list[str]:
    return turn_on_second_factor(user=user, secret=SECRET, code=now_code(steps=-1), actor=OPERATOR)


def password_typed(username: str = "qianwj") -> Client:
    client = Client()
    response = client.post("/accounts/login/", {"login": username, "password": PASSWORD})
    assert response["Location"] == CODE
    return client


def confirmed() -> Client:
    """Signed in, and the password typed once more."""
    client = Client()
    client.post("/accounts/login/", {"login": "qianwj", "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def actions() -> list[str]:
    rows = AuditEntry.objects.filter(action__startswith="access.").order_by("number").values_list("action", flat=True)
    return [action for action in rows if action != "access.open_account"]


def test_turning_on_asks_for_the_password_once_more(user: User) -> None:
    client = Client()
    client.post("/accounts/login/", {"login": "qianwj", "password": PASSWORD})
    assert client.get(ON)["Location"] == f"/accounts/reauthenticate/?next={quote(ON, safe='')}"


def test_a_telephone_is_taught_by_drawing_or_text_and_proves_it(user: User) -> None:
    client = confirmed()
    page = client.get(ON).content.decode()
    assert "<svg" in page
    assert "style=" not in page
    found = re.search(r"<b>([A-Z2-7 ]{39})</b>", page)
    assert found
    assert client.get(ON).content.decode().count(found[1]) == 1, "reloading keeps what the telephone has read"
    refused = client.post(ON, {"code": WRONG})
    assert "动态码不对" in refused.content.decode()
    sheet = client.post(ON, {"code": now_code(found[1]), "once": "k"}).content.decode()
    assert len(re.findall(r"<li><b>\d{4} \d{4}</b></li>", sheet)) == 10
    assert "access.turn_on_second_factor" in actions()
    assert client.get(ON)["Location"] == "/accounts/second-factor/"


def test_secrets_lie_sealed_in_the_database(user: User) -> None:
    client = confirmed()
    client.get(ON)
    turned_on(user)
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        held = str(cursor.fetchall())
    assert SECRET not in held
    assert Authenticator.objects.count() == 2


def test_signing_in_takes_password_and_code(user: User) -> None:
    turned_on(user)
    client = password_typed()
    assert client.get("/accounts/").status_code == 302, "the password alone opens nothing"
    assert client.get(CODE).status_code == 200
    assert client.post(CODE, {"code": f" {now_code()[:3]} {now_code()[3:]}"})["Location"] == "/"
    assert client.get("/accounts/").status_code == 200
    assert AuditEntry.objects.get(action="access.sign_in").reason == "密码和动态码"


def test_a_code_is_good_once_only(user: User) -> None:
    turned_on(user)
    assert password_typed().post(CODE, {"code": now_code()}).status_code == 302
    assert password_typed().post(CODE, {"code": now_code()}).status_code == 200


def test_full_width_digits_are_read(user: User) -> None:
    turned_on(user)
    wide = now_code().translate({48 + digit: 0xFF10 + digit for digit in range(10)})
    assert password_typed().post(CODE, {"code": wide}).status_code == 302


def test_the_code_page_is_not_there_without_the_password(user: User) -> None:
    turned_on(user)
    assert Client().get(CODE)["Location"] == "/accounts/login/"
    assert Client().post(CODE, {"code": now_code()})["Location"] == "/accounts/login/"


def test_one_can_leave_between_the_two_steps(user: User) -> None:
    turned_on(user)
    client = password_typed()
    assert client.post(CODE, {"leave": "1"})["Location"] == "/accounts/login/"
    assert client.get("/accounts/login/").status_code == 200


def test_five_wrong_codes_begin_a_wait_that_the_right_password_does_not_forget(user: User) -> None:
    turned_on(user)
    with clock.frozen(datetime(2026, 6, 11, 12)):
        client = password_typed()
        for _ in range(5):
            assert "动态码不对" in client.post(CODE, {"code": WRONG}).content.decode()
        assert "请过 15 分钟再试" in client.post(CODE, {"code": now_code()}).content.decode()
        assert "请过 15 分钟再试" in password_typed().post(CODE, {"code": now_code()}).content.decode()
    assert [action for action in actions() if "code" in action] == ["access.code_failed"] * 5 + ["access.code_locked"]


def test_a_recovery_code_stands_in_once(user: User) -> None:
    first, *_ = turned_on(user)
    assert password_typed().post(CODE, {"code": first}).status_code == 302
    assert password_typed().post(CODE, {"code": first}).status_code == 200
    entry = AuditEntry.objects.get(action="access.use_recovery_code")
    assert (entry.reason, entry.changes) == ("还剩 9 个", {})
    assert AuditEntry.objects.get(action="access.sign_in").reason == "密码和备用码"


def test_new_recovery_codes_void_the_old(user: User) -> None:
    client = confirmed()
    old, *_ = turned_on(user)
    assert len(re.findall(r"<b>\d{4} \d{4}</b>", client.post("/accounts/second-factor/codes/").content.decode())) == 10
    assert use_code(user=user, code=old, address="") == ""


def test_turning_off_needs_the_password_and_leaves_the_password_alone(user: User) -> None:
    client = confirmed()
    turned_on(user)
    assert client.get("/accounts/second-factor/off/").status_code == 200
    client.post("/accounts/second-factor/off/")
    assert Authenticator.objects.count() == 0
    response = Client().post("/accounts/login/", {"login": "qianwj", "password": PASSWORD})
    assert response["Location"] == "/"
    assert actions()[-2:] == ["access.turn_off_second_factor", "access.sign_in"]


def test_a_slip_sets_a_password_but_does_not_stand_in_for_the_code(user: User) -> None:
    turned_on(user)
    client = Client()
    client.post("/accounts/slip/", {"code": issue_slip(user=user, actor=OPERATOR).code})
    new = "黄昏里骑行 七号码头"
    response = client.post("/accounts/slip/password/", {"password1": new, "password2": new})
    assert response["Location"] == "/accounts/login/"
    assert client.get("/accounts/").status_code == 302


def test_the_security_administrator_resets_it_with_a_reason(
    user: User, other: User, community: Place, branch: Place
) -> None:
    give_grant(user=user, role=Role.SECURITY_ADMIN, organisation=community, actor=OPERATOR)
    give_grant(user=other, role=Role.BRANCH_SECRETARY, organisation=branch, actor=OPERATOR)
    turned_on(other)
    admin = confirmed()
    url = reverse("backoffice:reset_second_factor", args=[other.pk])
    assert admin.post(url, {"reason": ""}).status_code == 200
    assert Authenticator.objects.count() == 2
    admin.post(url, {"reason": "手机掉了，本人来过"})
    entry = AuditEntry.objects.get(action="access.reset_second_factor")
    assert (Authenticator.objects.count(), entry.reason, entry.target_id) == (0, "手机掉了，本人来过", other.pk)


def test_a_wait_after_wrong_codes_ends_with_the_reset(user: User, other: User) -> None:
    turned_on(user)
    client = password_typed()
    for _ in range(5):
        client.post(CODE, {"code": WRONG})
    reset_second_factor(user=user, actor=OPERATOR, reason="试")
    turn_on_second_factor(user=user, secret=SECRET, code=now_code(), actor=OPERATOR)
    assert password_typed().post(CODE, {"code": now_code(steps=1)}).status_code == 302


def test_the_operator_resets_it_from_this_computer(user: User) -> None:
    turned_on(user)
    call_command("reset_second_factor", "QianWJ", stdout=StringIO())
    assert Authenticator.objects.count() == 0
    assert AuditEntry.objects.get(action="access.reset_second_factor").actor_kind == "operator"
    with pytest.raises(CommandError, match="没有开两步登录"):
        call_command("reset_second_factor", "qianwj")
    with pytest.raises(CommandError, match="没有这个用户名"):
        call_command("reset_second_factor", "nobody")


def test_what_cannot_be_reset_is_said(user: User) -> None:
    with pytest.raises(RuleError, match="没有开两步登录"):
        reset_second_factor(user=user, actor=OPERATOR, reason="试")


def test_a_role_can_be_made_to_have_it(user: User, community: Place, settings: pytest.FixtureRequest) -> None:
    give_grant(user=user, role=Role.AUDITOR, organisation=community, actor=OPERATOR)
    client = confirmed()
    assert client.get("/accounts/").status_code == 200
    settings.SECOND_FACTOR_ROLES = frozenset(["auditor"])  # type: ignore[attr-defined]
    assert client.get("/accounts/")["Location"] == "/accounts/second-factor/"
    assert "规定要用" in client.get("/accounts/second-factor/").content.decode()
    assert client.get(ON).status_code == 200
    turned_on(user)
    assert client.get("/accounts/").status_code == 200
    client.post("/accounts/second-factor/off/")
    assert Authenticator.objects.count() == 2


def test_a_role_nobody_knows_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANXIN_SECOND_FACTOR_ROLES", "auditor，boss")
    with pytest.raises(ImproperlyConfigured, match="boss"):
        env.choices("LIANXIN_SECOND_FACTOR_ROLES", tuple(Role))


def test_a_failed_code_is_a_visitor_s(user: User) -> None:
    record_failed_code(user=user, address="192.0.2.7", locks=False)
    entry = AuditEntry.objects.get(action="access.code_failed")
    assert (entry.actor_name, entry.address, entry.target_id) == ("未登录的来访者", "192.0.2.7", user.pk)
