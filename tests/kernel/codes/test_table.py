import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.kernel.codes import DEGREE, EDUCATION, ETHNICITY, OCCUPATION, PROVINCE, SEX, CodeTable

TABLES = (DEGREE, EDUCATION, ETHNICITY, OCCUPATION, PROVINCE, SEX)


@pytest.mark.parametrize("table", TABLES, ids=repr)
def test_every_code_is_found_by_code_label_and_both(table: CodeTable) -> None:
    for code, label in table.choices():
        assert [table.find(text) for text in (code, label, f"{code}-{label}", f" {code}_{label}")] == [code] * 4
        assert (table.label(code), code in table) == (label, True)


@given(st.sampled_from(TABLES), st.text())
def test_any_text_is_a_code_or_nothing(table: CodeTable, text: str) -> None:
    found = table.find(text)
    assert found is None or found in table


def test_unknown_codes_have_no_label() -> None:
    assert (ETHNICITY.label("57"), "57" in ETHNICITY) == (None, False)


@pytest.mark.parametrize(
    "text", ["汉", "汉族", "01", "01-汉族", "01_汉", "1", "1.0", "０１－汉族", " 汉 族 ", "011-汉族", "01汉族"]
)
def test_ways_of_writing_one_code(text: str) -> None:
    assert ETHNICITY.find(text) == "01"


@pytest.mark.parametrize("text", ["", "02-汉族", "火星", "火星族", "57", "0", "001x", "-", "汉族回族"])
def test_what_is_unknown_or_contradicts_itself_is_not_guessed(text: str) -> None:
    assert ETHNICITY.find(text) is None
