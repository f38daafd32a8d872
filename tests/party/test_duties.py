from datetime import date

import pytest
from tests.factories import Tree, make_tree, make_user
from tests.party.cast import D, enrol, values

from lianxin.access.models import User
from lianxin.declare.duties import Duty, DutyKind
from lianxin.declare.roles import Role
from lianxin.kernel import clock
from lianxin.parameters.models import ParameterValue
from lianxin.party.duties import NAMED, probation_duties, record_duties
from lianxin.party.rules import PROBATION

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 27)


@pytest.fixture
def tree() -> Tree:
    return make_tree()


@pytest.fixture
def worker(tree: Tree) -> User:
    return make_user(Role.PARTY_WORKER, tree.general_branch)


def on_probation(tree: Tree, name: str, joined: str, **more: object) -> None:
    row = values(name, category="probationary", join_date=D(joined), full_date=None, organisation=tree.first.pk, **more)
    enrol(tree.community, row)


def due(user: User) -> list[tuple[str, date | None]]:
    return [(duty.whom, duty.due_on) for duty in probation_duties(user, TODAY)]


def test_a_probation_is_due_on_its_last_day_and_told_a_month_before(tree: Tree, worker: User) -> None:
    on_probation(tree, "过了的", "2025-11-20")
    on_probation(tree, "今天的", "2025-11-27")
    on_probation(tree, "下月的", "2025-12-27")
    on_probation(tree, "还早的", "2025-12-28")
    branch = tree.first.short_name
    assert due(worker) == [
        (f"过了的（{branch}）", date(2026, 11, 20)),
        (f"今天的（{branch}）", date(2026, 11, 27)),
        (f"下月的（{branch}）", date(2026, 12, 27)),
    ]


def test_a_probation_rests_on_its_article_and_leads_to_the_conversion(tree: Tree, worker: User) -> None:
    on_probation(tree, "过了的", "2025-11-20")
    (duty,) = probation_duties(worker, TODAY)
    assert (duty.kind, duty.settle, duty.overdue(TODAY)) == (DutyKind.RULE, "登记转正", True)
    assert duty.basis == "《中国共产党发展党员工作细则》第三十二条"
    assert duty.url.endswith("/conversion/")


def test_the_length_of_a_probation_is_a_parameter(tree: Tree, worker: User) -> None:
    on_probation(tree, "延了的", "2025-11-20")
    ParameterValue.objects.create(
        code=PROBATION, value=18, since=date(2026, 1, 1), basis="试", recorded_at=clock.now(), recorded_by="试"
    )
    assert due(worker) == []


def test_who_flows_in_is_converted_at_home(tree: Tree, worker: User) -> None:
    on_probation(tree, "流入的", "2025-11-20", floating="in")
    assert due(worker) == []


def test_a_foreign_probation_is_not_told(tree: Tree) -> None:
    on_probation(tree, "过了的", "2025-11-20")
    assert due(make_user(Role.PARTY_WORKER, tree.foreign_general_branch)) == []


def test_many_probations_end_with_one_line_for_the_rest(tree: Tree, worker: User) -> None:
    for number in range(NAMED + 2):
        on_probation(tree, f"人{'一二三四五六七八九十'[number]}", f"2025-11-{number + 1:02d}")
    assert [whom for whom, _ in due(worker)][NAMED:] == ["还有别的预备党员"]


def test_records_are_a_wish_and_never_late(tree: Tree, worker: User) -> None:
    enrol(tree.community, values("没支部"), values("缺民族", ethnicity="", organisation=tree.first.pk))
    found = {duty.what: duty for duty in record_duties(worker, TODAY)}
    assert set(found) == {"待分支部", "资料不全"}
    assert found["待分支部"].whom == "没支部"
    assert [duty.kind for duty in found.values()] == [DutyKind.WISH, DutyKind.WISH]


def test_a_wish_is_never_overdue() -> None:
    late = date(2020, 1, 1)
    assert not Duty(DutyKind.WISH, "问候", "甲", "记", "/", due_on=late).overdue(TODAY)
    assert Duty(DutyKind.PROMISE, "回话", "甲", "记", "/", due_on=late).overdue(TODAY)
