import pytest

from lianxin.kernel.codes import DEGREE, EDUCATION, EDUCATION_BANDS, education_band


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("本科", "21"),
        ("大学", "21"),
        ("大学本科", "21"),
        ("大专", "31"),
        ("专科", "31"),
        ("中专", "41"),
        ("高中", "61"),
        ("初中", "71"),
        ("小学", "81"),
        ("硕士", "14"),
        ("博士研究生", "11"),
        ("研究生", "10"),
        ("中技", "47"),
        ("技校", "47"),
        ("职高", "44"),
        ("大专肄业", "33"),
        ("高中毕业", "61"),
        ("初中肄业", "73"),
        ("72-初中肄业", "73"),
        ("21-大学本科毕业", "21"),
        ("3-本科", "21"),
        ("21-大专", None),
        ("初中及以下", None),
        ("在职研究生", None),
        ("03", None),
    ],
)
def test_education(text: str, code: str | None) -> None:
    assert EDUCATION.find(text) == code


def test_education_codes_of_the_standard() -> None:
    assert (
        list(EDUCATION.labels)
        == (
            "10 11 12 13 14 15 16 17 18 19 20 21 22 23 28 30 31 32 33 40 41 42 43 44 45 46 47 48 49 "
            "60 61 62 63 70 71 73 80 81 83 90"
        ).split()
    )


@pytest.mark.parametrize(
    ("code", "band"),
    [("10", 0), ("19", 0), ("28", 1), ("33", 2), ("44", 3), ("61", 4), ("71", 5), ("83", 5), ("90", 5)],
)
def test_bands(code: str, band: int) -> None:
    assert education_band(code) == EDUCATION_BANDS[band]


def test_an_unknown_code_has_no_band() -> None:
    assert (education_band("50"), education_band("")) == (None, None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("学士", "4"),
        ("工学学士", "4"),
        ("408-工学学士", "4"),
        ("法学硕士学位", None),
        ("博士学位", "2"),
        ("名誉博士", "1"),
    ],
)
def test_degrees(text: str, code: str | None) -> None:
    assert DEGREE.find(text) == code
