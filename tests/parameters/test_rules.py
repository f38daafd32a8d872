from datetime import date
from decimal import Decimal

import pytest

from lianxin.declare.parameters import Certainty, Parameter, register_parameters
from lianxin.kernel import clock
from lianxin.parameters.models import ParameterValue
from lianxin.parameters.queries import rules_on

YEARS = Parameter("TEST_YEARS", "测试年限", Decimal(3), "年", "测试", Certainty.OURS)


@pytest.fixture(autouse=True)
def _declared() -> None:
    register_parameters([YEARS])


def say(value: int, since: date, *, withdrawn: bool = False) -> None:
    ParameterValue.objects.create(
        code="TEST_YEARS",
        value=value,
        since=since,
        basis="测试",
        recorded_at=clock.now(),
        recorded_by="测试",
        withdrawn_at=clock.now() if withdrawn else None,
    )


@pytest.mark.django_db
def test_a_value_holds_from_its_day_until_a_later_one() -> None:
    say(5, date(2020, 1, 1))
    say(4, date(2024, 7, 1))
    say(9, date(2025, 1, 1), withdrawn=True)
    years = [rules_on(day).whole("TEST_YEARS") for day in (date(2019, 12, 31), date(2020, 1, 1), date(2026, 1, 1))]
    assert years == [3, 5, 4]


@pytest.mark.django_db
def test_an_unknown_code_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        rules_on().number("NOBODY_DECLARES_THIS")


def test_a_code_means_one_thing() -> None:
    other = Parameter("TEST_YEARS", "测试年限", Decimal(4), "年", "测试", Certainty.OURS)
    with pytest.raises(ValueError, match="TEST_YEARS"):
        register_parameters([other])
