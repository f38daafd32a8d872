from datetime import date

import pytest
from tests.factories import Tree
from tests.party.cast import D, enrol, member_of, values

from lianxin.access.scope import EVERYTHING, Scope
from lianxin.declare.actors import OPERATOR
from lianxin.declare.ledgers import LedgerQuery, ledger
from lianxin.orgs.registries import Headcount
from lianxin.party.actions import (
    Joining,
    appoint_office,
    assign_branch,
    convert_member,
    depart_member,
    end_office,
    return_member,
    set_fact,
)
from lianxin.party.choices import Aspect, ChangeKind, Office
from lianxin.party.queries import headcounts, on_roll, totals


def names_on(day: date) -> list[str]:
    return list(on_roll(day).order_by("name_key").values_list("person__name", flat=True))


def column(name: str, tree: Tree, day: date, **filters: str) -> dict[str, object]:
    """Name → a column's value in the roster of the community on a day."""
    found = ledger("members")
    value = {each.name: each.masked or each.value for each in found.columns}[name]
    rows = found.rows(LedgerQuery(Scope(paths=(tree.general_branch.path,)), day, filters)).stream()
    return {row[3]: value(row) for row in rows}


def test_the_roll_of_a_day_follows_joining_leaving_and_coming_back(tree: Tree) -> None:
    member = member_of(tree.first)
    joining = Joining(ChangeKind.MOVED_IN, date(2026, 2, 1))
    enrol(tree.community, values("曾小红", organisation=tree.first.pk), joining=joining)
    depart_member(member=member, kind=ChangeKind.SUSPENDED, on=date(2026, 3, 1), actor=OPERATOR)
    return_member(
        member=member, kind=ChangeKind.RESUMED, on=date(2026, 6, 1), organisation=tree.first.pk, actor=OPERATOR
    )
    assert names_on(date(1985, 3, 4)) == []
    assert names_on(date(1985, 3, 5)) == ["柳秀兰"]
    assert names_on(date(2026, 2, 28)) == ["柳秀兰", "曾小红"]
    assert names_on(date(2026, 3, 1)) == ["曾小红"]
    assert names_on(date(2026, 6, 1)) == ["柳秀兰", "曾小红"]


def test_totals_keep_flowing_in_apart_and_flowing_out_inside(tree: Tree) -> None:
    enrol(
        tree.community,
        values("柳秀兰", organisation=tree.first.pk),
        values("曾小红", organisation=tree.first.pk, floating="in"),
        values("单志刚", organisation=tree.second.pk, floating="out", employment="laid_off", new_economy=True),
        values("区少云", category="probationary", full_date=None, join_date=D("2026-01-05"), employment=None),
    )
    found = totals(tree.community)
    assert (found.counted, found.flowed_in, found.flowed_out, found.new_economy) == (3, 1, 1, 1)
    assert (found.full, found.probationary) == (2, 1)
    assert found.employment == {"retired": 1, "laid_off": 1, "": 1}
    assert found.organisations == {tree.first.pk: 1, tree.second.pk: 1, tree.general_branch.pk: 1}
    assert headcounts([tree.general_branch.path, tree.first.path]) == {
        tree.general_branch.path: Headcount(3, 2),
        tree.first.path: Headcount(1, 1),
    }


def test_totals_of_a_past_day_are_those_of_that_day(tree: Tree) -> None:
    member, young = enrol(
        tree.community,
        values("柳秀兰", organisation=tree.first.pk, employment="in_post"),
        values(
            "曾小红", organisation=tree.first.pk, category="probationary", full_date=None, join_date=D("2025-02-01")
        ),
    )
    set_fact(member=member, aspect=Aspect.EMPLOYMENT, value="retired", since=date(2026, 4, 1), actor=OPERATOR)
    convert_member(member=young, full_date=D("2026-02-01"), actor=OPERATOR)
    before, after = totals(tree.community, date(2026, 1, 31)), totals(tree.community)
    assert (before.employment, before.category) == ({"in_post": 1, "retired": 1}, {"full": 1, "probationary": 1})
    assert (after.employment, after.category) == ({"retired": 2}, {"full": 2})


