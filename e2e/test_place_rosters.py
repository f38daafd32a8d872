"""A courtyard table as an office keeps it: merged names, a missing building, looked at, mended, brought in, taken back."""

import re
from pathlib import Path

import openpyxl
import pytest
from e2e.test_rosters import WORK, commit, figures
from e2e.watch import Watch
from e2e.ways import DESK, PHONE, SignIn, go_to, press
from playwright.sync_api import Page, expect

HEADINGS = ["序号", "小 区", "楼栋", "单元", "户数", "有无\n物业", "地址"]


def write_table(path: Path, name: str) -> Path:
    """A title, headings with blanks and line breaks, a name merged over three lines, a total."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "复兴社区院坝楼栋一览表"
    sheet.merge_cells("A1:G1")
    lines: list[list[str | int | None]] = [
        [1, name, "1栋", "1单元", 12, "无", "和平巷3号"],
        [2, None, None, "2单元", "12户", None, None],
        [3, None, "2栋", None, 36, None, None],
        [4, f"{name}西院", None, "1单元", 8, "有", None],
        ["合计", None, None, None, 68, None, None],
    ]
    rows: list[list[str | int | None]] = [[*HEADINGS], *lines]
    for at, line in enumerate(rows, start=2):
        for column, value in enumerate(line, start=1):
            sheet.cell(at, column, value)
    sheet.merge_cells("B3:B5")
    book.save(path)
    return path


@pytest.mark.parametrize(("size", "name"), [(DESK, "和平巷3号院"), (PHONE, "和平巷5号院")], ids=["desk", "phone"])
def test_a_courtyard_table_is_mended_brought_in_and_taken_back(
    sign_in: SignIn, watch: Watch, tmp_path: Path, size: object, name: str
) -> None:
    page = sign_in("party_worker", size)  # type: ignore[arg-type]
    upload(page, watch, write_table(tmp_path / "院坝.xlsx", name))
    assert figures(page) == {"新增": 3, "有变化": 0, "无变化": 0, "不能入册": 1}
    assert "没有写是哪一栋" in page.locator("#rows").inner_text()
    with page.expect_download() as download:
        press(page, "下载错误表")
    sheet = tmp_path / "错误表.xlsx"
    download.value.save_as(sheet)
    commit(page, watch)

    mended = mend_building(sheet, tmp_path / "改好.xlsx")
    upload(page, watch, mended)
    assert figures(page) == {"新增": 1, "有变化": 0, "无变化": 0, "不能入册": 0}
    commit(page, watch)
    batch = page.url
    page.goto("/courtyards/")
    assert f"{name}西院" in page.get_by_role("main").inner_text()
    page.goto(batch)
    press(page, "整批撤回")
    watch.look(page, "撤回前再问一次")
    press(page, "整批撤回")
    expect(page.locator("h1")).to_contain_text("已撤回", timeout=WORK)
    page.goto("/courtyards/")
    text = page.get_by_role("main").inner_text()
    assert (name in text, f"{name}西院" in text) == (True, False)


def mend_building(source: Path, target: Path) -> Path:
    """Type the building into the only line of the error sheet."""
    book = openpyxl.load_workbook(source)
    sheet = book.active
    assert sheet is not None
    sheet["C2"] = "1栋"
    book.save(target)
    return target


def upload(page: Page, watch: Watch, file: Path) -> None:
    go_to(page, "责任区")
    page.goto("/courtyards/rosters/new/")
    watch.look(page, "选文件")
    page.locator("input[type=file]").set_input_files(file)
    press(page, "看看会怎样")
    page.wait_for_url(re.compile(r"/courtyards/rosters/[0-9a-f-]{36}/"))
    expect(page.locator("h1")).to_contain_text("待核对", timeout=WORK)
    watch.look(page, "核对")
