"""Every address × every role × own and foreign, from the table; CSRF; GET changes nothing; what changes is written down."""

import copy
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from django.core.signals import request_finished
from django.db import close_old_connections, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker
from tests.access.url_table import (
    FOREIGN_WORD,
    PUBLIC,
    SIGNED_IN,
    Row,
    Side,
    World,
    make_readers,
    make_world,
    rows,
)

from lianxin.access.models import User
from lianxin.audit.queries import trail_length
from lianxin.declare.roles import Role

pytestmark = pytest.mark.django_db

TABLE = rows()
NAMES = sorted(TABLE)
PLACED = [name for name in NAMES if TABLE[name].is_placed]
OFFERS_POST = [name for name in NAMES if TABLE[name].post is not None]
MAY_BE_WRITTEN_BY_GET = ("django_session", "lianxin_cache")
"""The named exceptions: session touches and rate limits."""
ONE_NUMBER_AT_A_TIME = (
    "party:telephone",
    "party:id_number",
    "residents:person_telephone",
    "residents:unit_telephone",
)
"""The addresses that show a sealed number, on request and noted; everywhere else it is masked."""
SIGN_IN = "/accounts/login/?next="
STRICT = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": True,
}


@contextmanager
def taken_back() -> Iterator[None]:
    """What is written inside is not there afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Built(NamedTuple):
    """What is made once, since it takes longer than what is asked of it; session keys of the users and readers."""

    world: World
    sessions: dict[Role, str]
    around: dict[tuple[str, Role], str]


@pytest.fixture(scope="module")
def built_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Built]:
    with django_db_blocker.unblock(), taken_back():
        world = make_world()
        yield Built(
            world,
            {role: session_of(user) for role, user in world.users.items()},
            {key: session_of(user) for key, user in make_readers(world).items()},
        )


@pytest.fixture
def world(built_once: Built, db: None) -> World:
    """A copy of the world for one test, whose own writes are taken back."""
    return copy.deepcopy(built_once.world)


@pytest.fixture
def sessions(built_once: Built) -> dict[Role, str]:
    return built_once.sessions


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
    return response.status_code, taken(response)


def taken(response: Any) -> str:  # noqa: ANN401 (the test client's own kind)
    """The page of an answer that is then done with."""
    page = body_of(response)
    request_finished.disconnect(close_old_connections)  # as the test client does: we are inside a transaction
    response.close()
    request_finished.connect(close_old_connections)
    return page


def body_of(response: Any) -> str:  # noqa: ANN401 (the test client's own kind)
    parts: Iterable[bytes] = response if response.streaming else [response.content]
    return b"".join(parts).decode(errors="replace")


def strict_headers(response: Any) -> dict[str, object]:  # noqa: ANN401
    """What the browser is told; of the policy, that nothing inline and nothing from elsewhere may run."""
    policy = {part.strip() for part in response.get("Content-Security-Policy", "").split(";")}
    told: dict[str, object] = {name: response.get(name) for name in STRICT}
    wanted = {
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    }
    return {**told, "Content-Security-Policy": policy == wanted}


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
    sealed = [] if name in ONE_NUMBER_AT_A_TIME else numbers_of(world)
    for side in (world.own, world.foreign) if row.has_objects else (world.own,):
        for role, method, status, (answered, page) in answers(row, side, world, sessions):
            key = f"{role} {method} {side.word}"
            found[key] = answered
            may = row.allows(role) and (side is world.own or row.who in {PUBLIC, SIGNED_IN})
            wanted[key] = (405 if status is None else status) if may else 404
            if status is None and not may and found[key] == 405:
                wanted[key] = 405  # a method that is not there may be refused before the reader is looked at
            if side is world.own and role in row.other and status is not None:
                wanted[key] = row.other[role]
            assert not any(number in page for number in sealed), f"{key} shows a number in the clear"
            if side is world.own:
                assert FOREIGN_WORD not in page, f"{key} shows something foreign"
    assert found == wanted


def numbers_of(world: World) -> list[str]:
    """The identity numbers and telephones of both sides, field by field."""
    return [
        number
        for side in (world.own, world.foreign)
        for number in (side.person.id_number, side.person.mobile, side.unit.contact_phone)
    ]


def test_the_numbers_that_must_not_be_seen_are_there(world: World) -> None:
    assert [len(number) for number in numbers_of(world)] == [18, 11, 11, 18, 11, 11]


def answers(
    row: Row, side: Side, world: World, sessions: dict[Role, str]
) -> Iterator[tuple[Role, str, int | None, tuple[int, str]]]:
    """What every role is answered to both methods; what is asked for is made once, unless it is the reader's own."""
    with taken_back():
        asked = request_of(row, side) if row.stands is not None else None
        for role, user in world.users.items():
            for method, status in (("GET", row.get), ("POST", row.post)):
                with taken_back():
                    world.own.reader = user
                    address, data = asked or request_of(row, side)
                    yield role, method, status, answer(client_of(sessions[role]), method, address, data)


