"""The link `up` prints while nobody can sign in."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from tests.access.support import PASSWORD, Place

from lianxin.access.actions import first_sign_in_path, give_grant, open_account
from lianxin.access.models import User
from lianxin.declare.actors import OPERATOR
from lianxin.declare.roles import Role
from lianxin.kernel import clock

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 6, 11, 12)
FORM = {"name": "钱文静", "username": "QianWJ", "password1": PASSWORD, "password2": PASSWORD}


def test_the_link_opens_the_first_account_once() -> None:
    path = first_sign_in_path()
    client = Client()
    assert client.get(path).status_code == 200
    assert client.post(path, FORM)["Location"] == "/"
    assert client.get("/accounts/").status_code == 200
    assert User.objects.get().username == "qianwj"
    assert Client().post(path, {**FORM, "username": "second"})["Location"] == "/accounts/login/"
    assert User.objects.count() == 1


def test_each_start_prints_a_new_link_and_voids_the_old_one() -> None:
    old, new = first_sign_in_path(), first_sign_in_path()
    assert [Client().get(path).status_code for path in (old, new)] == [302, 200]


def test_the_link_ends_after_a_day() -> None:
    with clock.frozen(NOON):
        path = first_sign_in_path()
    with clock.frozen(NOON + timedelta(hours=24)):
        assert Client().get(path).status_code == 302


def test_no_link_once_somebody_real_can_sign_in(user: User) -> None:
    assert first_sign_in_path() == ""


def test_an_account_that_waits_for_its_slip_cannot_sign_in_yet() -> None:
    open_account(username="waiting", name="王守信", actor=OPERATOR)
    assert first_sign_in_path().startswith("/accounts/first/")


def test_beside_the_demonstration_the_link_leads_into_it(community: Place) -> None:
    demo = open_account(username="demo", name="演示书记", password=PASSWORD, is_demo=True, actor=OPERATOR)
    give_grant(user=demo, role=Role.SECRETARY, organisation=community, actor=OPERATOR)
    path = first_sign_in_path()
    assert Client().get(path, REMOTE_ADDR="192.0.2.7").status_code == 302
    client = Client()
    assert client.get(path).status_code == 200
    assert client.get("/accounts/").status_code == 302
    assert client.post(path)["Location"] == "/"
    assert "演示书记" in client.get("/accounts/").content.decode()


def test_a_weak_password_is_told_in_its_field() -> None:
    path = first_sign_in_path()
    response = Client().post(path, {**FORM, "password1": "qianwenjing1", "password2": "qianwenjing1"})
    assert response.status_code == 200
    assert "太容易被猜到" in response.content.decode()
    assert User.objects.count() == 0


def test_a_bad_user_name_is_told_in_its_field_and_the_link_stays_good() -> None:
    path = first_sign_in_path()
    response = Client().post(path, {**FORM, "username": "钱 文静"})
    assert "用户名只能用字母" in response.content.decode()
    assert Client().post(path, FORM)["Location"] == "/"
