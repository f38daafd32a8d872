import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.kernel.names import mask_name


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("张三丰", "张*"),
        ("欧阳修", "欧阳*"),
        ("欧阳", "欧*"),
        ("张", "*"),
        ("张　三", "张*"),
        ("买买提·艾力", "买*"),
        ("John Smith", "J*"),
        ("", ""),
    ],
)
def test_masks(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@given(st.text())
def test_no_mask_shows_more_than_a_surname(name: str) -> None:
    shown = mask_name(name).rstrip("*")
    assert len(shown) <= 2
    assert not shown or shown != name
