import shutil
from pathlib import Path

import pytest
from django.test import Client
from pytest_django.fixtures import Settings
from tests.factories import make_tree, make_user, sign_in
from tests.party.support import soup_of

from lianxin.declare.roles import Role
from lianxin.documents.compiling import wheel_fonts

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client, settings: Settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    sign_in(client, make_user(Role.SECRETARY, make_tree().general_branch))
    return tmp_path / "fonts"


def rows(client: Client) -> dict[str, str]:
    table = soup_of(client.get("/manage/fonts/")).select("tbody tr")
    return {row.select("th")[0].get_text(): row.select("td")[-1].get_text() for row in table}


def test_the_page_says_what_stands_in_and_then_which_file_serves(client: Client, office: Path) -> None:
    assert rows(client)["仿宋_GB2312"] == "由 Noto Serif SC 代替"
    office.mkdir()
    shutil.copy(wheel_fonts() / "NotoSerifSC-Regular.otf", office / "仿宋_GB2312.otf")
    assert rows(client)["仿宋_GB2312"] == "仿宋_GB2312.otf"


def test_characters_are_tried(client: Client, office: Path) -> None:
    assert "𠮷：现有字体里没有" in soup_of(client.get("/manage/fonts/", {"try": "王𠮷"})).get_text()
    assert "“王喆㛃”每个字都排得出来" in soup_of(client.get("/manage/fonts/", {"try": "王喆㛃"})).get_text()


def test_the_sample_is_a_picture(client: Client, office: Path) -> None:
    answer = client.get("/manage/fonts/sample.png")
    assert (answer["Content-Type"], answer.content[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
