import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.kernel.names import tidy_name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("张　三", "张三"),
        (" 张 三 ", "张三"),
        ("张\n小 红", "张小红"),
        ("买买提•艾力", "买买提·艾力"),
        ("买买提・艾力", "买买提·艾力"),
        ("买买提 . 艾力", "买买提·艾力"),
        ("买买提．艾力", "买买提·艾力"),
        ("Ｊｏｈｎ　Smith", "John Smith"),
        ("J. Smith", "J. Smith"),
        ("⼀⼆", "一二"),
        ("张\u200b三", "张三"),
        ("𠮷 田", "𠮷田"),
        ("", ""),
    ],
)
def test_names_are_stored_alike(text: str, expected: str) -> None:
    assert tidy_name(text) == expected


@given(st.text(alphabet=st.sampled_from("张三李四·•.． \u3000aB\u200b")))
def test_tidying_is_finished_after_one_time(text: str) -> None:
    assert tidy_name(tidy_name(text)) == tidy_name(text)
