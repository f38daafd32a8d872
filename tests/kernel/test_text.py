import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.kernel.text import tidy_lines, tidy_text, to_half_width


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("１９５７．７", "1957.7"),
        ("ＡＢｃ－１", "ABc-1"),
        ("张\u3000三", "张 三"),
        ("already", "already"),
        ("〇々①", "〇々①"),
    ],
)
def test_full_width_signs_become_half_width(text: str, expected: str) -> None:
    assert to_half_width(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  张三\t\r\n 李四 ", "张三 李四"),
        ("张\u200b三\ufeff", "张三"),
        ("a\x00b\x07c\x7f", "abc"),
        ("正\u202e反\u2066文", "正反文"),
        ("\ud800孤", "孤"),
        ("居民，你好。", "居民，你好。"),
        ("e\u0301", "\u00e9"),
        ("\u3000\u00a0", ""),
    ],
)
def test_one_line_without_anything_invisible(text: str, expected: str) -> None:
    assert tidy_text(text) == expected


def test_lines_are_kept_and_runs_of_empty_ones_shortened() -> None:
    assert tidy_lines("  一 \r\n\r\n\r\n\r\n二\u2028三\t四\x00\n") == "一\n\n二\n三 四"


@given(st.text())
def test_tidying_is_finished_after_one_time_and_storable(text: str) -> None:
    tidied = tidy_text(text)
    assert tidy_text(tidied) == tidied
    assert tidied.encode().decode() == tidied
    assert [letter for letter in tidied if unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"}] == []


@given(st.text())
def test_tidying_lines_is_finished_after_one_time(text: str) -> None:
    tidied = tidy_lines(text)
    assert tidy_lines(tidied) == tidied
    assert [letter for letter in tidied if unicodedata.category(letter) in {"Cc", "Cs"} and letter != "\n"] == []