def test_the_roster_as_of_a_day_has_the_facts_of_that_day(tree: Tree) -> None:
    member = member_of(tree.first, category="probationary", join_date=D("2025-02"), full_date=None)
    convert_member(member=member, full_date=D("2026-02-01"), actor=OPERATOR)
    assign_branch(members=[member], organisation=tree.second, on=date(2026, 5, 1), actor=OPERATOR)
    set_fact(member=member, aspect=Aspect.FLOATING, value="out", since=date(2026, 5, 1), actor=OPERATOR)
    past, now = date(2026, 1, 15), date(2026, 6, 1)
    expected = {
        "category": ("预备党员", "正式党员"),
        "branch": ("第一支部", "第二支部"),
        "floating": ("", "流出"),
        "standing": ("", "4个月"),
        "full_date": (None, date(2026, 2, 1)),
        "join_date": ("2025-02", "2025-02"),
        "political_birthday": (0, 1),
        "id_number": ("000000********" + member.person.id_number[-4:],) * 2,
        "mobile": ("138****1234", "138****1234"),
    }
    assert {name: tuple(column(name, tree, day)["柳秀兰"] for day in (past, now)) for name in expected} == expected
    assert column("name", tree, past, branch=str(tree.second.pk)) == {}
    assert column("name", tree, now, branch=str(tree.second.pk), floating="out", category="full") == {
        "柳秀兰": "柳秀兰"
    }


def test_the_roster_lists_who_flows_in_only_when_asked(tree: Tree) -> None:
    enrol(
        tree.community,
        values("柳秀兰", organisation=tree.first.pk),
        values("曾小红", organisation=tree.first.pk, floating="in"),
    )
    today = date(2026, 11, 1)
    assert list(column("name", tree, today)) == ["柳秀兰"]
    assert list(column("name", tree, today, floating="in")) == ["曾小红"]
    assert list(column("name", tree, today, floating="none")) == ["柳秀兰"]
    assert ledger("members").basis(LedgerQuery(EVERYTHING, today, {"floating": "in"})) == (
        "口径：当天流入本社区、组织关系不在本社区的党员，不计入党员总数。"
    )


def test_a_branch_sees_in_the_roster_who_stood_there_that_day(tree: Tree) -> None:
    member = member_of(tree.first)
    assign_branch(members=[member], organisation=tree.second, on=date(2026, 5, 1), actor=OPERATOR)
    for day, branch, seen in (
        (date(2026, 4, 30), tree.first, 1),
        (date(2026, 4, 30), tree.second, 0),
        (date(2026, 5, 1), tree.first, 0),
        (date(2026, 5, 1), tree.second, 1),
    ):
        assert ledger("members").rows(LedgerQuery(Scope(paths=(branch.path,)), day)).count() == seen


@pytest.mark.parametrize("number", [3, 30])
def test_pages_and_stream_of_the_roster_are_one_query_each_and_alike(
    tree: Tree, number: int, django_assert_num_queries: object
) -> None:
    enrol(tree.community, *(values(f"柳{chr(0x4E00 + place)}", id_number=None) for place in range(number)))
    rows = ledger("members").rows(LedgerQuery(EVERYTHING, date(2026, 1, 1)))
    with django_assert_num_queries(1):  # type: ignore[operator]
        streamed = [row[3] for row in rows.stream()]
    paged, after = [], ""
    while True:
        with django_assert_num_queries(1):  # type: ignore[operator]
            page, after = rows.page(after, 2)
        paged += [row[3] for row in page]
        if not after:
            break
    assert (streamed, len(streamed), rows.count()) == (paged, number, number)


def test_the_organisations_ledger_names_leaders_and_counts_below(tree: Tree) -> None:
    leader = member_of(tree.first, group=tree.group.pk)
    member_of(tree.second, name="曾小红", floating="in")
    office = appoint_office(
        member=leader, organisation=tree.first, office=Office.SECRETARY, since=date(2024, 1, 1), actor=OPERATOR
    )
    end_office(holding=office, until=date(2026, 5, 1), actor=OPERATOR)
    found = ledger("organisations")
    assert (found.title, ledger("members").title) == ("党组织一览", "党员花名册")

    def shown(day: date) -> dict[str, tuple[object, object]]:
        rows = found.rows(LedgerQuery(Scope(paths=(tree.general_branch.path,)), day)).stream()
        return {row.short_name: (row.leader, row.member_count) for row in rows}

    assert shown(date(2026, 4, 30)) == {
        "复兴社区党总支": ("", 1),
        "第一支部": ("柳秀兰", 1),
        "一组": ("", 1),
        "第二支部": ("", 0),
    }
    assert shown(date(2026, 5, 1))["第一支部"] == ("", 1)
