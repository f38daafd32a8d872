import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.kernel.phones import is_mobile, mask_phone, tidy_phone

MOBILE = st.from_regex(r"1[3-9]\d{9}", fullmatch=True).filter(str.isascii)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("138 0000 1234", "13800001234"),
        ("１３８００００１２３４", "13800001234"),
        ("+86-138-0000-1234", "13800001234"),
        ("8613800001234", "13800001234"),
        ("008613800001234", "13800001234"),
        ("'13800001234", "13800001234"),
        ("13800001234.0", "13800001234"),
        ("0871-6000 1234", "0871-60001234"),
        ("（0871）60001234", "0871-60001234"),
        ("087160001234", "0871-60001234"),
        ("0871-6000-1234", "0871-60001234"),
        ("010—60001234", "010-60001234"),
        ("0871-60001234转801", "0871-60001234-801"),
        ("60001234", "60001234"),
        ("12345", "12345"),
        ("13800001234 / 60001234", "13800001234 / 60001234"),
        ("  无 ", "无"),
        ("", ""),
    ],
)
def test_numbers_are_stored_alike_and_nothing_is_lost(text: str, expected: str) -> None:
    assert tidy_phone(text) == expected
    assert tidy_phone(expected) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("13800001234", True), ("12800001234", False), ("1380000123", False), ("0871-60001234", False)],
)
def test_mobile_numbers_are_told_apart(text: str, *, expected: bool) -> None:
    assert is_mobile(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("13800005678", "138****5678"),
        ("0871-60005678", "0871-****5678"),
        ("0871-60005678-801", "0871-****5678"),
        ("010-60005678", "010-****5678"),
        ("60005678", "****5678"),
        ("6005678", "***5678"),
        ("12345", "*****"),
        ("13800001234 / 60001234", "*" * 22),
        ("", ""),
    ],
)
def test_masks(text: str, expected: str) -> None:
    assert mask_phone(text) == expected


@given(MOBILE)
def test_the_mask_of_a_mobile_number_shows_seven_digits(number: str) -> None:
    assert mask_phone(number) == number[:3] + "****" + number[7:]


@given(st.text())
def test_no_mask_shows_more_than_eight_characters(text: str) -> None:
    assert len(mask_phone(text).replace("*", "")) <= 9
