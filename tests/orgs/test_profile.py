"""The community's profile: counted and stated figures side by side, as of a day, on page, paper and in the ledger."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import Tree, make_community, make_member, make_place, make_unit, make_user, sign_in

from lianxin.access.scope import EVERYTHING
from lianxin.declare.actors import OPERATOR
from lianxin.declare.errors import RuleError
from lianxin.declare.ledgers import LedgerQuery
from lianxin.declare.roles import Role
from lianxin.kernel import clock
from lianxin.orgs.actions import FigureDetails, state_figure, withdraw_figure
from lianxin.orgs.ledgers import PROFILE
from lianxin.orgs.models import StatedFigure
from lianxin.orgs.profile import profile_lines
from lianxin.orgs.queries import figures_of


def state(tree: Tree, code: str, value: int, on: date) -> StatedFigure:
    details = FigureDetails(code=code, value=Decimal(value), stated_on=on, source="街道报表")
    return state_figure(community=tree.community, details=details, actor=OPERATOR)


def figures(tree: Tree, day: date | None = None) -> dict[str, tuple[int | None, int | None]]:
    """Counted and stated value by code."""
    lines = profile_lines([tree.community], day or clock.today())
    return {
        line.code: (line.counted.value if line.counted else None, int(line.figure.value) if line.figure else None)
        for line in lines
    }


@pytest.fixture
def full(tree: Tree) -> Tree:
    make_member(tree.first, "柳秀兰")
    make_member(tree.first, "曾小红", category="probationary", employment="in_post")
    make_member(tree.second, "方小玲", floating="in")
    make_place(tree.community, "3号院", households=40)
    make_unit(tree.community, "某某超市", new_economy=True)
    state(tree, "households", 4519, date(2024, 12, 31))
    state(tree, "area", 35, date(2024, 12, 31))
    return tree


def test_every_figure_is_counted_or_stated_or_both(full: Tree) -> None:
    found = figures(full)
    assert {code: found[code] for code in ("households", "area", "members", "full_members", "probationary")} == {
        "households": (40, 4519),
        "area": (None, 35),
        "members": (2, None),
        "full_members": (1, None),
        "probationary": (1, None),
    }
    assert {code: found[code][0] for code in ("retired", "in_post", "flowed_in", "branches", "groups")} == {
        "retired": 1,
        "in_post": 1,
        "flowed_in": 1,
        "branches": 2,
        "groups": 1,
    }
    assert {code: found[code][0] for code in ("courtyards", "units", "new_economy_units")} == {
        "courtyards": 1,
        "units": 1,
        "new_economy_units": 1,
    }


def test_the_stated_figure_of_a_day_is_the_latest_before_it(full: Tree) -> None:
    state(full, "households", 4600, date(2025, 12, 31))
    assert figures(full, date(2025, 6, 30))["households"][1] == 4519
    assert figures(full, date(2026, 1, 1))["households"][1] == 4600
    assert figures(full, date(2024, 1, 1))["households"][1] is None


def test_a_withdrawn_figure_no_longer_counts_and_its_day_is_free(full: Tree) -> None:
    figure = StatedFigure.objects.select_related("community__organisation").get(code="households")
    withdraw_figure(figure=figure, version=1, reason="抄错了表", actor=OPERATOR)
    assert figures(full)["households"] == (40, None)
    with pytest.raises(RuleError, match="已经撤回"):
        withdraw_figure(figure=figure, version=2, reason="再来", actor=OPERATOR)
    state(full, "households", 4520, date(2024, 12, 31))
    assert [int(row.value) for row in figures_of(full.community).filter(code="households")] == [4520]


def test_the_page_and_the_sheet_show_both_with_basis_and_source(client: Client, full: Tree) -> None:
    sign_in(client, make_user(Role.SECRETARY, full.general_branch))
    for name in ("community", "community_print"):
        text = client.get(reverse(f"orgs:{name}", args=[full.community.pk])).content.decode()
        assert ("40 户" in text, "4,519 户" in text, "街道报表" in text, "取最细一级" in text) == (True,) * 4
    page = client.get(reverse("orgs:community", args=[full.community.pk])).content.decode()
    assert ("对不上" in page, "/ledgers/courtyards/" in page) == (True, True)
    figure = StatedFigure.objects.get(code="households")
    address = reverse("orgs:withdraw_figure", args=[full.community.pk, figure.pk])
    assert client.post(address, {"version": "1", "reason": "抄错了"}).status_code == 302
    page = client.get(reverse("orgs:community", args=[full.community.pk])).content.decode()
    assert ("对不上" in page, "抄错了" in page) == (False, True)


def test_a_figure_links_only_where_the_reader_may_go(client: Client, full: Tree) -> None:
    sign_in(client, make_user(Role.GRID_WORKER, full.general_branch))
    page = client.get(reverse("orgs:community", args=[full.community.pk])).content.decode()
    assert ("2 名" in page, "/ledgers/members/" in page, "撤回" in page) == (True, False, False)


def test_the_ledger_holds_the_same_in_as_many_queries_for_many(full: Tree) -> None:
    def read() -> tuple[int, list[tuple[object, object]]]:
        columns = {column.name: column for column in PROFILE.columns}
        with CaptureQueriesContext(connection) as captured:
            rows = list(PROFILE.rows(LedgerQuery(EVERYTHING, clock.today(), {})).stream())
        return len(captured), [(columns["counted"].value(row), columns["stated"].value(row)) for row in rows]

    first, rows = read()
    assert (40, "4519") in rows
    for number in range(20):
        make_community(full.street, f"第{number}社区")
    assert read()[0] == first


def test_pages_of_the_ledger_go_on_where_they_stopped(full: Tree) -> None:
    rows = PROFILE.rows(LedgerQuery(EVERYTHING, clock.today(), {}))
    first, after = rows.page("", 5)
    second, _ = rows.page(after, 5)
    assert [*first, *second] == list(rows.stream())[:10]
    assert rows.page("", rows.count())[1] == ""
