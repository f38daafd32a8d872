"""Terms with their posts: elected, followed, put off, corrected, ended, withdrawn."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

import pytest
from tests.factories import Tree
from tests.party.cast import enrol, member_of, values
from tests.party.terms.support import BEGUN, NEXT, elect, held

from lianxin.audit.models import AuditEntry
from lianxin.declare.actors import OPERATOR
from lianxin.declare.errors import RuleError
from lianxin.kernel import clock
from lianxin.kernel.clock import frozen
from lianxin.orgs.actions import TermDetails, move_election, record_term
from lianxin.orgs.choices import OrganisationKind as Kind
from lianxin.orgs.models import Organisation, Term
from lianxin.orgs.parameters import TERM_BRANCH, TERM_COMMITTEE, TERM_COMMUNITY, term_rule
from lianxin.parameters.models import ParameterValue
from lianxin.party.actions import appoint_office, depart_member
from lianxin.party.choices import ChangeKind, Office
from lianxin.party.models import Member
from lianxin.party.terms.actions import correct_committee, end_committee, withdraw_committee

TODAY = datetime(2026, 12, 31, 9)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with frozen(TODAY):
        yield


@pytest.fixture
def people(tree: Tree) -> list[Member]:
    return enrol(
        tree.community,
        values("柳秀兰", organisation=tree.first.pk),
        values("曾小红", organisation=tree.first.pk),
        values("方小玲", organisation=tree.second.pk),
    )


def fresh(term: Term) -> Term:
    return Term.objects.select_related("organisation").get(pk=term.pk)


def test_a_term_is_recorded_with_those_elected(tree: Tree, people: list[Member]) -> None:
    term = elect(tree.first, secretary="柳秀兰", publicity="曾小红、方小玲")
    assert (term.years, term.due_on, term.ends_on) == (5, date(2027, 1, 10), date(2027, 1, 10))
    assert held(tree.first) == {
        ("secretary", "柳秀兰", BEGUN, None, 3),
        ("publicity", "曾小红", BEGUN, None, 3),
        ("publicity", "方小玲", BEGUN, None, 3),
    }
    assert AuditEntry.objects.get(action="orgs.record_term").changes == {
        "term": ["", "第三届（2022-01-10起，任期5年）"]
    }


def test_the_next_term_ends_the_one_before_and_its_posts(tree: Tree, people: list[Member]) -> None:
    first = elect(tree.first, secretary="柳秀兰", publicity="曾小红")
    elect(tree.first, NEXT, number=4, secretary="曾小红", publicity="柳秀兰")
    assert fresh(first).ended_on == NEXT
    assert held(tree.first) == {
        ("secretary", "柳秀兰", BEGUN, NEXT, 3),
        ("publicity", "曾小红", BEGUN, NEXT, 3),
        ("secretary", "曾小红", NEXT, None, 4),
        ("publicity", "柳秀兰", NEXT, None, 4),
    }


def test_whoever_took_up_a_post_since_the_election_keeps_it(tree: Tree, people: list[Member]) -> None:
    since = date(2024, 5, 1)
    appoint_office(member=people[0], organisation=tree.first, office=Office.SECRETARY, since=None, actor=OPERATOR)
    appoint_office(member=people[1], organisation=tree.first, office=Office.PUBLICITY, since=since, actor=OPERATOR)
    elect(tree.first, secretary="柳秀兰", publicity="曾小红")
    assert held(tree.first) == {
        ("secretary", "柳秀兰", None, BEGUN, None),
        ("secretary", "柳秀兰", BEGUN, None, 3),
        ("publicity", "曾小红", since, None, 3),
    }


def test_a_seat_filled_between_elections_stands_in_the_term(tree: Tree, people: list[Member]) -> None:
    elect(tree.first, secretary="柳秀兰")
    appoint_office(member=people[1], organisation=tree.first, office=Office.YOUTH, since=NEXT, actor=OPERATOR)
    assert ("youth", "曾小红", NEXT, None, 3) in held(tree.first)


def test_a_past_term_names_also_who_has_left(tree: Tree, people: list[Member]) -> None:
    elect(tree.first, secretary="柳秀兰")
    depart_member(member=people[1], kind=ChangeKind.MOVED_OUT, on=date(2023, 1, 1), actor=OPERATOR)
    before = date(2017, 1, 10)
    elect(tree.first, before, number=2, ended_on=BEGUN, secretary="曾小红")
    assert held(tree.first) == {
        ("secretary", "柳秀兰", BEGUN, None, 3),
        ("secretary", "曾小红", before, BEGUN, 2),
    }


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"since": date(2027, 1, 1)}, "since", "还没有到"),
        ({"since": date(1999, 1, 1)}, "since", "早于这个组织的成立日期"),
        ({"since": date(2021, 1, 10)}, "since", "重叠"),
        ({"since": date(2020, 1, 1), "ended_on": date(2022, 2, 1)}, "since", "重叠"),
        ({"since": date(2020, 1, 1), "ended_on": date(2019, 2, 1)}, "ended_on", "不能早于"),
        ({"since": NEXT, "number": 3}, "number", "已经登记过"),
        ({"since": NEXT, "rule": "ORG_BRANCH_MIN"}, "rule", "任期按哪一种规定"),
    ],
)
def test_what_a_term_is_refused_for(tree: Tree, wrong: dict[str, object], field: str, sentence: str) -> None:
    Organisation.objects.filter(pk=tree.first.pk).update(founded_on=date(2004, 7, 1))
    tree.first.refresh_from_db()
    elect(tree.first)
    with pytest.raises(RuleError, match=sentence) as refused:
        elect(tree.first, **{"number": 4, **wrong})  # type: ignore[arg-type]
    assert refused.value.field == field
    assert Term.objects.count() == 1


@pytest.mark.parametrize("kind", [Kind.WORKING_COMMITTEE, Kind.TEMPORARY_BRANCH, Kind.GROUP, Kind.FUNCTIONAL])
def test_who_is_appointed_has_no_terms(tree: Tree, kind: Kind) -> None:
    tree.first.kind = kind
    with pytest.raises(RuleError, match="不按届选举"):
        record_term(organisation=tree.first, details=TermDetails(BEGUN, TERM_COMMUNITY), actor=OPERATOR)


@pytest.mark.parametrize(
    ("kind", "situation", "inside", "rule"),
    [
        (Kind.BRANCH, "", True, TERM_COMMUNITY),
        (Kind.BRANCH, "entity", True, TERM_BRANCH),
        (Kind.GENERAL_BRANCH, "", True, TERM_COMMUNITY),
        (Kind.BRANCH, "", False, TERM_BRANCH),
        (Kind.PRIMARY_COMMITTEE, "", False, TERM_COMMITTEE),
    ],
)
def test_the_rule_a_term_goes_by(tree: Tree, kind: Kind, situation: str, inside: bool, rule: str) -> None:
    row = tree.first
    row.kind, row.unit_situation = kind, situation
    row.community_id = row.community_id if inside else None
    assert term_rule(row) == rule


def test_a_term_keeps_the_rule_under_which_it_was_recorded(tree: Tree) -> None:
    term = elect(tree.first)
    ParameterValue.objects.create(
        code=TERM_COMMUNITY,
        value=Decimal(4),
        since=date(2020, 1, 1),
        basis="测试",
        recorded_at=clock.now(),
        recorded_by="测试",
    )
    other = elect(tree.second)
    details = TermDetails(date(2022, 1, 12), TERM_COMMUNITY, 3)
    correct_committee(term=fresh(term), version=1, details=details, actor=OPERATOR)
    assert (fresh(term).years, fresh(term).due_on) == (5, date(2027, 1, 12))
    assert (other.years, other.due_on) == (4, date(2026, 1, 10))


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        (date(2028, 1, 10), ""),
        (date(2026, 1, 10), ""),
        (date(2028, 1, 11), "一般不超过 12 个月"),
        (date(2026, 1, 9), "一般不超过 12 个月"),
        (date(2027, 1, 10), "同一天"),
        (BEGUN, "开始以后"),
    ],
)
def test_an_election_is_put_off_or_brought_forward_by_a_year_at_most(tree: Tree, day: date, sentence: str) -> None:
    term = elect(tree.first)

    def move() -> None:
        move_election(term=term, version=1, moved_to=day, reason="修路", document_no="5号", actor=OPERATOR)

    if sentence:
        with pytest.raises(RuleError, match=sentence):
            move()
        assert fresh(term).moved_to is None
    else:
        move()
        assert fresh(term).ends_on == day


@pytest.mark.parametrize(("reason", "number", "field"), [("", "5号", "reason"), ("修路", "", "document_no")])
def test_an_election_is_not_moved_without_reason_and_paper(tree: Tree, reason: str, number: str, field: str) -> None:
    term = elect(tree.first)
    with pytest.raises(RuleError) as refused:
        move_election(
            term=term, version=1, moved_to=date(2027, 6, 1), reason=reason, document_no=number, actor=OPERATOR
        )
    assert refused.value.field == field


def test_correcting_a_beginning_takes_the_posts_and_the_term_before_along(tree: Tree, people: list[Member]) -> None:
    elect(tree.first, secretary="柳秀兰")
    term = elect(tree.first, NEXT, number=4, secretary="曾小红")
    right = date(2026, 12, 22)
    correct_committee(term=fresh(term), version=1, details=TermDetails(right, TERM_COMMUNITY, 4), actor=OPERATOR)
    assert held(tree.first) == {
        ("secretary", "柳秀兰", BEGUN, right, 3),
        ("secretary", "曾小红", right, None, 4),
    }
    assert list(Term.objects.order_by("since").values_list("since", "ended_on")) == [(BEGUN, right), (right, None)]
    earlier = date(2026, 12, 10)
    correct_committee(term=fresh(term), version=2, details=TermDetails(earlier, TERM_COMMUNITY, 4), actor=OPERATOR)
    assert ("secretary", "柳秀兰", BEGUN, earlier, 3) in held(tree.first)


def test_withdrawing_a_term_gives_back_the_one_before(tree: Tree, people: list[Member]) -> None:
    first = elect(tree.first, secretary="柳秀兰")
    before = held(tree.first)
    term = elect(tree.first, NEXT, number=4, secretary="曾小红")
    withdraw_committee(term=term, version=1, reason="登错了支部", actor=OPERATOR)
    assert held(tree.first) == before
    assert fresh(first).ended_on is None
    assert fresh(term).withdrawn_reason == "登错了支部"
    elect(tree.first, NEXT, number=4, secretary="曾小红")


def test_a_term_that_none_follows_ends_with_its_posts(tree: Tree, people: list[Member]) -> None:
    term = elect(tree.first, secretary="柳秀兰")
    end_committee(term=term, version=1, on=NEXT, actor=OPERATOR)
    assert held(tree.first) == {("secretary", "柳秀兰", BEGUN, NEXT, 3)}
    assert fresh(term).ended_on == NEXT


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("没有此人", "没有没有此人"),
        ("同名", "有 2 名党员叫同名"),
        ("同名（第三支部）", "没有同名（第三支部）"),
        ("柳秀兰、柳秀兰", "书记只能有一名|写了两次"),
        ("（）", "读不懂"),
    ],
)
def test_names_are_found_or_asked_about(tree: Tree, written: str, sentence: str) -> None:
    member_of(tree.first)
    member_of(tree.first, "同名")
    member_of(tree.second, "同名")
    with pytest.raises(RuleError, match=sentence):
        elect(tree.first, secretary=written)
    elect(tree.first, secretary="同名（第二支部）", deputy="柳秀兰")
    assert Member.objects.get(offices__office="secretary").organisation == tree.second
