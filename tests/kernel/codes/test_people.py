import pytest

from lianxin.kernel.codes import ETHNICITY, OCCUPATION, SEX, is_minority


def test_ethnic_codes_of_the_standard() -> None:
    known = {"01": "汉族", "07": "彝族", "14": "白族", "27": "纳西族", "30": "土族", "43": "乌孜别克族", "56": "基诺族"}
    assert {code: ETHNICITY.label(code) for code in known} == known
    assert len(ETHNICITY.labels) == 56 + 2


def test_minorities_are_fifty_five() -> None:
    assert [code for code in ETHNICITY.labels if not is_minority(code)] == ["01", "97", "98"]
    assert is_minority("57") is False


@pytest.mark.parametrize(
    ("text", "code"),
    [("男", "1"), ("女", "2"), ("男性", "1"), ("1-男", "1"), ("2", "2"), ("2.0", "2"), ("2-男", None), ("公", None)],
)
def test_sex(text: str, code: str | None) -> None:
    assert SEX.find(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("工人", "1"),
        ("工人(工勤技能人员)", "1"),
        ("农民", "2"),
        ("学生", "6"),
        ("退休", "8"),
        ("离退休人员", "8"),
        ("经理", None),
    ],
)
def test_occupations(text: str, code: str | None) -> None:
    assert OCCUPATION.find(text) == code
    assert len(OCCUPATION.labels) == 8
