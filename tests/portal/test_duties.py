from datetime import date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from tests.factories import Tree, make_tree, make_user, sign_in
from tests.party.cast import D, enrol, values

from lianxin.declare.duties import Duty, DutyKind
from lianxin.declare.roles import Role
from lianxin.kernel.clock import frozen
from lianxin.portal.duties import due_line, lead_of

TODAY = date(2026, 11, 27)
MORNING = datetime(2026, 11, 27, 8)


def duty(kind: DutyKind, ahead: int | None, note: str = "", basis: str = "", nudge: str = "") -> Duty:
    due_on = None if ahead is None else TODAY + timedelta(ahead)
    return Duty(kind, "事", "谁", "办", "/x/", note=note, basis=basis, due_on=due_on, nudge=nudge)


@pytest.mark.parametrize(
    ("kind", "ahead", "nudge", "when", "tone"),
    [
        (DutyKind.RULE, -3, "", "规定 · 过 3 天", "bad"),
        (DutyKind.PROMISE, 0, "", "承诺 · 今天", "warn"),
        (DutyKind.RULE, 7, "", "规定 · 12月4日", "warn"),
        (DutyKind.RULE, 40, "", "规定 · 1月6日", "quiet"),
        (DutyKind.RULE, 400, "", "规定 · 2028年1月", "quiet"),
        (DutyKind.WISH, -3, "该问候了", "该问候了", "quiet"),
        (DutyKind.WISH, None, "", "自定", "quiet"),
    ],
)
def test_how_urgent_a_duty_looks(kind: DutyKind, ahead: int | None, nudge: str, when: str, tone: str) -> None:
    line = due_line(duty(kind, ahead, nudge=nudge), TODAY)
    assert (line.when, line.tone, line.title, line.action, line.url) == (when, tone, "事：谁", "办", "/x/")


def test_a_line_says_what_it_rests_on() -> None:
    assert (
        due_line(duty(DutyKind.RULE, 1, note="说明。", basis="《细则》第一条"), TODAY).text
        == "说明。依据：《细则》第一条"
    )


def test_the_lead_counts_only_what_can_be_late() -> None:
    found = [duty(DutyKind.RULE, -1), duty(DutyKind.WISH, -1), duty(DutyKind.PROMISE, 0)]
    assert lead_of(found, TODAY) == "该办的事里有 1 件过了日子，1 件今天到期。"
    assert lead_of(found[1:2], TODAY) == "没有过期的事。下面是该补齐、该准备的。"
    assert lead_of([], TODAY) == "眼下没有要办的事。刚刚记下的在下面。"


@pytest.fixture
def tree(db: None) -> Tree:
    tree = make_tree()
    late = values(
        "李预备", category="probationary", join_date=D("2025-11-24"), full_date=None, organisation=tree.first.pk
    )
    enrol(tree.community, late, values("没支部"))
    return tree


def lines(client: Client, address: str) -> list[str]:
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    return [" ".join(line.get_text(" ").split()) for line in soup.select("ul.due > li")]


@pytest.mark.parametrize(
    ("kind", "whom"), [("", ["李预备", "没支部", "没支部"]), ("rule", ["李预备"]), ("wish", ["没支部", "没支部"])]
)
def test_all_that_is_due_by_kind(client: Client, tree: Tree, kind: str, whom: list[str]) -> None:
    sign_in(client, make_user(Role.PARTY_WORKER, tree.general_branch))
    with frozen(MORNING):
        found = lines(client, f"/duties/?kind={kind}")
    assert [name for line in found for name in ("李预备", "没支部") if name in line] == whom


def test_today_shows_the_late_one_first_and_the_week(client: Client, tree: Tree) -> None:
    sign_in(client, make_user(Role.PARTY_WORKER, tree.general_branch))
    with frozen(MORNING):
        soup = BeautifulSoup(client.get("/").content, "html.parser")
    assert soup.select_one("ul.due .pill").get_text(strip=True) == "规定 · 过 3 天"  # type: ignore[union-attr]
    week = soup.select("ol.week li")
    assert [day.b.get_text() for day in week] == ["23", "24", "25", "26", "27", "28", "29"]  # type: ignore[union-attr]
    assert [day.b.get_text() for day in week if day.i] == ["24"]  # type: ignore[union-attr]
    assert [day.b.get_text() for day in week if day.get("aria-current")] == ["27"]  # type: ignore[union-attr]


def test_the_day_on_paper_has_boxes_and_every_duty(client: Client, tree: Tree) -> None:
    sign_in(client, make_user(Role.PARTY_WORKER, tree.general_branch))
    with frozen(MORNING):
        page = client.get("/day/print/").content.decode()
    boxes = [
        row.get_text(" ") for row in BeautifulSoup(page, "html.parser").select("tbody tr") if "□" in row.get_text()
    ]
    assert [name for line in boxes for name in ("李预备", "没支部") if name in line] == ["李预备", "没支部", "没支部"]


def test_a_system_administrator_sees_no_members_name(client: Client, tree: Tree) -> None:
    sign_in(client, make_user(Role.SYSTEM_ADMIN, tree.general_branch))
    for address in ("/", "/duties/", "/day/print/"):
        page = client.get(address).content.decode()
        assert [name for name in ("李预备", "没支部") if name in page] == []
