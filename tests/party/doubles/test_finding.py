"""Who is listed as possibly the same person, why, and that the answer "two people" is remembered."""

import pytest
from django.apps import apps
from django.db.models import ForeignKey
from tests.factories import Tree, fake_id_number, make_person
from tests.party.cast import D
from tests.party.doubles.support import merged

from lianxin.audit.models import AuditEntry
from lianxin.declare.actors import OPERATOR
from lianxin.declare.errors import RuleError
from lianxin.declare.resting import MEMBER, PERSON, resting_on
from lianxin.kernel import clock
from lianxin.kernel.partial_dates import PartialDate
from lianxin.party.doubles.alike import Known, Reason, reasons, told
from lianxin.party.doubles.checks import check_set_aside
from lianxin.party.doubles.finding import MOST_ALIKE, find_duplicates, find_everywhere
from lianxin.party.doubles.judging import say_two_people, take_back_judgement
from lianxin.party.doubles.undoing import undo_merge
from lianxin.party.models import DuplicateCandidate, Member, RosterBatch, StagedRow
from lianxin.residents.models import Person

pytestmark = pytest.mark.django_db


def person(tree: Tree, name: str = "柳秀兰", born: str = "", **more: str) -> Person:
    birth: PartialDate | None = D(born) if born else None
    dates = {"birth_date": birth.on, "birth_precision": birth.precision.value} if birth else {}
    return make_person(tree.community, name, **more, **dates)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ({"born": "1957-07-01"}, {"born": "1957-07-01"}, ["姓名一样，出生日期相同；两边都没有公民身份号码"]),
        ({"born": "1957-07-01"}, {"born": "1957-07"}, ["姓名一样，出生日期在已知的范围里相同；两边都没有公民身份号码"]),
        ({"born": "1957-07-01"}, {"born": "1957-08"}, []),
        ({"id_number": fake_id_number()}, {}, ["姓名一样，出生日期不能比较；有一边没有公民身份号码"]),
        ({"id_number": fake_id_number()}, {"id_number": fake_id_number()}, []),
        ({"mobile": "19900001234"}, {"name": "柳秀蓝", "mobile": "19900001234"}, ["手机一样，姓名读音相同、字不同"]),
        ({"mobile": "19900001234"}, {"name": "柳秀英", "mobile": "19900001234"}, ["手机一样，姓名只差一个字"]),
        ({"mobile": "19900001234"}, {"name": "柳兰", "mobile": "19900001234"}, ["手机一样，姓名只差一个字"]),
        ({"mobile": "19900001234"}, {"name": "张建国", "mobile": "19900001234"}, []),
        ({}, {"name": "柳秀蓝"}, []),
    ],
)
def test_each_reason_is_said(tree: Tree, one: dict[str, str], other: dict[str, str], why: list[str]) -> None:
    first, second = person(tree, **one), person(tree, **other)
    assert told(Known.of(first), Known.of(second)) == why
    assert find_duplicates(tree.community) == bool(why)


def test_same_name_and_mobile_with_other_births_are_listed_for_the_mobile(tree: Tree) -> None:
    one, two = (person(tree, born=day, mobile="19900001234") for day in ("1957-07-01", "1957-01-07"))
    assert reasons(Known.of(one), Known.of(two)) == [Reason.SAME_MOBILE]


def test_people_of_another_community_are_not_compared(tree: Tree) -> None:
    person(tree)
    make_person(tree.foreign)
    find_everywhere()
    assert DuplicateCandidate.objects.count() == 0


def test_looking_again_adds_nothing_and_drops_who_is_not_alike_any_more(tree: Tree) -> None:
    person(tree)
    two = person(tree)
    assert [find_duplicates(tree.community) for _ in range(2)] == [1, 1]
    Person.objects.filter(pk=two.pk).update(name="柳秀英", name_key="liu xiu ying")
    assert find_duplicates(tree.community) == 0
    assert DuplicateCandidate.objects.count() == 0


def test_a_name_that_very_many_bear_is_not_compared_each_with_each(tree: Tree) -> None:
    for _ in range(MOST_ALIKE + 1):
        person(tree)
    assert find_duplicates(tree.community) == 0


def test_two_people_are_not_asked_about_again_until_it_is_taken_back(tree: Tree) -> None:
    person(tree)
    person(tree)
    find_duplicates(tree.community)
    row = DuplicateCandidate.objects.get()
    say_two_people(candidate=row, actor=OPERATOR)
    assert find_duplicates(tree.community) == 0
    row.refresh_from_db()
    assert (row.judged_by, row.judged_at is not None) == (OPERATOR.name, True)
    with pytest.raises(RuleError):
        say_two_people(candidate=row, actor=OPERATOR)
    take_back_judgement(candidate=row, actor=OPERATOR)
    assert find_duplicates(tree.community) == 1
    actions = list(AuditEntry.objects.filter(target_kind=PERSON).order_by("number").values_list("action", flat=True))
    assert actions == ["party.judge_two_people", "party.take_back_judgement"]


def test_pairs_go_with_who_is_set_aside_and_come_back(tree: Tree) -> None:
    people = [person(tree) for _ in range(3)]
    find_duplicates(tree.community)
    say_two_people(candidate=DuplicateCandidate.objects.get(first=people[0], second=people[2]), actor=OPERATOR)
    before = set(DuplicateCandidate.objects.values_list("pk", "judged_by"))
    merge = merged(people[1], people[2])
    assert DuplicateCandidate.objects.count() == 1
    find_duplicates(tree.community)
    undo_merge(merge=merge, actor=OPERATOR)
    assert set(DuplicateCandidate.objects.values_list("pk", "judged_by")) == before


def test_every_foreign_key_to_a_person_or_a_membership_is_registered() -> None:
    """Who adds a table that points to persons says what becomes of it when two are made one."""
    registered = {
        (thing.on, thing.model, thing.column) for kind in (PERSON, MEMBER) for thing in resting_on(kind, pointers=False)
    }
    there = {
        (field.related_model._meta.label_lower, model, field.attname)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model in (Person, Member)
    }
    assert there == registered


def test_what_leads_to_who_was_set_aside_is_found_by_verify(tree: Tree) -> None:
    one, two = person(tree), person(tree)
    merge = merged(one, two)
    assert list(check_set_aside()) == []
    batch = RosterBatch.objects.create(
        community=tree.community, path=tree.general_branch.path, file_name="名册.xlsx", created_at=clock.now()
    )
    StagedRow.objects.create(batch=batch, sheet=0, row=1, state="created", person_id=merge.person_id)
    assert [fault.table for fault in check_set_aside()] == [StagedRow._meta.db_table]