@pytest.mark.parametrize("name", PLACED)
def test_how_far_a_role_reaches_from_above_beside_and_below(world: World, built_once: Built, name: str) -> None:
    """The same object asked for from the street above it, a community beside it and a branch below or beside it."""
    row, found, wanted = TABLE[name], {}, {}
    assert row.stands is not None
    stands = row.stands(world.own).path
    with taken_back():
        address, data = request_of(row, world.own)
        for (where, role), session in built_once.around.items():
            reaches = stands.startswith(world.places[where].path) or (row.read_below and where == "below")
            if not row.allows(role) and not reaches:
                continue  # neither role nor place: shown where each is missing alone
            for method, status in (("GET", row.get), ("POST", row.post)):
                if status is None:
                    continue
                key = f"{role} {method} from {where}"
                with taken_back():
                    found[key], _ = answer(client_of(session), method, address, data)
                wanted[key] = status if row.allows(role) and reaches else 404
    assert found == wanted


@pytest.mark.parametrize("name", NAMES)
def test_strangers_are_sent_to_sign_in(world: World, name: str) -> None:
    row = TABLE[name]
    for method, status in (("GET", row.stranger_get or row.get), ("POST", row.stranger_post or row.post)):
        with taken_back():
            address, data = request_of(row, world.own)
            response = Client().get(address) if method == "GET" else Client().post(address, data)
        assert strict_headers(response) == STRICT
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
    token = "0123456789abcdef" * 2
    client.cookies[settings.CSRF_COOKIE_NAME] = token
    with_token = {**data, "csrfmiddlewaretoken": token}
    for origin in ("https://evil.example", "http://testserver.evil.example", "null"):
        assert client.post(address, with_token, HTTP_ORIGIN=origin).status_code == 403
    assert trail_length() == before


def test_the_token_of_one_s_own_page_is_taken(world: World, sessions: dict[Role, str]) -> None:
    """What the refusals above are measured against: the same token, from this house, is good."""
    row = TABLE["residents:register_courtyard"]
    client = visitor(row, world, sessions, enforce_csrf_checks=True)
    token = "0123456789abcdef" * 2
    client.cookies[settings.CSRF_COOKIE_NAME] = token
    address, data = request_of(row, world.own)
    with_token = {**data, "csrfmiddlewaretoken": token}
    assert client.post(address, with_token, HTTP_ORIGIN="http://testserver").status_code == 302


@pytest.mark.parametrize("name", [name for name in NAMES if TABLE[name].get is not None])
def test_looking_changes_nothing(world: World, sessions: dict[Role, str], name: str) -> None:
    row = TABLE[name]
    client = visitor(row, world, sessions)
    address, _ = request_of(row, world.own)
    # Whoever asks to be taken for another method is not.
    override: dict[str, Any] = {
        "HTTP_X_HTTP_METHOD_OVERRIDE": "POST",
        "HTTP_X_METHOD_OVERRIDE": "POST",
        "HTTP_X_HTTP_METHOD": "POST",
    }
    with CaptureQueriesContext(connection) as seen:
        response = client.get(address, {"_method": "POST"}, **override)
        taken(response)
    assert strict_headers(response) == STRICT
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
