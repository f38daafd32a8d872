"""党员分类统计: every breakdown adds up to the roster of the same day, every figure opens the list it counts."""

import random
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import Tree, make_user, sign_in
from tests.party.cast import D, enrol, member_of, values
from tests.party.support import cost, crowd, main_of, soup_of

from lianxin.access.scope import Scope
from lianxin.declare.actors import OPERATOR
from lianxin.declare.ledgers import LedgerQuery, ledger
from lianxin.declare.roles import Role
from lianxin.kernel import clock
from lianxin.kernel.partial_dates import PartialDate, Precision
from lianxin.kernel.standing import standing_years
from lianxin.party.actions import assign_branch, convert_member, depart_member
from lianxin.party.choices import ChangeKind
from lianxin.party.models import Member
from lianxin.party.queries import on_roll
from lianxin.party.queries.bands import DIMENSIONS, born_by, in_band
from lianxin.party.queries.statistics import statistics
from lianxin.party.queries.tenure import started_by

PAGE = "/ledgers/statistics/"
DAYS = [date(2024, 2, 29), date(2025, 12, 31), date(2026, 11, 20)]
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=clock.TZ)


def whole(tree: Tree) -> Scope:
    return Scope(paths=(tree.general_branch.path,))


def mixed(tree: Tree, number: int = 60) -> None:
    """People of all sorts, some with nothing known of them."""
    chance = random.Random(7)  # noqa: S311 - the same people everywhere
    rows = []
    for place in range(number):
        joined = date(1944 + place * 81 // number, 1 + place % 12, 1 + place % 28)
        birth = joined - timedelta(days=365 * 22 + place)
        rows.append(
            values(
                f"柳{chr(0x4E00 + place)}",
                id_number=None,
                sex=chance.choice(["1", "2", "", "9"]),
                ethnicity=chance.choice(["01", "07", "97", ""]),
                birth_date=chance.choice([PartialDate(birth), None]),
                education=chance.choice(["11", "21", "28", "31", "44", "61", "71", "81", "90", ""]),
                category=chance.choice(["full", "full", "probationary", None]),
                join_date=chance.choice([PartialDate(joined, Precision(chance.choice("dmy"))), None]),
                full_date=chance.choice([PartialDate(joined + timedelta(days=366)), None]),
                job_post=chance.choice(["离退休人员", "工人", "企业高管", ""]),
                employment=chance.choice(["retired", "in_post", None]),
                floating=chance.choice([None, "out", "in"]),
                party_age_adj=chance.choice([0, 0, 7, -5]),
                organisation=chance.choice([tree.first.pk, tree.second.pk, None]),
            )
        )
    enrol(tree.community, *rows)


@pytest.mark.parametrize("day", DAYS)
def test_every_breakdown_adds_up_to_the_roster_of_the_day(tree: Tree, day: date) -> None:
    mixed(tree)
    found = statistics(whole(tree), day)
    roster = ledger("members").rows(LedgerQuery(whole(tree), day)).count()
    assert roster > 20
    sums = {code: sum(bands.values()) for code, bands in found.numbers.items()}
    assert sums == {dimension.code: roster for dimension in DIMENSIONS}
    assert (found.total, sum(found.crossed.values())) == (roster, roster)
    known = {dimension.code: {band.code for band in dimension.bands} for dimension in DIMENSIONS}
    assert {code: set(bands) - known[code] for code, bands in found.numbers.items()} == {code: set() for code in known}


@pytest.mark.parametrize("day", DAYS)
def test_every_figure_counts_the_members_its_link_lists(client: Client, tree: Tree, day: date) -> None:
    mixed(tree, 30)
    sign_in(client, make_user(Role.PARTY_WORKER, tree.general_branch))
    with clock.frozen(NOON):
        links = soup_of(client.get(PAGE, {"as_of": day.isoformat()})).select("td.num a")
    assert len(links) > 30
    for link in links:
        query = dict(parse_qsl(urlsplit(str(link["href"])).query))
        as_of = date.fromisoformat(query.pop("as_of"))
        listed = ledger("members").rows(LedgerQuery(whole(tree), as_of, query)).count()
        assert (query, as_of, str(listed)) == (query, day, link.get_text())


@pytest.mark.parametrize("day", DAYS)
def test_standing_worked_out_by_the_database_is_that_of_the_rule(tree: Tree, day: date) -> None:
    mixed(tree)
    found = {}
    for code, _ in (("s0", 0), ("s10", 10), ("s20", 20), ("s30", 30), ("s40", 40), ("s50", 50)):
        for pk in in_band(on_roll(day), day, "standing", code).values_list("pk", flat=True):
            found[pk] = code
    expected = {}
    full: Any = on_roll(day)
    for member in Member.objects.filter(pk__in=full.filter(category_then="full")):
        standing = standing_years(member.joined, member.became_full, member.party_age_adj, day)
        if standing is not None:
            expected[member.pk] = f"s{min(50, standing.years // 10 * 10)}"
    assert (found, len(found) > 10) == (expected, True)


@given(birth=st.dates(date(1900, 1, 1), date(2010, 1, 1)), day=st.dates(date(2015, 1, 1), date(2060, 1, 1)))
def test_a_band_of_age_begins_on_the_birthday(birth: date, day: date) -> None:
    years = PartialDate(birth).completed_years(day)
    assert (birth <= born_by(day, years), birth <= born_by(day, years + 1)) == (True, False)


@given(start=st.dates(date(1921, 7, 1), date(2010, 1, 1)), day=st.dates(date(2015, 1, 1), date(2060, 1, 1)))
def test_a_band_of_standing_begins_on_the_day_a_month_is_full(start: date, day: date) -> None:
    standing = standing_years(PartialDate(start), PartialDate(start), 0, day)
    assert standing is not None
    months = standing.years * 12 + standing.months
    assert (start <= started_by(day, months), start <= started_by(day, months + 1)) == (True, False)


def test_the_periods_of_joining_have_their_borders_where_the_statistics_draw_them(tree: Tree) -> None:
    days = ["1949-09-30", "1949-10-01", "1966-05-15", "1966-05-16", "1976-10-31", "1976-11-01"]
    days += ["1978-12-17", "1978-12-18", "2002-11-07", "2002-11-08", "2012-11-07", "2012-11-08"]
    rows = [
        values(f"柳{chr(0x4E00 + place)}", id_number=None, birth_date=None, join_date=D(day), full_date=None)
        for place, day in enumerate(days)
    ]
    enrol(tree.community, *rows)
    numbers = statistics(whole(tree), date(2026, 1, 1)).numbers
    assert numbers["joined"] == {"b_founding": 1, "b_before_3rd": 6, "b_before_18th": 4, "b_since_18th": 1}
    assert numbers["joined_finely"] == {
        "founding": 1,
        "before_cr": 2,
        "cr": 2,
        "before_3rd": 2,
        "before_16th": 2,
        "before_18th": 2,
        "since_18th": 1,
    }


def test_the_figures_of_a_past_day_are_those_of_that_day(tree: Tree) -> None:
    young = member_of(tree.first, category="probationary", join_date=D("2025-02-01"), full_date=None)
    convert_member(member=young, full_date=D("2026-02-01"), actor=OPERATOR)
    assign_branch(members=[young], organisation=tree.second, on=date(2026, 5, 1), actor=OPERATOR)
    gone = member_of(tree.first, "曾小红", id_number=None)
    depart_member(member=gone, kind=ChangeKind.MOVED_OUT, on=date(2026, 3, 1), actor=OPERATOR)
    then, now = statistics(whole(tree), date(2026, 1, 1)), statistics(whole(tree), date(2026, 6, 1))
    assert (then.total, then.number("category", "probationary"), then.number("category", "full")) == (2, 1, 1)
    assert (now.total, now.number("category", "probationary"), now.number("category", "full")) == (1, 0, 1)
    second = Scope(paths=(tree.second.path,))
    assert [statistics(second, day).total for day in (date(2026, 1, 1), date(2026, 6, 1))] == [0, 1]


def test_the_page_names_each_way_of_counting_and_says_what_is_ours(client: Client, tree: Tree) -> None:
    mixed(tree, 12)
    sign_in(client, make_user(Role.PARTY_WORKER, tree.general_branch))
    page = main_of(client.get(PAGE))
    assert [dimension.label in page for dimension in DIMENSIONS] == [True] * len(DIMENSIONS)
    assert ("党龄本系统口径。" in page, "年龄公报口径。" in page, "党员年龄学历交叉表" in page) == (True, True, True)
    part = main_of(client.get(PAGE, {"part": "age"}))
    assert ("61岁及以上" in part, "高中" in part) == (True, False)


def test_the_files_hold_the_same_figures(client: Client, tree: Tree) -> None:
    mixed(tree, 20)
    sign_in(client, make_user(Role.PARTY_WORKER, tree.general_branch))
    found = statistics(whole(tree), clock.today())

    def exported(name: str, **sent: str) -> list[list[str]]:
        answer: Any = client.post(f"/ledgers/{name}/export/", {"format": "csv", **sent})
        return [line.split(",") for line in b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()]

    ages = exported("statistics", part="age")
    assert [line[2] for line in ages[2:]] == [str(found.number("age", band.code)) for band in DIMENSIONS[3].bands]
    assert ages[1][:3] == ["合计", "党员总数", str(found.total)]
    crossed = exported("age_by_education")
    assert (len(crossed), crossed[-1][0], crossed[-1][-1]) == (11, "合计", str(found.total))
    assert [sum(map(int, line[1:-1])) for line in crossed[1:]] == [int(line[-1]) for line in crossed[1:]]


def test_a_reader_of_a_branch_has_its_figures_only(client: Client, tree: Tree) -> None:
    member_of(tree.first)
    member_of(tree.second, "曾小红", id_number=None)
    sign_in(client, make_user(Role.BRANCH_SECRETARY, tree.first))
    assert soup_of(client.get(PAGE)).select("tbody tr:last-child td.num a")[0].get_text() == "1"


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}?as_of=2025-12-31", "/ledgers/table_one/"])
def test_more_members_cost_no_more_queries(client: Client, tree: Tree, address: str) -> None:
    sign_in(client, make_user(Role.PARTY_WORKER, tree.general_branch))
    found, there = [], 0
    for size in (10, 100):
        crowd(tree.community, size - there, tree.first, first=there)
        there = size
        found.append(cost(client, address))
    assert found == [found[0]] * 2
