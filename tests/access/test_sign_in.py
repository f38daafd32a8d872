"""Signing in, waiting after failures, the same answer for everybody, and what ends a session."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import hashers
from django.test import Client
from django.urls import reverse
from tests.access.support import PASSWORD

from lianxin.access.actions import change_password, close_account, demand_new_password, issue_slip, open_account
from lianxin.access.models import FailedSignIns, Session, User
from lianxin.audit.models import AuditEntry
from lianxin.declare.actors import OPERATOR
from lianxin.kernel import clock

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
NOON = datetime(2026, 6, 11, 12)


def attempt(
    username: str = "qianwj", password: str = PASSWORD, *, client: Client | None = None, **environ: Any
) -> tuple[int, str]:
    """Status and what the page says is wrong (or where it leads)."""
    response = (client or Client()).post(LOGIN, {"login": username, "password": password}, **environ)
    if response.status_code == 302:
        return 302, response["Location"]
    page = response.content.decode()
    listed = re.search(r'role="alert".*?<ul>(.*?)</ul>', page, re.DOTALL)
    assert listed, page
    return response.status_code, re.sub(r"<[^>]+>", "", listed[1]).strip()


def fail(times: int, username: str = "qianwj", **environ: Any) -> list[tuple[int, str]]:
    return [attempt(username, "不对不对不对不对", **environ) for _ in range(times)]


def actions_in_trail() -> list[str]:
    return list(
        AuditEntry.objects.filter(action__startswith="access.sign").order_by("number").values_list("action", flat=True)
    )


def test_the_right_password_signs_in_under_a_new_session_key_and_is_written_down(user: User) -> None:
    client = Client()
    client.get(LOGIN)
    client.get(reverse("access:slip_password"))
    before = client.session.session_key
    assert attempt(client=client) == (302, "/")
    assert client.session.session_key != before
    assert client.get("/accounts/").status_code == 200
    entry = AuditEntry.objects.get(action="access.sign_in")
    assert (entry.actor_name, entry.target_id, entry.address) == ("钱文静", user.pk, "127.0.0.1")


def test_the_user_name_is_read_without_case_and_blanks(user: User) -> None:
    assert attempt(" QianWJ ") == (302, "/")


@pytest.mark.parametrize("case", ["wrong", "unknown", "closed", "waiting for its slip", "demo from elsewhere"])
def test_every_refusal_answers_alike(user: User, case: str) -> None:
    extra: dict[str, Any] = {}
    username, password = "qianwj", PASSWORD
    if case == "wrong":
        password = "别的什么密码呀"
    elif case == "unknown":
        username = "nobody"
    elif case == "closed":
        close_account(user=user, actor=OPERATOR)
    elif case == "waiting for its slip":
        username = open_account(username="waiting", name="王守信", actor=OPERATOR).username
    else:
        User.objects.filter(pk=user.pk).update(is_demo=True)
        extra = {"REMOTE_ADDR": "192.0.2.7"}
    assert attempt(username, password, **extra) == (200, "用户名或密码不对。请看看大小写和输入法，再试一次。")
    assert actions_in_trail() == ["access.sign_in_failed"]


class CountingHasher(hashers.MD5PasswordHasher):
    """Counts what takes the time."""

    algorithm = "counting"
    work = 0

    def encode(self, password: str, salt: str) -> str:
        type(self).work += 1
        return super().encode(password, salt)


def test_known_unknown_and_closed_accounts_cost_the_same_work(user: User, settings: pytest.FixtureRequest) -> None:
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]  # type: ignore[attr-defined]
    user.set_password(PASSWORD)
    user.save()
    closed = open_account(username="closed", name="王守信", password=PASSWORD, actor=OPERATOR)
    close_account(user=closed, actor=OPERATOR)
    open_account(username="waiting", name="王守信", actor=OPERATOR)
    work = {}
    for username, password in (
        ("qianwj", "不对不对不对"),
        ("nobody", PASSWORD),
        ("closed", PASSWORD),
        ("waiting", PASSWORD),
    ):
        CountingHasher.work = 0
        attempt(username, password)
        work[username] = CountingHasher.work
    assert work == dict.fromkeys(work, 1)


@pytest.mark.parametrize("username", ["qianwj", "nobody"])
def test_five_failures_begin_a_wait_that_known_and_unknown_names_share(user: User, username: str) -> None:
    with clock.frozen(NOON):
        answers = fail(5, username)
        assert {text for _, text in answers} == {"用户名或密码不对。请看看大小写和输入法，再试一次。"}
        locked = attempt(username, PASSWORD)
        assert locked == (
            200,
            "试得太多了，请过 15 分钟再试。急用或者忘了密码，请到社区办公室开一张启用单，凭单子上的口令马上就能进来。",
        )
    assert actions_in_trail() == ["access.sign_in_failed"] * 5 + ["access.sign_in_locked"]


def test_the_wait_grows_with_each_further_failure_and_ends_by_itself(user: User) -> None:
    with clock.frozen(NOON):
        fail(5)
    waits = []
    moment = NOON
    for minutes in (15, 30, 60, 120, 240, 240):
        moment += timedelta(minutes=minutes)
        with clock.frozen(moment - timedelta(seconds=30)):
            waits.append(attempt(password=PASSWORD)[1][:13])
        with clock.frozen(moment + timedelta(seconds=1)):
            fail(1)
        moment += timedelta(seconds=1)
    assert waits == ["试得太多了，请过 1 分钟"] * 6
    with clock.frozen(moment + timedelta(hours=4, seconds=1)):
        assert attempt() == (302, "/")
        assert FailedSignIns.objects.filter(key__startswith="account").count() == 0


def test_the_right_password_forgets_earlier_failures(user: User) -> None:
    fail(4)
    assert attempt() == (302, "/")
    fail(4)
    assert attempt() == (302, "/")


def test_an_address_that_tries_many_names_must_wait_too(user: User) -> None:
    for number in range(20):
        attempt(f"name{number}", "不对不对不对", REMOTE_ADDR="192.0.2.7")
    assert attempt(REMOTE_ADDR="192.0.2.7")[1][:6] == "试得太多了，"
    assert attempt(REMOTE_ADDR="192.0.2.8") == (302, "/")


def test_neighbours_in_one_ipv6_network_are_one_address(user: User) -> None:
    for number in range(20):
        attempt(f"name{number}", "不对不对不对", REMOTE_ADDR=f"2001:db8::{number + 1:x}")
    assert attempt(REMOTE_ADDR="2001:db8::ffff")[1][:6] == "试得太多了，"


def test_a_claimed_forwarded_address_is_not_believed_without_a_trusted_proxy(user: User) -> None:
    for number in range(5):
        attempt("qianwj", "不对不对不对", HTTP_X_FORWARDED_FOR=f"192.0.2.{number}")
    assert attempt()[1][:6] == "试得太多了，"


def test_a_fresh_slip_is_the_way_out_for_the_true_user(user: User) -> None:
    fail(5)
    issue_slip(user=user, actor=OPERATOR)
    assert attempt() == (302, "/")


def test_what_was_typed_as_an_unknown_name_is_kept_nowhere(user: User) -> None:
    attempt("my-secret-password", "x")
    entry = AuditEntry.objects.get(action="access.sign_in_failed")
    assert (entry.target_label, entry.target_id, entry.actor_name) == ("（没有这个用户名）", None, "未登录的来访者")
    assert FailedSignIns.objects.filter(key__contains="secret").count() == 0


def test_a_closed_account_is_out_at_its_next_request(user: User) -> None:
    client = Client()
    attempt(client=client)
    assert client.get("/accounts/").status_code == 200
    close_account(user=user, actor=OPERATOR)
    assert client.get("/accounts/")["Location"] == "/accounts/login/?next=/accounts/"


def test_a_changed_password_ends_the_other_sessions_and_keeps_this_one(user: User) -> None:
    here, elsewhere = Client(), Client()
    attempt(client=here)
    attempt(client=elsewhere)
    new = "黄昏里骑行 七号码头"
    response = here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert (response.status_code, response["Location"]) == (302, "/accounts/")
    assert here.get("/accounts/").status_code == 200
    assert elsewhere.get("/accounts/").status_code == 302
    assert attempt(password=new) == (302, "/")
    entry = AuditEntry.objects.get(action="access.change_password")
    assert (entry.actor_name, entry.changes) == ("钱文静", {})


def test_an_account_told_to_change_its_password_can_do_nothing_else_first(user: User) -> None:
    client = Client()
    attempt(client=client)
    demand_new_password(user=user, actor=OPERATOR)
    assert client.get("/accounts/")["Location"] == "/accounts/password/change/"
    assert client.get("/accounts/password/change/").status_code == 200
    new = "黄昏里骑行 七号码头"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert client.get("/accounts/").status_code == 200


def test_a_demonstration_session_is_good_on_this_machine_only(user: User) -> None:
    client = Client()
    User.objects.filter(pk=user.pk).update(is_demo=True)
    assert attempt(client=client) == (302, "/")
    assert client.get("/accounts/").status_code == 200
    assert client.get("/accounts/", REMOTE_ADDR="192.0.2.7").status_code == 302
    assert attempt(client=Client(), HTTP_X_FORWARDED_FOR="192.0.2.7")[0] == 200


def test_signing_out_ends_the_session_and_is_written_down(user: User) -> None:
    client = Client()
    attempt(client=client)
    assert client.get("/accounts/logout/").status_code == 200
    assert client.get("/accounts/").status_code == 200
    response = client.post("/accounts/logout/")
    assert (response.status_code, response["Location"]) == (302, LOGIN)
    assert client.get("/accounts/").status_code == 302
    assert actions_in_trail() == ["access.sign_in", "access.sign_out"]


def test_nothing_but_what_we_use_of_allauth_is_there(user: User) -> None:
    paths = [
        "signup/",
        "email/",
        "confirm-email/",
        "password/reset/",
        "password/set/",
        "inactive/",
        "login/code/confirm/",
    ]
    assert {path: Client().get(f"/accounts/{path}").status_code for path in paths} == dict.fromkeys(paths, 404)


def test_a_next_address_elsewhere_is_not_followed(user: User) -> None:
    response = Client().post(f"{LOGIN}?next=https://example.org/", {"login": "qianwj", "password": PASSWORD})
    assert response["Location"] == "/"


def test_an_htmx_request_without_session_takes_the_whole_window_to_sign_in() -> None:
    response = Client().get(
        "/accounts/", HTTP_HX_REQUEST="true", HTTP_HX_CURRENT_URL="http://testserver/members/?after=x"
    )
    assert response["HX-Redirect"] == "/accounts/login/?next=%2Fmembers%2F%3Fafter%3Dx"


def test_healthz_touches_no_session() -> None:
    client = Client()
    assert client.get("/healthz").status_code == 200
    assert Session.objects.count() == 0


def test_pages_are_not_kept_by_the_browser(client: Client, user: User) -> None:
    client.force_login(user)
    for path in ("/", "/help/", "/accounts/", "/members/"):
        assert "no-store" in client.get(path).headers["Cache-Control"]
    assert client.get("/nowhere/").headers["Cache-Control"] == "private, no-store"


def test_many_tries_of_a_new_password_are_told_to_wait_in_our_words(client: Client, user: User) -> None:
    client.force_login(user)
    body = {"oldpassword": PASSWORD, "password1": "12345678", "password2": "12345678"}
    answers = [client.post("/accounts/password/change/", body) for _ in range(21)]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    assert "试得太快了，请等一分钟" in answers[-1].content.decode()


def test_a_new_password_sent_twice_at_once_is_one_change_and_keeps_the_session(user: User) -> None:
    first, second = User.objects.get(pk=user.pk), User.objects.get(pk=user.pk)
    for seen in (first, second):
        change_password(user=seen, password=f"{PASSWORD}新", actor=OPERATOR)
    assert second.password == first.password == User.objects.get(pk=user.pk).password
    assert AuditEntry.objects.filter(action="access.change_password").count() == 1
