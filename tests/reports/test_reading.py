from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

import pytest
from tests.reports.toys import TREE, listed, reading_of

from lianxin.access.scope import EVERYTHING, NOTHING, Scope
from lianxin.declare.errors import RuleError
from lianxin.declare.ledgers import Column, Ledger
from lianxin.kernel import clock
from lianxin.reports.reading import HIDDEN, Reading, UnknownLedgerError, find_ledger, parse_as_of
from lianxin.reports.rules import common

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=clock.TZ)


@pytest.mark.parametrize("name", ["toy_tree", "玩具一览", " 玩具一览 "])
def test_a_ledger_is_found_by_either_name(toys: None, name: str) -> None:
    assert find_ledger(name) is TREE


def test_an_unknown_ledger_is_answered_with_those_there_are(toys: None) -> None:
    with pytest.raises(UnknownLedgerError, match=r"没有叫“花名册”的台账。现有台账：toy_tree（玩具一览）。"):
        find_ledger("花名册")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("", date(2026, 11, 20)),
        ("2026-06-30", date(2026, 6, 30)),
        ("2026.6.30", date(2026, 6, 30)),
        ("２０２６年６月３０日", date(2026, 6, 30)),
        ("20260630", date(2026, 6, 30)),
        ("2027-01-01", date(2027, 1, 1)),
    ],
)
def test_days_as_people_type_them(typed: str, day: date) -> None:
    with clock.frozen(NOON):
        assert parse_as_of(typed) == day


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("昨天", "截止日期看不懂"),
        ("2026-02-30", "没有30日"),
        ("2026-06", "要写到哪一天"),
        ("1921-06-30", "不能早于 1921年7月1日"),
        ("0001-01-01", "截止日期看不懂"),
    ],
)
def test_days_that_cannot_be(typed: str, sentence: str) -> None:
    with pytest.raises(RuleError, match=sentence) as refusal:
        parse_as_of(typed)
    assert refusal.value.field == "as_of"


def test_the_basis_says_as_of_when_and_what_does_not_follow() -> None:
    with clock.frozen(NOON):
        assert reading_of(TREE).basis() == "截至2026年11月20日。口径：数到2026-11-20为止。"
        assert reading_of(TREE, date(2026, 1, 5)).basis() == (
            "截至2026年1月5日。口径：数到2026-01-05为止。其中排序是现在登记的情况，不随截止日期变化。"
        )
        assert reading_of(listed([]), date(2027, 1, 1)).basis() == (
            "截至2027年1月1日。口径：照单全收。截止日期在今天以后，按现在已登记的情况推算。"
        )


def test_the_shorter_list_tells_what_follows() -> None:
    kept, *changing = TREE.columns
    ledger = listed([], columns=[kept, *(replace(column, present=True) for column in changing)])
    assert reading_of(ledger, date(2026, 1, 5)).basis() == (
        "截至2026年1月5日。口径：照单全收。随截止日期变化的是名称，其余各列是现在登记的情况。"
    )


def test_a_basis_says_its_word_once() -> None:
    ledger = listed([], basis=lambda _: "口径：照单全收")
    assert reading_of(ledger, clock.today()).basis().count("口径") == 1


def test_chosen_filters_are_named() -> None:
    reading = Reading(TREE, EVERYTHING, date(2026, 1, 1), {"kind": "330"})
    assert reading.chosen() == [("类别", "党支部")]


def test_a_sensitive_column_without_a_mask_shows_nothing() -> None:
    columns = (Column("c", "号码", lambda row: row[0], sensitive=True),)
    ledger: Ledger = listed([["000000195707010016"]], columns=columns)
    assert list(reading_of(ledger).values()) == [[HIDDEN]]
    assert list(reading_of(ledger, revealed=True).values()) == [["000000195707010016"]]


THING, OTHER = ("residents.unit", UUID(int=1)), ("residents.unit", UUID(int=2))


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (EVERYTHING, Scope(("0001",)), Scope(("0001",))),
        (Scope(("0001",)), Scope(("00010001",)), Scope(("00010001",))),
        (Scope(("00010001",)), Scope(("0001",)), Scope(("00010001",))),
        (Scope(("00010001",)), Scope(("00010002",)), NOTHING),
        (Scope(("0001", "0002")), Scope(("00010003", "0002", "0004")), Scope(("00010003", "0002"))),
        (Scope(things=(THING,)), Scope(("0001",)), NOTHING),
        (Scope(things=(THING, OTHER)), Scope(things=(OTHER,)), Scope(things=(OTHER,))),
    ],
)
def test_what_two_allowances_have_in_common(one: Scope, other: Scope, both: Scope) -> None:
    assert common(one, other) == both
    assert common(other, one) == both
