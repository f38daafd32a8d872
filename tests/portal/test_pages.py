"""The common pages: 今日, search, type size."""

import pytest
from django.test import Client
from django.urls import reverse

from lianxin.access.models import User
from lianxin.declare.roles import Role
from lianxin.orgs.queries import home_community
from lianxin.portal.demo import ensure_demo
from lianxin.portal.demo.accounts import demo_username
from lianxin.portal.demo.people import OLD_MEMBER

pytestmark = pytest.mark.django_db


def enter(client: Client, role: Role) -> User:
    user = User.objects.get(username=demo_username(role))
    client.force_login(user)
    return user


@pytest.fixture
def _demo() -> None:
    ensure_demo()


@pytest.mark.usefixtures("_demo")
def test_office_sees_what_to_put_right_and_what_was_recorded(client: Client) -> None:
    enter(client, Role.PARTY_WORKER)
    page = client.get("/").content.decode()
    assert "该办的事" in page
    assert "刚刚记下" in page
    assert "建立自己的社区" not in page.split("<main")[1]


@pytest.mark.usefixtures("_demo")
def test_a_member_is_led_to_his_own_page(client: Client) -> None:
    enter(client, Role.MEMBER)
    response = client.get("/", follow=True)
    assert OLD_MEMBER in response.content.decode()
    assert response.redirect_chain != []


@pytest.mark.usefixtures("_demo")
@pytest.mark.parametrize("query", ["柳秀兰", "liuxiulan", "lxl"])
def test_search_finds_by_characters_pinyin_and_initials(client: Client, query: str) -> None:
    enter(client, Role.PARTY_WORKER)
    assert OLD_MEMBER in client.get(reverse("portal:search"), {"q": query}).content.decode().split("<main")[1]


@pytest.mark.usefixtures("_demo")
def test_search_shows_nothing_outside_the_scope(client: Client) -> None:
    enter(client, Role.AUDITOR)
    assert OLD_MEMBER not in client.get(reverse("portal:search"), {"q": "lxl"}).content.decode()


@pytest.mark.usefixtures("_demo")
def test_type_size_is_remembered_with_the_account(client: Client) -> None:
    user = enter(client, Role.PARTY_WORKER)
    client.post(reverse("portal:type_size"), {"size": "large", "next": "/help/"})
    user.refresh_from_db()
    assert user.large_type is True
    assert 'data-type="large"' in client.get("/help/").content.decode()


def test_type_size_never_leads_to_another_site(client: Client) -> None:
    response = client.post(reverse("portal:type_size"), {"size": "large", "next": "https://example.org/"})
    assert response["Location"] == "/"


@pytest.mark.usefixtures("_demo")
def test_own_community_asks_for_the_word_and_then_removes_the_demonstration(client: Client) -> None:
    enter(client, Role.SECRETARY)
    refused = client.post(reverse("portal:own_community"), {"confirmation": "删"})
    assert "没有删除" in refused.content.decode()
    done = client.post(reverse("portal:own_community"), {"confirmation": "删除演示"})
    assert done["Location"].startswith("/accounts/first/")
    assert home_community() is None
