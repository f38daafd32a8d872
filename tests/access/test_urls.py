"""Every address × every role × own and foreign, from the table; CSRF; GET changes nothing; what changes is written down."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from lianxin.access.models import User
from lianxin.audit.queries import trail_length
from lianxin.declare.roles import Role

from tests.access.url_table import FOREIGN_WORD, PUBLIC, SIGNED_IN, Row, Side, World, make_world, rows

pytestmark = pytest.mark.django_db

TABLE = rows()
NAMES = sorted(TABLE)
MAY_BE_WRITTEN_BY_GET = ("django_session", "lianxin_cache")
"""The named exceptions: session touches and rate limits."""
SIGN_IN = "/accounts/login/?next="


@pytest.fixture
def world() -> World:
    return make_world()


def addresses(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    """The names of all addresses below, with their namespaces."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            namespace = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from addresses(pattern.url_patterns, namespace)
        else:
            assert pattern.name, f"{pattern.pattern} has no name"
            yield f"{prefix}{pattern.name}"


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(row: Row, side: Side) -> str:
    return reverse(row.name, args=[*row.fixed, *row.args(side)])


def ask(client: Client, row: Row, method: str, side: Side) -> tuple[int, str]:
    """Status and page; whatever it wrote is taken back."""
    address, data = url(row, side), dict(row.data(side)) if method == "POST" else {}
    point = transaction.savepoint()
    response = client.post(address, data) if method == "POST" else client.get(address)
    body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
    transaction.savepoint_rollback(point)
    return response.status_code, body.decode(errors="replace")


def who_may(row: Row, world: World) -> User:
    """The first user, in the order of the roles, to whom the row applies as the table says."""
    role = next(role for role in Role if row.allows(role) and role not in row.other)
    world.own.reader = world.users[role]
    return world.users[role]


def test_every_address_has_its_row_and_every_row_its_address() -> None:
    assert sorted(set(addresses(list(get_resolver().url_patterns)))) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_who_may_go_there(world: World, name: str) -> None:
    row, found, wanted = TABLE[name], {}, {}
    for role, user in world.users.items():
        client = client_of(user)
        world.own.reader = user
        for method, status in (("GET", row.get), ("POST", row.post)):
            for side in (world.own, world.foreign) if row.has_objects else (world.own,):
                key = f"{role} {method} {side.word}"
                found[key], page = ask(client, row, method, side)
                may = row.allows(role) and (side is world.own or row.who in {PUBLIC, SIGNED_IN})
                wanted[key] = (405 if status is None else status) if may else 404
                if status is None and found[key] in {404, 405} and not may:
                    wanted[key] = found[key]  # a method that is not there may be refused before the reader is looked at
                if side is world.own and role in row.other and status is not None:
                    wanted[key] = row.other[role]
                if side is world.own:
                    assert FOREIGN_WORD not in page, f"{key} shows something foreign"
    assert found == wanted


@pytest.mark.parametrize("name", NAMES)
def test_strangers_are_sent_to_sign_in(world: World, name: str) -> None:
    row = TABLE[name]
    for method, status in (("GET", row.stranger_get or row.get), ("POST", row.stranger_post or row.post)):
        address, data = url(row, world.own), dict(row.data(world.own))
        response = Client().get(address) if method == "GET" else Client().post(address, data)
        if row.who == PUBLIC:
            assert response.status_code == (405 if status is None else status)
        else:
            assert (response.status_code, response.get("Location", "")[: len(SIGN_IN)]) == (302, SIGN_IN)


@pytest.mark.parametrize("name", [name for name in NAMES if TABLE[name].post is not None])
def test_nothing_is_changed_without_the_form_s_token(world: World, name: str) -> None:
    row = TABLE[name]
    client = Client(enforce_csrf_checks=True)
    if row.who != PUBLIC:
        client.force_login(who_may(row, world))
    address, data = url(row, world.own), dict(row.data(world.own))
    before = trail_length()
    assert client.post(address, data).status_code == 403
    assert trail_length() == before


@pytest.mark.parametrize("name", [name for name in NAMES if TABLE[name].get is not None])
def test_looking_changes_nothing(world: World, name: str) -> None:
    row = TABLE[name]
    client = Client() if row.who == PUBLIC else client_of(who_may(row, world))
    address = url(row, world.own)
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    writes = [
        query["sql"]
        for query in seen
        if query["sql"].lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE"))
        and not any(table in query["sql"] for table in MAY_BE_WRITTEN_BY_GET)
    ]
    assert writes == []


@pytest.mark.parametrize("name", [n for n in NAMES if TABLE[n].post is not None and TABLE[n].changes])
def test_what_is_changed_is_written_down(world: World, name: str) -> None:
    row = TABLE[name]
    client = Client() if row.who == PUBLIC else client_of(who_may(row, world))
    address, data = url(row, world.own), dict(row.data(world.own))
    before = trail_length()
    client.post(address, data)
    assert trail_length() > before
