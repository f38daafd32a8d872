"""A printed slip: shown once, used once, for a fortnight, and only the newest."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from lianxin.access.actions import close_account, issue_slip, open_account
from lianxin.access.codes import ALPHABET, grouped, new_code, tidy_code
from lianxin.access.models import Slip, User
from lianxin.audit.models import AuditEntry
from lianxin.declare.actors import OPERATOR
from lianxin.declare.errors import RuleError
from lianxin.kernel import clock

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 11, 12)
NEW = "黄昏里骑行 七号码头"
SLIP, CHOOSE = "/accounts/slip/", "/accounts/slip/password/"


@pytest.fixture
def newcomer() -> User:
    return open_account(username="wangsx", name="王守信", actor=OPERATOR)


def leads_on(code: str, client: Client | None = None, **extra: str) -> bool:
    response = (client or Client()).post(SLIP, {"code": code}, **extra)  # type: ignore[arg-type]
    return response.status_code == 302 and response["Location"] == CHOOSE


def choose(client: Client, password: str = NEW) -> tuple[int, str]:
    response = client.post(CHOOSE, {"password1": password, "password2": password})
    return response.status_code, response.get("Location", "")


def test_codes_are_ten_unmistakable_characters_in_groups() -> None:
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert set("".join(codes)) == set(ALPHABET)
    assert not set(ALPHABET) & set("0O1IL2Z5S8B")
    assert grouped("K7MP4QXR9T") == "K7MP-4QXR-9T"
    assert tidy_code(" k7mp－4qxr 9ｔ ") == "K7MP4QXR9T"


def test_a_slip_activates_the_account_and_signs_in(newcomer: User) -> None:
    issued = issue_slip(user=newcomer, actor=OPERATOR)
    assert issued.slip.purpose == Slip.Purpose.ACTIVATION
    client = Client()
    assert leads_on(issued.code.lower().replace("-", " "), client)
    assert choose(client) == (302, "/")
    assert "王守信" in client.get("/accounts/").content.decode()
    newcomer.refresh_from_db()
    assert newcomer.check_password(NEW)
    assert list(AuditEntry.objects.order_by("number").values_list("action", "actor_name")) == [
        ("access.open_account", "本机管理员（命令行）"),
        ("access.issue_slip", "本机管理员（命令行）"),
        ("access.use_slip", "王守信"),
        ("access.sign_in", "王守信"),
    ]


def test_the_code_is_in_no_table(newcomer: User) -> None:
    issued = issue_slip(user=newcomer, actor=OPERATOR)
    kept = issued.slip.code_hash + str(list(AuditEntry.objects.values()))
    assert tidy_code(issued.code) not in kept
    assert issued.code not in repr(issued)


def test_a_slip_works_once(newcomer: User) -> None:
    issued = issue_slip(user=newcomer, actor=OPERATOR)
    first, second = Client(), Client()
    assert leads_on(issued.code, first)
    assert leads_on(issued.code, second)
    assert choose(first) == (302, "/")
    assert choose(second, "另一个长长的密码 十八") == (302, SLIP)
    assert not leads_on(issued.code)
    newcomer.refresh_from_db()
    assert newcomer.check_password(NEW)


def test_a_slip_ends_after_a_fortnight(newcomer: User) -> None:
    with clock.frozen(NOON):
        issued = issue_slip(user=newcomer, actor=OPERATOR)
    with clock.frozen(NOON + timedelta(days=14, seconds=-1)):
        assert leads_on(issued.code)
    with clock.frozen(NOON + timedelta(days=14)):
        assert not leads_on(issued.code)


def test_a_new_slip_voids_the_earlier_one(newcomer: User) -> None:
    earlier = issue_slip(user=newcomer, actor=OPERATOR)
    later = issue_slip(user=newcomer, actor=OPERATOR)
    assert (leads_on(earlier.code), leads_on(later.code)) == (False, True)


def test_a_closed_account_has_no_slips(newcomer: User) -> None:
    issued = issue_slip(user=newcomer, actor=OPERATOR)
    close_account(user=newcomer, actor=OPERATOR)
    assert not leads_on(issued.code)
    with pytest.raises(RuleError, match="已经停用"):
        issue_slip(user=newcomer, actor=OPERATOR)


def test_a_reset_ends_the_account_s_other_sessions(user: User) -> None:
    elsewhere = Client()
    elsewhere.force_login(user)
    issued = issue_slip(user=user, actor=OPERATOR)
    assert issued.slip.purpose == Slip.Purpose.RESET
    client = Client()
    leads_on(issued.code, client)
    choose(client)
    assert elsewhere.get("/accounts/").status_code == 302
    assert client.get("/accounts/").status_code == 200


@pytest.mark.parametrize(
    "password", ["短", "1234567890", "password123", "wangshouxin1957", "aaaaaaaaaaaa", "qwertyuiop1"]
)
def test_weak_passwords_are_refused(newcomer: User, password: str) -> None:
    client = Client()
    leads_on(issue_slip(user=newcomer, actor=OPERATOR).code, client)
    assert choose(client, password) == (200, "")
    newcomer.refresh_from_db()
    assert not newcomer.has_usable_password()


def test_two_different_entries_are_refused(newcomer: User) -> None:
    client = Client()
    leads_on(issue_slip(user=newcomer, actor=OPERATOR).code, client)
    response = client.post(CHOOSE, {"password1": NEW, "password2": NEW + "x"})
    assert "两次输入的密码不一样" in response.content.decode()


def test_guessing_codes_makes_the_address_wait_but_not_others(newcomer: User) -> None:
    issued = issue_slip(user=newcomer, actor=OPERATOR)
    for _ in range(20):
        assert not leads_on("K7MP-4QXR-9T", REMOTE_ADDR="192.0.2.7")
    assert not leads_on(issued.code, REMOTE_ADDR="192.0.2.7")
    assert leads_on(issued.code, REMOTE_ADDR="192.0.2.8")


def test_a_used_slip_frees_the_address(user: User) -> None:
    for number in range(20):
        Client().post("/accounts/login/", {"login": f"name{number}", "password": "x"})
    client = Client()
    leads_on(issue_slip(user=user, actor=OPERATOR).code, client)
    choose(client)
    response = Client().post("/accounts/login/", {"login": "qianwj", "password": NEW})
    assert response.status_code == 302
