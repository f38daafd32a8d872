"""What is due about leaders: as duties, on pages, in the ledger; on the day they are due and not a day before."""

from collections.abc import Iterator
from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import Tree, make_branch, make_member, make_user, sign_in
from tests.party.cast import enrol, member_of, values
from tests.party.support import main_of
from tests.party.terms.support import BEGUN, elect

from lianxin.access.models import User
from lianxin.access.scope import Scope
from lianxin.declare.actors import OPERATOR
from lianxin.declare.duties import Duty, DutyKind, duty_sources
from lianxin.declare.ledgers import LedgerQuery, ledger
from lianxin.declare.roles import Role
from lianxin.kernel.clock import frozen
from lianxin.orgs.actions import move_election
from lianxin.orgs.models import Organisation
from lianxin.party.actions import end_office
from lianxin.party.models import OfficeHolding

FIRST = "第一支部"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with frozen(datetime(2026, 12, 31, 9)):
        yield


@pytest.fixture
def office(tree: Tree) -> User:
    return make_user(Role.PARTY_WORKER, tree.general_branch)


def duties(user: User, today: date, what: str = "换届") -> list[Duty]:
    source = duty_sources()["party.terms"]
    return [duty for duty in source(User.objects.get(pk=user.pk), today) if duty.what == what]


@pytest.mark.parametrize(
    ("today", "due", "overdue"),
    [
        (date(2026, 7, 9), False, False),
        (date(2026, 7, 10), True, False),
        (date(2027, 1, 10), True, False),
        (date(2027, 1, 11), True, True),
    ],
)
def test_an_election_is_due_half_a_year_ahead_and_overdue_after_its_day(
    tree: Tree, office: User, today: date, due: bool, overdue: bool
) -> None:
    elect(tree.first)
    found = duties(office, today)
    assert [(duty.kind, duty.whom, duty.due_on, duty.overdue(today)) for duty in found] == (
        [(DutyKind.RULE, FIRST, date(2027, 1, 10), overdue)] if due else []
    )
    assert all("《关于党的基层组织任期的意见》（2018年）第一条" in duty.basis for duty in found)


def test_an_approved_extension_is_not_overdue(tree: Tree, office: User) -> None:
    term = elect(tree.first)
    move_election(term=term, version=1, moved_to=date(2027, 9, 1), reason="修路", document_no="5号", actor=OPERATOR)
    assert duties(office, date(2027, 1, 11)) == []
    found = duties(office, date(2027, 9, 2))
    assert [(duty.due_on, duty.overdue(date(2027, 9, 2))) for duty in found] == [(date(2027, 9, 1), True)]


def test_a_vacancy_is_told_with_its_day_and_never_turns_red(tree: Tree, office: User) -> None:
    today = date(2026, 12, 31)
    member_of(tree.first)
    elect(tree.first, secretary="柳秀兰")
    assert {duty.whom: duty.note for duty in duties(office, today, "书记空缺")} == {
        "复兴社区党总支": "还没有登记书记。",
        "第二支部": "还没有登记书记。",
    }
    end_office(holding=OfficeHolding.objects.get(), until=date(2026, 3, 1), actor=OPERATOR)
    found = {duty.whom: duty for duty in duties(office, today, "书记空缺")}
    assert found[FIRST].note == "书记从2026年3月1日起空缺。"
    assert (found[FIRST].kind, found[FIRST].overdue(today)) == (DutyKind.WISH, False)


def test_sizes_are_told_by_the_rules_in_force(tree: Tree, office: User) -> None:
    today = date(2026, 12, 31)
    enrol(tree.community, *[values(f"柳秀{letter}", organisation=tree.first.pk) for letter in "甲乙丙丁戊己庚"])
    enrol(tree.community, *[values(f"曾小{letter}", organisation=tree.second.pk) for letter in "甲乙"])
    assert [duty.whom for duty in duties(office, today, "设支部委员会")] == [FIRST]
    assert [duty.whom for duty in duties(office, today, "正式党员不足")] == ["第二支部"]
    elect(tree.first, secretary="柳秀甲", publicity="柳秀乙", discipline="柳秀丙")
    assert duties(office, today, "设支部委员会") == []


def test_only_who_records_them_has_these_duties(tree: Tree) -> None:
    elect(tree.first)
    today = date(2027, 1, 1)
    assert [duties(make_user(role, tree.first), today) for role in (Role.BRANCH_SECRETARY, Role.STREET_OVERSEER)] == [
        [],
        [],
    ]
    assert duties(make_user(Role.PARTY_WORKER, tree.foreign_general_branch), today) == []


