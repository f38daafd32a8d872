"""Table 1 of the annual statistics: its sums, its check formulas, and who makes them fail."""

from datetime import date, datetime

import pytest
from django.test import Client
from tests.factories import Tree, make_user, sign_in
from tests.party.cast import D, again, enrol, member_of, values
from tests.party.support import main_of, soup_of

from lianxin.access.scope import Scope
from lianxin.declare.actors import OPERATOR
from lianxin.declare.roles import Role
from lianxin.kernel import clock
from lianxin.party.actions import Joining, assign_branch, depart_member, return_member, undo_departure
from lianxin.party.choices import ChangeKind
from lianxin.party.models import MembershipChange
from lianxin.party.queries.yearly import checks_of, table_one

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=clock.TZ)
YEAR_END = date(2026, 12, 31)


def whole(tree: Tree) -> Scope:
    return Scope(paths=(tree.general_branch.path,))


def join(tree: Tree, name: str, kind: ChangeKind, on: date, **more: object) -> None:
    row = values(name, id_number=None, organisation=tree.first.pk, **more)
    enrol(tree.community, row, joining=Joining(kind, on))


def leave(tree: Tree, name: str, kind: ChangeKind, on: date, **more: object) -> None:
    depart_member(member=member_of(tree.first, name, id_number=None, **more), kind=kind, on=on, actor=OPERATOR)


def eventful(tree: Tree) -> None:
    """A year in which every line of the table has something."""
    member_of(tree.first, "柳一", id_number=None)
    new = {"category": "probationary", "join_date": D("2026-03-01"), "full_date": None}
    join(tree, "柳二", ChangeKind.DEVELOPED, date(2026, 3, 1), **new)
    join(tree, "柳三", ChangeKind.REJOINED, date(2026, 3, 1), **new)
    join(tree, "柳四", ChangeKind.RESTORED, date(2026, 4, 1))
    join(tree, "柳五", ChangeKind.MOVED_IN, date(2026, 4, 1))
    join(tree, "柳六", ChangeKind.BLOCK_IN, date(2026, 4, 1))
    kinds = [ChangeKind.EXPELLED, ChangeKind.STRUCK_OFF, ChangeKind.PERSUADED_OUT, ChangeKind.WITHDREW]
    kinds += [ChangeKind.SUSPENDED, ChangeKind.DIED, ChangeKind.MOVED_OUT, ChangeKind.BLOCK_OUT]
    for place, kind in enumerate(kinds):
        leave(tree, f"曾{chr(0x4E00 + place)}", kind, date(2026, 5, 1 + place))
    leave(tree, "曾预", ChangeKind.REVOKED, date(2026, 6, 1), category="probationary", full_date=None)
    leave(tree, "曾停", ChangeKind.SUSPENDED, date(2026, 2, 1))
    back = again(MembershipChange.objects.get(member__person__name="曾停").member)
    return_member(member=back, kind=ChangeKind.RESUMED, on=date(2026, 7, 1), organisation=tree.first.pk, actor=OPERATOR)


def test_an_eventful_year_balances_line_by_line(tree: Tree) -> None:
    with clock.frozen(NOON):
        eventful(tree)
        found = table_one(whole(tree), NOON.date())
    assert dict(sorted(found.numbers.items())) == {
        1: 11,
        2: 6,
        3: 2,
        4: 1,
        5: 2,
        6: 1,
        7: 2,
        8: 1,
        9: 10,
        10: 5,
        11: 2,
        12: 1,
        13: 2,
        14: 1,
        15: 7,
        16: 7,
        17: 0,
    }
    assert ([check.holds for check in found.checks], list(found.causes)) == ([True] * 5, [])


def test_the_year_before_and_the_year_after_follow_from_the_same_facts(tree: Tree) -> None:
    with clock.frozen(NOON):
        eventful(tree)
        last, half = table_one(whole(tree), date(2025, 12, 31)), table_one(whole(tree), date(2026, 6, 30))
    with clock.frozen(datetime(2027, 1, 4, 9)):
        following = table_one(whole(tree), date(2027, 1, 4))
    assert [last.numbers[n] for n in (1, 2, 9, 16, 17)] == [11, 0, 0, 11, 0]
    assert [half.numbers[n] for n in (1, 2, 9, 16, 17)] == [11, 5, 10, 6, 0]
    assert [following.numbers[n] for n in (1, 2, 9, 16, 17)] == [7, 0, 0, 7, 0]


def test_who_was_opened_without_a_reason_is_named_and_not_made_to_vanish(tree: Tree) -> None:
    with clock.frozen(NOON):
        member_of(tree.first, "柳秀兰")
        young = {"category": "probationary", "join_date": D("2026-02-01"), "full_date": None}
        member = member_of(tree.first, "曾小红", id_number=None, **young)
        found = table_one(whole(tree), NOON.date())
    assert [found.numbers[n] for n in (1, 2, 9, 15, 16, 17)] == [1, 0, 0, 1, 2, 1]
    assert [(cause.member, cause.amount, cause.why) for cause in found.causes] == [
        (member.pk, 1, "建档时没有写增加原因，入党日期在本年")
    ]
    assert (found.checks[-1].holds, found.opened) == (False, 1)


