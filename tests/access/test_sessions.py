"""The list of devices: whose, which, ended one by one or all; across new keys and new passwords."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.access.support import PASSWORD, Place

from lianxin.access.actions import give_grant
from lianxin.access.browsers import browser_words
from lianxin.access.models import Session, User
from lianxin.access.queries import sessions_of
from lianxin.audit.models import AuditEntry
from lianxin.declare.actors import OPERATOR
from lianxin.declare.roles import Role
from lianxin.kernel import clock

pytestmark = pytest.mark.django_db

EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 Edg/120.0"
PHONE = "Mozilla/5.0 (Linux; Android 12; X) AppleWebKit/537.36 Chrome/110.0 Mobile Safari/537.36 MicroMessenger/8.0"
PAGE = "/accounts/sessions/"


def signed_in(agent: str = EDGE, address: str = "127.0.0.1", username: str = "qianwj") -> Client:
    client = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    assert client.post("/accounts/login/", {"login": username, "password": PASSWORD}).status_code == 302
    return client


def number_of(client: Client) -> object:
    return Session.objects.get(session_key=client.session.session_key).number


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (EDGE, "Windows 电脑，Edge"),
        (PHONE, "安卓手机，微信"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0", "Linux 电脑，火狐"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_browser_in_plain_words(agent: str, words: str) -> None:
    assert browser_words(agent) == words


def test_the_list_shows_every_device_with_time_address_and_browser(user: User) -> None:
    here = signed_in()
    signed_in(PHONE, "192.0.2.7")
    assert [(row.browser, row.address) for row in sessions_of(user)] == [
        ("安卓手机，微信", "192.0.2.7"),
        ("Windows 电脑，Edge", "127.0.0.1"),
    ]
    page = here.get(PAGE).content.decode()
    assert page.count("这一台") == 1
    assert str(here.session.session_key) not in page


def test_ending_one_device_signs_it_out_and_is_written_down(user: User) -> None:
    here, there = signed_in(), signed_in(PHONE, "192.0.2.7")
    here.post(reverse("access:end_session", args=[number_of(there)]))
    assert there.get("/accounts/").status_code == 302
    assert here.get("/accounts/").status_code == 200
    entry = AuditEntry.objects.get(action="access.end_session")
    assert (entry.actor_name, entry.target_id, entry.changes) == (
        "钱文静",
        user.pk,
        {"device": ["安卓手机，微信，192.0.2.7", ""]},
    )


def test_ending_all_others_keeps_this_one(user: User) -> None:
    here, there, third = signed_in(), signed_in(PHONE), signed_in()
    here.post(reverse("access:end_others"))
    assert [one.get("/accounts/").status_code for one in (here, there, third)] == [200, 302, 302]
    assert AuditEntry.objects.get(action="access.end_sessions").changes == {"device": ["2 台", ""]}
    here.post(reverse("access:end_others"))
    assert AuditEntry.objects.filter(action="access.end_sessions").count() == 1


def test_a_device_of_somebody_else_cannot_be_ended(user: User, other: User) -> None:
    mine, theirs = signed_in(), signed_in(username="wangsx")
    answers = [
        mine.post(reverse("access:end_session", args=[number])).status_code
        for number in (number_of(theirs), "00000000-0000-0000-0000-000000000001")
    ]
    assert answers == [302, 302]
    assert theirs.get("/accounts/").status_code == 200


def test_a_new_password_leaves_one_device_and_not_two(user: User) -> None:
    here, _ = signed_in(), signed_in(PHONE)
    before = number_of(here)
    new = "黄昏里骑行 七号码头"
    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    user.refresh_from_db()
    assert [row.number for row in sessions_of(user)] == [before]
    assert number_of(here) == before


def test_last_use_is_noted_now_and_then_and_does_not_lengthen_the_session(user: User) -> None:
    here = signed_in()
    row = Session.objects.get()
    Session.objects.update(seen_at=clock.now() - timedelta(minutes=6))
    here.get("/accounts/")
    after = Session.objects.get()
    assert after.seen_at is not None
    assert clock.now() - after.seen_at < timedelta(minutes=1)
    assert after.expire_date == row.expire_date
    with CaptureQueriesContext(connection) as seen:
        here.get("/accounts/")
    assert [query["sql"] for query in seen if query["sql"].startswith("UPDATE")] == []


def test_an_administrator_sees_and_ends_the_devices_of_an_account(
    user: User, other: User, community: Place, branch: Place
) -> None:
    give_grant(user=user, role=Role.SYSTEM_ADMIN, organisation=community, actor=OPERATOR)
    give_grant(user=other, role=Role.BRANCH_SECRETARY, organisation=branch, actor=OPERATOR)
    admin, theirs = signed_in(), signed_in(PHONE, "192.0.2.7", "wangsx")
    page = admin.get(reverse("backoffice:account", args=[other.pk])).content.decode()
    assert "安卓手机，微信，192.0.2.7" in page
    admin.post(reverse("backoffice:end_sessions", args=[other.pk]))
    assert theirs.get("/accounts/").status_code == 302
    assert AuditEntry.objects.get(action="access.end_sessions").target_id == other.pk
