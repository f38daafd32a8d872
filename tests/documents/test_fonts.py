import shutil
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from lianxin.documents import fonts
from lianxin.documents.compiling import SANS, SERIF, wheel_fonts


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    made = tmp_path / "fonts"
    made.mkdir()
    return made


def test_without_the_offices_fonts_others_stand_in(folder: Path) -> None:
    assert {found.slot.code: (found.file, found.slot.stand_in) for found in fonts.found_fonts()} == {
        "title": ("", SERIF),
        "body": ("", SERIF),
        "kai": ("", SERIF),
        "hei": ("", SANS),
        "song": ("", SERIF),
    }
    assert fonts.families()["body"] == [SERIF, SANS]


def test_a_font_dropped_in_goes_first_and_the_stand_in_stays_behind_it(folder: Path) -> None:
    shutil.copy(wheel_fonts() / "NotoSerifSC-Regular.otf", folder / "simfang.otf")
    (found,) = [found for found in fonts.found_fonts() if found.file]
    assert (found.slot.code, found.family, found.file) == ("body", SERIF, "simfang.otf")
    assert fonts.families()["body"] == [SERIF, SERIF, SANS]


def test_a_file_that_is_no_font_is_named(folder: Path) -> None:
    (folder / "仿宋.ttf").write_bytes(b"not a font")
    assert [found.file for found in fonts.found_fonts() if found.file] == []
    assert fonts.unrecognised() == ["仿宋.ttf"]


@pytest.mark.parametrize(
    ("family", "stem", "code"),
    [
        ("FZXiaoBiaoSong-B05S", "FZXBSJW", "title"),
        ("方正小标宋_GBK", "a", "title"),
        ("FangSong_GB2312", "simfang", "body"),
        ("仿宋_GB2312", "x", "body"),
        ("KaiTi_GB2312", "x", "kai"),
        ("SimHei", "simhei", "hei"),
        ("SimSun", "simsun", "song"),
        ("Comic Sans", "comic", None),
    ],
)
def test_fonts_are_known_by_their_families(family: str, stem: str, code: str | None) -> None:
    slot = fonts._slot_of(family, stem)
    assert (slot.code if slot else None) == code
