from datetime import date

import pytest
from django.db.models import F
from tests.factories import Tree
from tests.party.cast import D, again, faults, member_of

from lianxin.audit.models import AuditEntry
from lianxin.audit.versions import StaleVersionError
from lianxin.declare.actors import OPERATOR
from lianxin.declare.errors import RuleError
from lianxin.party.actions import convert_member, correct_fact, correct_member, set_fact
from lianxin.party.choices import Aspect
from lianxin.party.models import DatedFact, Member

Spans = list[tuple[str, date | None, date | None]]


def spans(member: Member, aspect: Aspect) -> Spans:
    rows = DatedFact.objects.filter(member=member, aspect=aspect).order_by(F("since").asc(nulls_first=True))
    return list(rows.values_list("value", "since", "until"))


def change(member: Member, aspect: Aspect, value: str, since: date, version: int | None = None) -> Member:
    return set_fact(member=member, version=version, aspect=aspect, value=value, since=since, actor=OPERATOR)


def test_the_open_fact_ends_where_the_new_one_begins(tree: Tree) -> None:
    member = member_of(tree.first, employment="in_post")
    change(member, Aspect.EMPLOYMENT, "retired", date(2026, 5, 1), version=1)
    assert spans(member, Aspect.EMPLOYMENT) == [
        ("in_post", None, date(2026, 5, 1)),
        ("retired", date(2026, 5, 1), None),
    ]
    assert (again(member).employment, again(member).person.version) == ("retired", 2)
    entry = AuditEntry.objects.get(action="party.set_fact")
    assert entry.changes == {"employment": ["在职", "退休（2026-05-01起）"]}
    assert faults() == []


def test_a_fact_ends_without_another(tree: Tree) -> None:
    member = member_of(tree.first, floating="out", new_economy=True)
    change(member, Aspect.FLOATING, "", date(2026, 5, 1))
    change(member, Aspect.NEW_ECONOMY, "", date(2026, 5, 1))
    assert spans(member, Aspect.FLOATING) == [("out", None, date(2026, 5, 1))]
    assert (again(member).floating, again(member).new_economy) == ("", False)
    change(member, Aspect.FLOATING, "out", date(2026, 6, 1))
    assert spans(member, Aspect.FLOATING) == [("out", None, date(2026, 5, 1)), ("out", date(2026, 6, 1), None)]
    assert faults() == []


@pytest.mark.parametrize(
    ("aspect", "value", "since", "message"),
    [
        (Aspect.EMPLOYMENT, "retired", date(2026, 5, 1), "现在登记的就是这一项"),
        (Aspect.EMPLOYMENT, "dancing", date(2026, 5, 1), "请从列出的情况里选"),
        (Aspect.FLOATING, "in", date(2026, 5, 1), "流入党员在登记时就要注明"),
        (Aspect.CATEGORY, "probationary", date(2026, 5, 1), "转正"),
        (Aspect.EMPLOYMENT, "in_post", date(2999, 1, 1), "还没有到"),
    ],
)
def test_what_cannot_be_is_refused(tree: Tree, aspect: Aspect, value: str, since: date, message: str) -> None:
    member = member_of(tree.first)
    with pytest.raises(RuleError, match=message):
        change(member, aspect, value, since)
    assert again(member).person.version == 1


def test_a_fact_never_begins_before_the_one_it_follows(tree: Tree) -> None:
    member = member_of(tree.first)
    change(member, Aspect.EMPLOYMENT, "in_post", date(2026, 5, 1))
    with pytest.raises(RuleError, match="从 2026-05-01 起"):
        change(member, Aspect.EMPLOYMENT, "retired", date(2026, 4, 30))
    with pytest.raises(StaleVersionError):
        change(member, Aspect.EMPLOYMENT, "retired", date(2026, 6, 1), version=1)


def test_a_fact_set_twice_on_one_day_is_put_right(tree: Tree) -> None:
    member = member_of(tree.first)
    change(member, Aspect.EMPLOYMENT, "in_post", date(2026, 5, 1))
    change(member, Aspect.EMPLOYMENT, "student", date(2026, 5, 1))
    assert spans(member, Aspect.EMPLOYMENT) == [
        ("retired", None, date(2026, 5, 1)),
        ("student", date(2026, 5, 1), None),
    ]
    change(member, Aspect.EMPLOYMENT, "retired", date(2026, 5, 1))
    assert spans(member, Aspect.EMPLOYMENT) == [("retired", None, None)]
    assert faults() == []


def test_a_corrected_beginning_takes_its_neighbour_along(tree: Tree) -> None:
    member = member_of(tree.first)
    change(member, Aspect.EMPLOYMENT, "in_post", date(2026, 5, 1))
    fact = DatedFact.objects.get(member=member, since=date(2026, 5, 1))
    correct_fact(fact=fact, since=date(2026, 4, 1), reason="核对通知", actor=OPERATOR)
    assert spans(member, Aspect.EMPLOYMENT) == [
        ("retired", None, date(2026, 4, 1)),
        ("in_post", date(2026, 4, 1), None),
    ]
    with pytest.raises(RuleError, match="不能空着"):
        correct_fact(fact=fact, since=None, reason="核对", actor=OPERATOR)
    with pytest.raises(RuleError, match="理由"):
        correct_fact(fact=fact, since=date(2026, 3, 1), reason=" ", actor=OPERATOR)
    assert faults() == []


def test_conversion_keeps_the_probation_and_counts_from_its_day(tree: Tree) -> None:
    member = member_of(tree.first, category="probationary", join_date=D("2025-06-01"), full_date=None)
    convert_member(member=member, version=1, full_date=D("2026-06-01"), actor=OPERATOR)
    assert spans(member, Aspect.CATEGORY) == [
        ("probationary", date(2025, 6, 1), date(2026, 6, 1)),
        ("full", date(2026, 6, 1), None),
    ]
    fresh = again(member)
    assert (fresh.category, fresh.became_full, fresh.missing) == ("full", D("2026-06-01"), [])
    with pytest.raises(RuleError, match="预备党员"):
        convert_member(member=fresh, full_date=D("2026-06-02"), actor=OPERATOR)
    assert faults() == []


@pytest.mark.parametrize("day", ["2024-01", "2199-01-01"])
def test_conversion_is_neither_before_joining_nor_to_come(tree: Tree, day: str) -> None:
    member = member_of(tree.first, category="probationary", join_date=D("2025-06-01"), full_date=None)
    with pytest.raises(RuleError):
        convert_member(member=member, full_date=D(day), actor=OPERATOR)


def test_a_date_that_is_both_coarse_and_the_same_is_no_probation(tree: Tree) -> None:
    member = member_of(tree.first, join_date=D("1974-06-18"), full_date=D("1974-06-18"))
    correct_member(member=member, version=1, values={"join_date": D("1974")}, reason="档案只有年", actor=OPERATOR)
    assert spans(member, Aspect.CATEGORY) == [("full", date(1974, 6, 18), None)]
