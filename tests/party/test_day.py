"""What the first page asks of members: who lacks something, whose day comes, how many there are."""

from datetime import date

import pytest
from tests.factories import Tree, make_user
from tests.party.cast import D, enrol, member_of, values
from tests.party.support import crowd

from lianxin.access.models import User
from lianxin.declare.actors import OPERATOR
from lianxin.declare.roles import Role
from lianxin.party.actions import depart_member
from lianxin.party.choices import ChangeKind
from lianxin.party.queries import birthdays_of, headline, incomplete_of, totals, unassigned_of

FEW_OR_MANY = pytest.mark.parametrize("few", [1000, 0], ids=["one by one", "by days"])


@pytest.fixture
def worker(tree: Tree) -> User:
    return make_user(Role.PARTY_WORKER, tree.general_branch)


def joined(tree: Tree, **days: str) -> None:
    """Members of the first branch by name and day of joining."""
    rows = [values(name, join_date=D(day), full_date=D(day), organisation=tree.first.pk) for name, day in days.items()]
    enrol(tree.community, *rows)


def coming(user: User, today: date, few: int, at_most: int = 5) -> list[tuple[str, date, int]]:
    found = birthdays_of(user, today, at_most, few=few)
    return [(line.name, line.birthday.on, line.birthday.years) for line in found]


@FEW_OR_MANY
def test_the_nearest_birthdays_first_the_longest_membership_before(tree: Tree, worker: User, few: int) -> None:
    joined(tree, 甲="1974-06-18", 乙="1990-06-18", 丙="1980-06-20", 丁="1980-06-17", 戊="1980-06", 己="2026-06-18")
    assert coming(worker, date(2026, 6, 18), few) == [
        ("甲", date(2026, 6, 18), 52),
        ("乙", date(2026, 6, 18), 36),
        ("丙", date(2026, 6, 20), 46),
    ]
    assert coming(worker, date(2026, 6, 18), few, at_most=1) == [("甲", date(2026, 6, 18), 52)]


@FEW_OR_MANY
def test_a_birthday_after_new_year(tree: Tree, worker: User, few: int) -> None:
    joined(tree, 甲="1976-01-02", 乙="2026-01-02")
    assert coming(worker, date(2026, 12, 30), few) == [
        ("甲", date(2027, 1, 2), 51),
        ("乙", date(2027, 1, 2), 1),
    ]


@FEW_OR_MANY
@pytest.mark.parametrize(
    ("today", "on"),
    [
        (date(2026, 2, 28), date(2026, 2, 28)),
        (date(2026, 2, 25), date(2026, 2, 28)),
        (date(2028, 2, 28), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2028, 2, 29)),
    ],
)
def test_who_joined_on_29_february(tree: Tree, worker: User, few: int, today: date, on: date) -> None:
    joined(tree, 甲="1976-02-29")
    assert coming(worker, today, few) == [("甲", on, on.year - 1976)]


def test_of_a_few_a_month_ahead_is_looked_at(tree: Tree, worker: User) -> None:
    joined(tree, 甲="1976-07-18", 乙="1976-07-19")
    assert coming(worker, date(2026, 6, 18), 1000) == [("甲", date(2026, 7, 18), 50)]


@FEW_OR_MANY
def test_whose_birthday_does_not_count(tree: Tree, worker: User, few: int) -> None:
    gone = member_of(tree.first, "甲", join_date=D("1980-06-18"))
    depart_member(member=gone, kind=ChangeKind.MOVED_OUT, on=date(2026, 6, 1), actor=OPERATOR)
    member_of(tree.foreign_branch, "乙", join_date=D("1980-06-18"))
    member_of(tree.second, "丙", join_date=D("1980-06-18"))
    assert [name for name, *_ in coming(worker, date(2026, 6, 18), few)] == ["丙"]
    assert coming(make_user(Role.BRANCH_SECRETARY, tree.first), date(2026, 6, 18), few) == []


def test_the_first_figures_are_those_of_the_totals(tree: Tree) -> None:
    crowd(tree.community, 20, tree.first)
    probationary = {"category": "probationary", "full_date": None, "employment": None}
    enrol(
        tree.community,
        values("曾小红", organisation=tree.first.pk, floating="in"),
        values("单志刚", organisation=tree.second.pk, floating="out"),
        values("区少云", join_date=D("2026-01-05"), **probationary),
        values("查文", join_date=D("2026-01-05"), floating="in", **probationary),
    )
    depart_member(member=member_of(tree.first), kind=ChangeKind.DIED, on=date(2026, 1, 31), actor=OPERATOR)
    first, whole = headline(tree.community.pk), totals(tree.community)
    assert (first.counted, first.probationary, first.flowed_out, first.flowed_in) == (22, 1, 1, 2)
    assert (whole.counted, whole.probationary, whole.flowed_out, whole.flowed_in) == (22, 1, 1, 2)


def test_what_is_to_be_put_right(tree: Tree, worker: User) -> None:
    enrol(
        tree.community,
        values("曾小红"),
        values("单志刚", organisation=tree.first.pk, mobile=None),
        values("区少云", organisation=tree.second.pk),
    )
    secretary = make_user(Role.BRANCH_SECRETARY, tree.second)
    names = "person__name"
    assert list(unassigned_of(worker).values_list(names, flat=True)) == ["曾小红"]
    assert list(incomplete_of(worker).values_list(names, flat=True)) == ["单志刚", "曾小红"]
    assert list(unassigned_of(secretary)) == list(incomplete_of(secretary)) == []
