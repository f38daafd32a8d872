from datetime import date
from decimal import Decimal

import pytest
from tests.parameters.test_rules import YEARS

from lianxin.audit.models import AuditEntry
from lianxin.declare.actors import OPERATOR
from lianxin.declare.errors import RuleError
from lianxin.declare.parameters import register_parameters
from lianxin.parameters.actions import set_parameter, withdraw_parameter
from lianxin.parameters.models import ParameterValue
from lianxin.parameters.queries import rules_on, standing_values

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 18)


@pytest.fixture(autouse=True)
def _declared() -> None:
    register_parameters([YEARS])


def put(value: int = 5, since: date = DAY, basis: str = "《条例》第五条") -> ParameterValue:
    return set_parameter(code="TEST_YEARS", value=Decimal(value), since=since, basis=basis, actor=OPERATOR)


def test_a_value_is_set_from_a_day_with_its_basis_and_trace() -> None:
    put()
    assert [rules_on(day).whole("TEST_YEARS") for day in (date(2026, 5, 17), DAY)] == [3, 5]
    entry = AuditEntry.objects.get(action="parameters.set")
    assert (entry.changes, entry.reason) == ({"测试年限": ["3", "5 年（2026-05-18起）"]}, "《条例》第五条")


@pytest.mark.parametrize(
    ("value", "basis", "field"), [(5, " ", "basis"), (3, "《条例》", "value"), (2_000_000, "《条例》", "value")]
)
def test_what_is_refused(value: int, basis: str, field: str) -> None:
    with pytest.raises(RuleError) as refused:
        put(value, basis=basis)
    assert refused.value.field == field
    assert ParameterValue.objects.count() == 0


def test_a_second_value_from_the_same_day_is_refused() -> None:
    put()
    with pytest.raises(RuleError, match="已经登记过"):
        put(7)
    assert rules_on(DAY).whole("TEST_YEARS") == 5


def test_what_was_withdrawn_counts_no_more_and_may_be_set_again() -> None:
    withdraw_parameter(row=put(), actor=OPERATOR, reason="看错了文件")
    assert (rules_on(DAY).whole("TEST_YEARS"), dict(standing_values(DAY))) == (3, {})
    put(7)
    assert rules_on(DAY).whole("TEST_YEARS") == 7


def test_a_withdrawal_needs_a_reason_and_happens_once() -> None:
    row = put()
    with pytest.raises(RuleError, match="为什么"):
        withdraw_parameter(row=row, actor=OPERATOR, reason="")
    withdraw_parameter(row=row, actor=OPERATOR, reason="看错了文件")
    with pytest.raises(RuleError, match="已经撤销"):
        withdraw_parameter(row=row, actor=OPERATOR, reason="看错了文件")
