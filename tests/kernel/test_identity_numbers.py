from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from lianxin.kernel import clock
from lianxin.kernel.identity_numbers import (
    IdentityNumber,
    IdentityNumberError,
    Problem,
    check_character,
    mask_id_number,
)

WOMAN, OLD_WOMAN = "11010519491231002X", "440524188001010014"
"""The two specimens of GB 11643-1999; all other numbers here belong to the area 000000, which does not exist."""


def number_of(birth: date, sequence: int) -> str:
    seventeen = f"000000{birth:%Y%m%d}{sequence:03d}"
    return seventeen + check_character(seventeen)


NUMBERS = st.builds(
    number_of,
    st.dates(min_value=date(1900, 1, 1), max_value=date(2020, 12, 31)),
    st.integers(min_value=0, max_value=999),
)


def test_the_specimens_of_the_standard() -> None:
    first, second = IdentityNumber.parse(WOMAN), IdentityNumber.parse(OLD_WOMAN)
    assert (first.number, first.birth, first.sex, first.area) == (WOMAN, date(1949, 12, 31), "2", "110105")
    assert (second.number, second.birth, second.sex, second.area) == (OLD_WOMAN, date(1880, 1, 1), "1", "440524")


@pytest.mark.parametrize(
    "text",
    [
        " 11010519491231002x ",
        "'11010519491231002X",
        "\u2018110105194912 31002X",
        "110105 19491231 002X",
        "１１０１０５１９４９１２３１００２Ｘ",
        "11010519491231002x\u200b",
    ],
)
def test_numbers_are_read_as_people_type_them(text: str) -> None:
    assert IdentityNumber.parse(text).number == WOMAN


def test_fifteen_digits_become_eighteen() -> None:
    assert IdentityNumber.parse("110105491231002").number == WOMAN


@given(NUMBERS)
def test_every_number_of_the_first_generation_finds_its_second(number: str) -> None:
    if number[6:8] == "19":
        assert IdentityNumber.parse(number[:6] + number[8:17]).number == number


@given(NUMBERS)
def test_a_number_says_birth_and_sex(number: str) -> None:
    read = IdentityNumber.parse(number)
    assert (f"{read.birth:%Y%m%d}", read.sex) == (number[6:14], "1" if number[16] in "13579" else "2")
    assert number[-1] == ric.calc_check_digit(number)


@given(NUMBERS, st.integers(min_value=0, max_value=17), st.sampled_from("0123456789X"))
def test_no_single_wrong_character_passes(number: str, place: int, character: str) -> None:
    damaged = number[:place] + character + number[place + 1 :]
    if damaged == number:
        return
    with pytest.raises(IdentityNumberError) as refusal:
        IdentityNumber.parse(damaged)
    assert refusal.value.problem in set(Problem)


@pytest.mark.parametrize(
    ("text", "problem", "message"),
    [
        ("", Problem.MALFORMED, "身份证号是空的。"),
        ("00000019500101001", Problem.MALFORMED, "身份证号应为 18 位，这里是 17 位。"),
        ("00000019500101001A", Problem.MALFORMED, "身份证号只能是数字，末位可以是 X。"),
        ("0000001950010100X0", Problem.MALFORMED, "身份证号只能是数字，末位可以是 X。"),
        ("000000195002300010", Problem.MALFORMED, "身份证号中的出生日期不存在，请对照证件核对。"),
        ("000000104912310020", Problem.MALFORMED, "身份证号中的出生日期不存在，请对照证件核对。"),
        ("110105194912310021", Problem.CHECKSUM, "身份证号的校验码不对，一定有数字抄错，请对照证件核对。"),
    ],
)
def test_what_is_no_number_is_said_in_a_sentence(text: str, problem: Problem, message: str) -> None:
    with pytest.raises(IdentityNumberError) as refusal:
        IdentityNumber.parse(text)
    assert (refusal.value.problem, str(refusal.value)) == (problem, message)


def test_nobody_is_born_tomorrow() -> None:
    number = number_of(date(2020, 5, 2), 1)
    with clock.frozen(datetime(2020, 5, 1, 12, 0)), pytest.raises(IdentityNumberError) as refusal:
        IdentityNumber.parse(number)
    assert refusal.value.problem is Problem.MALFORMED


@pytest.mark.parametrize(("number", "known"), [(WOMAN, True), (number_of(date(1950, 1, 1), 1), False)])
def test_areas_are_known_or_not(number: str, *, known: bool) -> None:
    assert IdentityNumber.parse(number).area_known is known


@given(NUMBERS)
def test_the_mask_never_shows_the_birth(number: str) -> None:
    assert mask_id_number(number) == number[:6] + "*" * 8 + number[14:]
    assert number[6:14] not in repr(IdentityNumber.parse(number))


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (WOMAN, "110105********002X"),
        (" 11010519491231002x", "110105********002X"),
        ("110105491231002", "110105******002"),
        ("1101051949123100", "*" * 16),
        ("护照 E00000000", "*" * 11),
        ("", ""),
    ],
)
def test_masks(text: str, masked: str) -> None:
    assert mask_id_number(text) == masked
