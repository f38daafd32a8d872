from itertools import chain

import pytest
from pypinyin import lazy_pinyin

from lianxin.kernel.names.pinyin import readings, usual_reading
from lianxin.kernel.names.readings import COMPOUND_SURNAMES, OTHER_READINGS, SURNAMES

COMMON = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严金魏陶姜戚谢邹喻水窦章云苏潘奚范彭郎鲁韦昌马苗凤花方"


def test_common_characters_read_as_in_the_dictionary_package() -> None:
    assert [usual_reading(character) for character in COMMON] == lazy_pinyin(COMMON, v_to_u=False)


def test_tables_are_plain_syllables_that_the_dictionary_knows_too() -> None:
    syllables = chain(SURNAMES.values(), *OTHER_READINGS.values(), *COMPOUND_SURNAMES.values())
    assert [syllable for syllable in syllables if not (syllable.isascii() and syllable.islower())] == []
    assert {(len(surname), len(read)) for surname, read in COMPOUND_SURNAMES.items()} == {(2, 2)}
    assert {len(character) for character in chain(SURNAMES, OTHER_READINGS)} == {1}


@pytest.mark.parametrize(
    ("character", "expected"),
    [
        ("张", ("zhang",)),
        ("曾", ("zeng", "ceng")),
        ("吕", ("lv", "lu")),
        ("单", ("dan", "shan", "chan")),
        ("𠀁", ("qi",)),
        ("A", ()),
        ("㐂", ()),
    ],
)
def test_readings(character: str, expected: tuple[str, ...]) -> None:
    assert readings(character) == expected
