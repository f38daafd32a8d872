"""The roster as a ledger: as of a day, on paper, as a file."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest
from e2e.watch import Watch
from e2e.ways import SIZES, SignIn, go_to, heading, press, size_name
from playwright.sync_api import Page, ViewportSize

LEDGERS = ("党员花名册", "党组织一览", "院坝楼栋一览", "驻区单位一览")


@pytest.mark.parametrize("size", SIZES, ids=size_name)
def test_the_roster_is_read_as_of_a_day_printed_and_taken_home(
    sign_in: SignIn, watch: Watch, tmp_path: Path, size: ViewportSize
) -> None:
    page = sign_in("secretary", size)
    go_to(page, "台账")
    assert [title for title in LEDGERS if page.locator("main").get_by_role("link", name=title).count()] == list(LEDGERS)
    page.locator("main").get_by_role("link", name="党员花名册").click()
    page.get_by_label("截止日期").fill("2026-06-30")
    press(page, "查看")
    assert "截至 2026年6月30日" in page.get_by_role("main").inner_text().replace("截至2026", "截至 2026")
    watch.look(page, "截至六月底")

    address = page.url
    press(page, "打印这一份")
    assert heading(page) == "党员花名册"
    watch.look(page, "打印")
    assert page.locator("thead th").first.inner_text() == "序号"
    rows = page.locator("tbody tr").count()
    page.emulate_media(media="print")
    paper = page.pdf(prefer_css_page_size=True)
    page.emulate_media(media="screen")
    assert paper.startswith(b"%PDF")
    sheets = paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page ")
    assert 2 <= sheets <= rows // 18, "a sheet holds some twenty people, not twelve with a finger's height each"

    page.goto(address)
    assert rows_of_csv(exported(page, "csv", tmp_path)) == rows
    book = openpyxl.load_workbook(exported(page, "xlsx", tmp_path))
    sheet = book.active
    assert sheet is not None
    assert sheet["A3"].value == "姓名"
    assert sheet.max_row == 3 + rows


def test_whole_numbers_leave_only_with_a_reason(sign_in: SignIn, watch: Watch, tmp_path: Path) -> None:
    page = sign_in("secretary")
    page.goto("/ledgers/members/")
    assert "000000********" in exported(page, "csv", tmp_path).read_text("utf-8-sig")
    page.get_by_label("需要完整号码的理由").fill("上报街道核对")
    whole = exported(page, "csv", tmp_path).read_text("utf-8-sig")
    assert "000000********" not in whole
    page = sign_in("branch_secretary")
    page.goto("/ledgers/members/")
    assert page.get_by_label("需要完整号码的理由").count() == 0
    watch.look(page, "支部书记的花名册")


def exported(page: Page, code: str, folder: Path) -> Path:
    page.locator(f"main input[name=format][value={code}]").check()
    with page.expect_download() as download:
        page.locator("main form[action$='/export/'] button").click()
    target = folder / f"{page.viewport_size!r}-{code}.{code}".replace("'", "").replace(" ", "")
    download.value.save_as(target)
    return target


def rows_of_csv(path: Path) -> int:
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert lines[0][0] == "姓名"
    return len(lines) - 1
