import pytest

from lianxin.residents.naming import LONGEST, sort_key


@pytest.mark.parametrize(
    "in_order",
    [
        ["3号院", "12号院", "126号院"],
        ["1单元", "二单元", "3单元", "十单元", "11单元", "十二单元", "二十单元"],
        ["2幢", "10幢", "A幢"],
        ["东寺街3号院", "东寺街12号院", "西昌路2号院"],
        ["北门 3 号院", "北门１２号院"],
    ],
)
def test_natural_order(in_order: list[str]) -> None:
    shuffled = [*in_order[1:], in_order[0]]
    assert sorted(shuffled, key=sort_key) == in_order


def test_words_are_no_numbers_where_they_count_nothing() -> None:
    assert sort_key("三和里") == "san he li"
    assert sort_key("五一路3号") == "wu yi lu 000003 hao"


def test_the_key_fits_its_column() -> None:
    assert len(sort_key("西昌路" * 20)) == LONGEST
