"""Pages of the register: the list, its depths, the search, one member, against a bare view."""

from collections.abc import Iterator

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path

from bench.harness import Cost, Result, measure
from lianxin.access.actions import give_grant, open_account
from lianxin.declare.actors import SYSTEM
from lianxin.declare.roles import Role
from lianxin.orgs.models import Community
from lianxin.party.models import Member

RUNS = 60
FLOOR = "读会话、查一行的空页面"
PASSWORD = "bench-bench-bench-1"  # noqa: S105 - a throw-away folder


def bare(request: object) -> HttpResponse:
    """The least a page for somebody signed in can cost: session, user, one row, a line of text."""
    user = request.user  # type: ignore[attr-defined]
    member = Member.objects.order_by("name_key").first()
    return HttpResponse(f"{user.name} {member.name_key if member else ''}")


urlpatterns = [path("bare/", bare)]


def signed_in(community: Community) -> Client:
    """A Party-affairs worker's browser."""
    user = open_account(username="bench", name="测量员", password=PASSWORD, actor=SYSTEM)
    give_grant(user=user, role=Role.PARTY_WORKER, organisation=community.organisation, actor=SYSTEM)
    client = Client()
    client.force_login(user)
    return client


def results(community: Community) -> Iterator[Result]:
    """All pages, each against the bare view measured in this run."""
    client = signed_in(community)
    floor = _floor(client)
    first = _get(client, "/members/")
    yield Result(
        "list",
        "名单第一页，20 行",
        first,
        floor,
        FLOOR,
        "≤ 3 × 空页面，≤ 8 CPU ms",
        first.over(floor) <= 3 and first.cpu_ms <= 8,
    )
    deep = _get(client, _after(80_000))
    yield Result("cursor", "第 80,000 行之后的一页", deep, first, "第一页", "≤ 1.3 × 第一页", deep.over(first) <= 1.3)
    found = _get(client, "/search/?q=zxl")
    yield Result("search", "查找（拼音首字母）", found, floor, FLOOR, "≤ 15 ms", found.wall_ms <= 15)
    day = _get(client, "/")
    yield Result("today", "今日", day, floor, FLOOR, "≤ 60 ms", day.wall_ms <= 60)
    counted = _get(client, "/ledgers/statistics/", runs=8)
    yield Result("statistics", "党员分类统计，今天", counted, floor, FLOOR, "≤ 800 ms", counted.wall_ms <= 800)
    one = _get(client, f"/members/{Member.objects.order_by('name_key')[0].pk}/")
    yield Result("record", "一位党员的页面", one, floor, FLOOR, "≤ 5 × 空页面", one.over(floor) <= 5)


def _floor(client: Client) -> Cost:
    from django.test import override_settings

    with override_settings(ROOT_URLCONF="bench.pages"):
        return _get(client, "/bare/")


def _get(client: Client, url: str, runs: int = RUNS) -> Cost:
    def once() -> None:
        response = client.get(url)
        if response.status_code != 200:
            raise SystemExit(f"{url}: {response.status_code}")

    return measure(once, runs=runs, warm=min(runs, 5))


def _after(rows: int) -> str:
    """The address of the page after so many rows, as its own "next" link would give it."""
    from lianxin.declare.rows import cursor_of

    keys = Member.objects.order_by("name_key", "id").values_list("name_key", "id")
    total = Member.objects.count()
    name_key, pk = keys[min(rows, total - 21)]
    cursor = cursor_of({"name_key": name_key, "id": pk}, ("name_key", "id"))
    return f"/members/?after={cursor}"


def queries(client: Client, url: str) -> int:
    """How many queries a page asks."""
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)
