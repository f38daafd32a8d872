"""Every address × every role × own and foreign, from the table; CSRF; GET changes nothing; what changes is written down."""

import copy
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings
from django.core.signals import request_finished
from django.db import close_old_connections, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker
from tests.access.url_table import FOREIGN_WORD, PUBLIC, SIGNED_IN, Row, Side, World, make_world, rows

from lianxin.access.models import User
from lianxin.audit.queries import trail_length
from lianxin.declare.roles import Role

pytestmark = pytest.mark.django_db

TABLE = rows()
NAMES = sorted(TABLE)
OFFERS_POST = [name for name in NAMES if TABLE[name].post is not None]
MAY_BE_WRITTEN_BY_GET = ("django_session", "lianxin_cache")
"""The named exceptions: session touches and rate limits."""
SIGN_IN = "/accounts/login/?next="


@contextmanager
def taken_back() -> Iterator[None]:
    """What is written inside is not there afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def built_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[World, dict[Role, str]]]:
    """The world and a session key of every role's user: made once, since it takes longer than what is asked of it."""
    with django_db_blocker.unblock(), taken_back():
        world = make_world()
        yield world, {role: session_of(user) for role, user in world.users.items()}


@pytest.fixture
def world(built_once: tuple[World, dict[Role, str]], db: None) -> World:
    """A copy of the world for one test, whose own writes are taken back."""
    return copy.deepcopy(built_once[0])


@pytest.fixture
def sessions(built_once: tuple[World, dict[Role, str]]) -> dict[Role, str]:
    return built_once[1]


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def client_of(session: str, *, enforce_csrf_checks: bool = False) -> Client:
    client = Client(enforce_csrf_checks=enforce_csrf_checks)
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    return client


def addresses(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    """The names of all addresses below, with their namespaces."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            namespace = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from addresses(pattern.url_patterns, namespace)
        else:
            assert pattern.name, f"{pattern.pattern} has no name"
            yield f"{prefix}{pattern.name}"


def request_of(row: Row, side: Side) -> tuple[str, dict[str, object]]:
    """The address and what is posted there; may make the objects it needs."""
    address = reverse(row.name, args=[*row.fixed, *row.args(side)])
    return address, dict(row.data(side) if callable(row.data) else row.data)


def answer(client: Client, method: str, address: str, data: dict[str, object]) -> tuple[int, str]:
    """Status and page."""
    response = client.post(address, data) if method == "POST" else client.get(address)
    status, page = response.status_code, body_of(response)
    request_finished.disconnect(close_old_connections)  # as the test client does: we are inside a transaction
    response.close()
    request_finished.connect(close_old_connections)
    return status, page


def body_of(response: Any) -> str:  # noqa: ANN401 (the test client's own kind)
    parts: Iterable[bytes] = response if response.streaming else [response.content]
    return b"".join(parts).decode(errors="replace")


def first_who_may(row: Row, world: World) -> Role:
    """The first role to which the row applies as the table says; its user is the reader now."""
    role = next(role for role in Role if row.allows(role) and role not in row.other)
    world.own.reader = world.users[role]
    return role


def visitor(row: Row, world: World, sessions: dict[Role, str], *, enforce_csrf_checks: bool = False) -> Client:
    """Somebody who may go there; a stranger where everybody may."""
    if row.who == PUBLIC:
        return Client(enforce_csrf_checks=enforce_csrf_checks)
    return client_of(sessions[first_who_may(row, world)], enforce_csrf_checks=enforce_csrf_checks)


def test_every_address_has_its_row_and_every_row_its_address() -> None:
    assert sorted(set(addresses(list(get_resolver().url_patterns)))) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_who_may_go_there(world: World, sessions: dict[Role, str], name: str) -> None:
    row, found, wanted = TABLE[name], {}, {}
    for role, user in world.users.items():
        world.own.reader = user
        for method, status in (("GET", row.get), ("POST", row.post)):
            for side in (world.own, world.foreign) if row.has_objects else (world.own,):
                key = f"{role} {method} {side.word}"
                with taken_back():
                    found[key], page = answer(client_of(sessions[role]), method, *request_of(row, side))
                may = row.allows(role) and (side is world.own or row.who in {PUBLIC, SIGNED_IN})
                wanted[key] = (405 if status is None else status) if may else 404
                if status is None and not may and found[key] == 405:
                    wanted[key] = 405  # a method that is not there may be refused before the reader is looked at
                if side is world.own and role in row.other and status is not None:
                    wanted[key] = row.other[role]
                if side is world.own:
                    assert FOREIGN_WORD not in page, f"{key} shows something foreign"
    assert found == wanted


@pytest.mark.parametrize("name", NAMES)
def test_strangers_are_sent_to_sign_in(world: World, name: str) -> None:
    row = TABLE[name]
    for method, status in (("GET", row.stranger_get or row.get), ("POST", row.stranger_post or row.post)):
        with taken_back():
            address, data = request_of(row, world.own)
            response = Client().get(address) if method == "GET" else Client().post(address, data)
        if row.who == PUBLIC:
            assert response.status_code == (405 if status is None else status)
        else:
            assert (response.status_code, response.get("Location", "")[: len(SIGN_IN)]) == (302, SIGN_IN)


@pytest.mark.parametrize("name", OFFERS_POST)
def test_nothing_is_changed_without_the_form_s_token(world: World, sessions: dict[Role, str], name: str) -> None:
    row = TABLE[name]
    client = visitor(row, world, sessions, enforce_csrf_checks=True)
    address, data = request_of(row, world.own)
    before = trail_length()
    assert client.post(address, data).status_code == 403
    assert trail_length() == before


@pytest.mark.parametrize("name", [name for name in NAMES if TABLE[name].get is not None])
def test_looking_changes_nothing(world: World, sessions: dict[Role, str], name: str) -> None:
    row = TABLE[name]
    client = visitor(row, world, sessions)
    address, _ = request_of(row, world.own)
    with CaptureQueriesContext(connection) as seen:
        answer(client, "GET", address, {})
    writes = [
        query["sql"]
        for query in seen
        if query["sql"].lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
        and not any(table in query["sql"] for table in MAY_BE_WRITTEN_BY_GET)
    ]
    assert writes == []


@pytest.mark.parametrize("name", [name for name in OFFERS_POST if TABLE[name].changes])
def test_what_is_changed_is_written_down(world: World, sessions: dict[Role, str], name: str) -> None:
    row = TABLE[name]
    client = visitor(row, world, sessions)
    address, data = request_of(row, world.own)
    before = trail_length()
    status, page = answer(client, "POST", address, data)
    assert trail_length() > before, (status, page)
