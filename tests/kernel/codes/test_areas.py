import pytest

from lianxin.kernel.codes import PROVINCE, province_of


@pytest.mark.parametrize(
    ("text", "code"), [("云南", "53"), ("云南省", "53"), ("北京市", "11"), ("西藏", "54"), ("滇", None)]
)
def test_provinces_by_name(text: str, code: str | None) -> None:
    assert PROVINCE.find(text) == code


def test_there_are_thirty_four() -> None:
    assert len(PROVINCE.labels) == 34
    assert list(PROVINCE.labels) == sorted(PROVINCE.labels)


@pytest.mark.parametrize(
    ("area", "code"), [("530112", "53"), ("530112008002", "53"), ("53", "53"), ("000000", None), ("", None)]
)
def test_the_province_of_an_area(area: str, code: str | None) -> None:
    assert province_of(area) == code
