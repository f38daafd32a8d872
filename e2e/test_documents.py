"""From a list to paper: a sign-in sheet, a record in large type, a 通知, the roster as PDF."""

from pathlib import Path

import docx
import pytest
from e2e.watch import Watch
from e2e.ways import SIZES, SignIn, go_to, press, size_name
from playwright.sync_api import Page, ViewportSize


@pytest.mark.parametrize("size", SIZES, ids=size_name)
def test_what_an_office_prints_in_a_day(sign_in: SignIn, watch: Watch, tmp_path: Path, size: ViewportSize) -> None:
    page = sign_in("secretary", size)
    go_to(page, "党员")
    page.goto("/members/?employment=retired")
    page.get_by_role("link", name="签到表、标签").click()
    page.locator("[name=title]").fill("主题党日签到表")
    watch.look(page, "签到表")
    assert taken(page, "做成 PDF", tmp_path).read_bytes().startswith(b"%PDF-1.4")
    page.get_by_role("link", name="打勾表").click()
    page.locator("[name=ticks]").fill("一、二、三、四、五、六、七")
    press(page, "做成 PDF")
    assert "最多 6 项" in page.get_by_role("main").inner_text()
    watch.look(page, "打勾表写多了")

    page.goto("/members/")
    page.locator("tbody a.go").first.click()
    assert taken(page, "大字 PDF", tmp_path).read_bytes().startswith(b"%PDF-1.4")

    page.goto("/ledgers/members/")
    page.locator("#export").get_by_label("打印稿").check()
    paper = taken(page, "导出", tmp_path)
    assert (paper.suffix, paper.read_bytes()[:8]) == (".pdf", b"%PDF-1.4")

    page.goto("/ledgers/letter/")
    page.locator("[name=title]").fill("关于开展主题党日活动的通知")
    page.locator("[name=text]").fill("一、时间\n11月28日。")
    watch.look(page, "写公文")
    book = docx.Document(str(taken(page, "做成文件", tmp_path)))
    assert "一、时间" in [paragraph.text for paragraph in book.paragraphs]


def taken(page: Page, button: str, folder: Path) -> Path:
    with page.expect_download() as waiting:
        page.get_by_role("main").get_by_role("button", name=button, exact=True).click()
    target = folder / waiting.value.suggested_filename
    waiting.value.save_as(target)
    return target