def test_duties_ask_the_same_queries_for_10_and_100_branches(tree: Tree, office: User) -> None:
    source, counts = duty_sources()["party.terms"], []
    for total in (10, 100):
        for number in range(Organisation.objects.count(), total):
            branch = make_branch(tree.general_branch, f"{number}")
            make_member(branch)
            elect(branch)
        with CaptureQueriesContext(connection) as captured:
            list(source(User.objects.get(pk=office.pk), date(2027, 1, 1)))
        counts.append(len(captured))
    assert counts == [counts[0]] * 2


def test_the_page_of_the_leaders_and_the_organisations_own(client: Client, tree: Tree, office: User) -> None:
    member_of(tree.first)
    sign_in(client, office)
    address = reverse("party:terms", args=[tree.first.pk])
    empty = main_of(client.get(address))
    assert "还没有登记届次" in empty
    assert "还没有登记现任" in empty
    sent = {"number": "3", "since": "2022.1.10", "rule": "TERM_COMMUNITY", "secretary": "柳秀兰", "once": "a"}
    answer = client.post(reverse("party:term_new", args=[tree.first.pk]), sent)
    assert answer["Location"] == address
    page = main_of(client.get(address))
    assert "2027年1月10日到换届日期" in page
    assert "第三届" in page
    own = main_of(client.get(reverse("orgs:organisation", args=[tree.first.pk])))
    assert "第三届，2022年1月10日起，任期5年，2027年1月10日届满" in own
    again = main_of(client.get(reverse("party:term_new", args=[tree.first.pk])))
    assert 'value="4"' in client.get(reverse("party:term_new", args=[tree.first.pk])).content.decode()
    assert "登记换届" in again
    refused = client.post(reverse("party:term_new", args=[tree.first.pk]), {**sent, "number": "4", "once": "b"})
    assert "在时间上重叠" in main_of(refused)
    nobody = {**sent, "number": "4", "since": "2026.12.20", "secretary": "没有的人", "once": "c"}
    assert "本社区的党员里没有没有的人" in main_of(client.post(reverse("party:term_new", args=[tree.first.pk]), nobody))


def test_a_reader_without_the_members_sees_names_but_no_links(client: Client, tree: Tree) -> None:
    member = member_of(tree.first)
    elect(tree.first, secretary="柳秀兰")
    sign_in(client, make_user(Role.GRID_WORKER, tree.general_branch))
    page = client.get(reverse("party:terms", args=[tree.first.pk])).content.decode()
    assert ("柳秀兰" in page, str(member.pk) in page, "登记换届" in page) == (True, False, False)


def rows(tree: Tree, day: date, state: str = "") -> list[tuple[object, ...]]:
    query = LedgerQuery(Scope((tree.general_branch.path,)), day, {"state": state})
    source = ledger("terms").rows(query)
    columns = [c for c in ledger("terms").columns if c.name in {"name", "number", "state", "secretary", "others"}]
    return [tuple(column.value(row) for column in columns) for row in source.stream()]


def test_the_ledger_tells_terms_and_leaders_of_a_day(tree: Tree) -> None:
    member_of(tree.first)
    member_of(tree.first, "曾小红")
    elect(tree.first, secretary="柳秀兰", discipline="曾小红")
    elect(tree.first, date(2026, 12, 20), number=4, secretary="曾小红")
    name = tree.first.name
    assert (name, "第四届", "任期内", "曾小红", "") in rows(tree, date(2026, 12, 31))
    assert (name, "第三届", "快要换届", "柳秀兰", "曾小红（纪检委员）") in rows(tree, date(2026, 12, 19))
    assert (name, "", "没有登记届次", "", "") in rows(tree, date(2021, 1, 1))
    assert [row[0] for row in rows(tree, date(2026, 12, 31), "running")] == [name]
    assert [row[0] for row in rows(tree, date(2026, 12, 19), "soon")] == [name]
    assert rows(tree, date(2026, 12, 19), "overdue") == []
    assert len(rows(tree, date(2026, 12, 31), "none")) == 2


def test_pages_ask_the_same_queries_for_few_and_many(client: Client, tree: Tree, office: User) -> None:
    sign_in(client, office)
    addresses = [reverse("party:terms", args=[tree.first.pk]), "/ledgers/terms/"]

    def costs() -> list[int]:
        found = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            found.append(len(captured))
        return found

    names = [f"柳秀{letter}" for letter in "甲乙丙丁戊己庚"]
    enrol(tree.community, *[values(name, organisation=tree.first.pk) for name in names])
    elect(tree.first, BEGUN, secretary=names[0])
    first = costs()
    elect(tree.first, date(2017, 1, 10), number=2, ended_on=BEGUN, secretary=names[0], committee="、".join(names[1:]))
    for number in range(30):
        elect(make_branch(tree.general_branch, f"{number}"), secretary=names[1])
    assert costs() == first