def test_the_causes_always_add_up_to_the_difference(tree: Tree) -> None:
    with clock.frozen(NOON):
        member_of(tree.first, "柳秀兰", join_date=D("2026-02-01"), full_date=None, category="probationary")
        twice = member_of(tree.first, "单志刚", id_number=None)
        MembershipChange.objects.create(
            member=twice,
            kind=ChangeKind.MOVED_IN,
            happened_on=date(2026, 4, 1),
            organisation=tree.first,
            recorded_at=clock.now(),
            recorded_by="测试",
        )
        leave(tree, "安静", ChangeKind.DIED, date(2026, 4, 2))
        MembershipChange.objects.filter(member__person__name="安静").update(withdrawn_at=clock.now())
        found = table_one(whole(tree), NOON.date())
    assert {(cause.name, cause.amount, cause.why) for cause in found.causes} == {
        ("柳秀兰", 1, "建档时没有写增加原因，入党日期在本年"),
        ("单志刚", -1, "登记了增加，但上年底已经在册"),
        ("安静", -1, "不在册了，但没有登记减少原因"),
    }
    assert (found.numbers[17], sum(cause.amount for cause in found.causes)) == (-1, -1)


def test_flowing_in_moving_between_branches_and_what_was_withdrawn_change_no_total(tree: Tree) -> None:
    with clock.frozen(NOON):
        member = member_of(tree.first)
        assign_branch(members=[member], organisation=tree.second, on=date(2026, 5, 1), actor=OPERATOR)
        depart_member(member=again(member), kind=ChangeKind.MOVED_OUT, on=date(2026, 6, 1), actor=OPERATOR)
        undo_departure(member=again(member), reason="误登", actor=OPERATOR)
        join(tree, "安静", ChangeKind.FLOATED_IN, date(2026, 2, 1))
        guest = MembershipChange.objects.get(kind=ChangeKind.FLOATED_IN).member
        depart_member(member=again(guest), kind=ChangeKind.DIED, on=date(2026, 3, 1), actor=OPERATOR)
        found = table_one(whole(tree), NOON.date())
        branch = table_one(Scope(paths=(tree.second.path,)), NOON.date())
    assert [found.numbers[n] for n in (1, 2, 9, 16, 17)] == [1, 0, 0, 1, 0]
    assert list(found.causes) == []
    assert [branch.numbers[n] for n in (1, 2, 9, 16, 17)] == [0, 0, 0, 1, 1]
    assert [cause.why for cause in branch.causes] == ["支部之间调整"]


@pytest.mark.parametrize(("greater", "smaller"), [(3, 4), (5, 6), (7, 8), (13, 14)])
def test_a_part_greater_than_its_whole_fails_its_formula(greater: int, smaller: int) -> None:
    numbers = dict.fromkeys(range(1, 18), 0) | {greater: 1, smaller: 2}
    failed = [check.formula for check in checks_of(numbers) if not check.holds]
    assert failed == [f"{greater} ≥ {smaller}"]


def test_the_page_shows_both_sides_what_is_wrong_and_who_causes_it(client: Client, tree: Tree) -> None:
    sign_in(client, make_user(Role.PARTY_WORKER, tree.general_branch))
    with clock.frozen(NOON):
        member_of(tree.first, "柳秀兰", join_date=D("2026-02-01"), full_date=None, category="probationary")
        page = main_of(client.get("/ledgers/table_one/"))
        paper = main_of(client.get("/ledgers/table_one/print/"))
        past = main_of(client.get("/ledgers/table_one/", {"as_of": "2025-12-31"}))
    assert "差（第17行）是1，由下面1人造成。" in page
    assert "柳秀兰第一支部+1建档时没有写增加原因，入党日期在本年" in page
    assert "16=15（差17为0）10不符" in page
    assert "应为0，不符，牵涉1人" in paper
    assert "核对公式都平" in past


def test_every_line_opens_the_changes_or_the_roster_it_counts(client: Client, tree: Tree) -> None:
    sign_in(client, make_user(Role.PARTY_WORKER, tree.general_branch))
    with clock.frozen(NOON):
        eventful(tree)
        found = table_one(whole(tree), NOON.date())
        links = soup_of(client.get("/ledgers/table_one/")).select("td.num a")
        listed = {}
        for link in links:
            number = int(link.find_parent("tr").select_one("td").get_text())  # type: ignore[union-attr]
            page = main_of(client.get(str(link["href"])))
            listed[number] = int(page.partition("共")[2].partition("条")[0]) if "条" in page else 0
    assert set(range(1, 18)) - set(listed) == {15, 17}
    assert listed == {number: found.numbers[number] for number in listed}
