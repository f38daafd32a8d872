"""A street's sheet from mail to 报送留底: a line a person, then counts with a word explained."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from e2e.watch import Watch
from e2e.ways import SIZES, SignIn, field, go_to, heading, press, size_name
from playwright.sync_api import Page, ViewportSize

PEOPLE, COUNTS = "党员基本情况登记表（试填）", "党员年龄学历统计表（试填）"


@pytest.mark.parametrize("size", SIZES, ids=size_name)
def test_a_streets_sheet_from_mail_to_what_is_kept(
    sign_in: SignIn, watch: Watch, tmp_path: Path, size: ViewportSize
) -> None:
    title = f"党员登记表{size['width']}"
    page = sign_in("party_worker", size)
    to_sheets(page)
    watch.look(page, "填街道的表")
    mail = sample(page, PEOPLE, tmp_path)

    upload(page, watch, mail)
    assert "帮扶联系人：登记簿里没有这一项" in page.get_by_role("main").inner_text()
    page.locator("form.filters").get_by_label("在职离退").select_option(label="下岗失业")
    press(page, "看看")
    watch.look(page, "看看会填成什么样")
    lines = page.locator("main table tbody tr").count()

    page.locator("#fill").get_by_label("表的名字").fill(title)
    field(page, "谁要的").fill("某某街道党建办")
    field(page, "哪天收到的").fill("2026.6.20")
    page.locator("#fill button[type=submit]").click()
    assert heading(page) == title
    watch.look(page, "留底")
    sheet = fetched(page, tmp_path / "填好.xlsx")["党员情况"]
    names = [row[1].value for row in sheet.iter_rows(min_row=4) if isinstance(row[0].value, int)]
    assert len(names) >= lines
    assert sheet.cell(4 + len(names), 1).value == f"合计：{len(names)}人"
    assert "****" in str(sheet.cell(4, 9).value)

    press(page, "补写、更正记录")
    watch.look(page, "补写")
    field(page, "怎样送的").fill("打印后送去")
    press(page, "保存")
    assert "打印后送去" in page.get_by_role("main").inner_text()
    page.goto("/sheets/?q=" + title)
    assert page.locator("main tbody th").all_inner_texts() == [title]
    page.goto("/ledgers/submissions/")
    watch.look(page, "报送留底台账")
    assert title in page.get_by_role("main").inner_text()

    page.goto("/sheets/?q=" + title)
    page.get_by_role("link", name=title, exact=True).click()
    press(page, "作废")
    watch.look(page, "作废")
    field(page, "为什么作废").fill("街道改了表样")
    press(page, "作废")
    assert "已作废" in page.locator("h1").inner_text()


def test_a_word_of_a_counting_table_is_explained_once(sign_in: SignIn, watch: Watch, tmp_path: Path) -> None:
    page = sign_in("secretary")
    to_sheets(page)
    mail = sample(page, COUNTS, tmp_path)
    upload(page, watch, mail)
    assert "老党员：没有认出这个说法" in page.get_by_role("main").inner_text()
    press(page, "改列的对应")
    watch.look(page, "改统计表的说法")
    field(page, "老党员").fill("61岁及以上")
    press(page, "按这样重新认")
    assert "没有认出" not in page.get_by_role("main").inner_text()
    page.locator("#fill button[type=submit]").click()
    sheet = fetched(page, tmp_path / "统计.xlsx")["党员统计"]
    rows = {row[0].value: [cell.value for cell in row[1:8]] for row in sheet.iter_rows(min_row=5, max_row=14)}
    assert rows["合计"][0] == rows["合计"][1] + rows["合计"][2]
    assert rows["老党员"][0] == rows["合计"][6]

    page.goto("/sheets/new/")
    page.locator("input[type=file]").set_input_files(mail)
    press(page, "看看会怎样填")
    page.wait_for_url("**/drafts/**")
    assert "没有认出" not in page.get_by_role("main").inner_text(), "the word is remembered"


def test_what_is_no_sheet_gets_one_sentence(sign_in: SignIn, watch: Watch, tmp_path: Path) -> None:
    old = tmp_path / "表.csv"
    old.write_text("姓名,性别\n", "utf-8")
    page = sign_in("party_worker")
    page.goto("/sheets/new/")
    page.locator("input[type=file]").set_input_files(old)
    press(page, "看看会怎样填")
    assert "另存为 .xlsx" in page.get_by_role("main").inner_text()
    watch.look(page, "不是 .xlsx")


def to_sheets(page: Page) -> None:
    go_to(page, "台账")
    page.get_by_role("main").get_by_role("link", name="填街道的表").click()
    assert heading(page) == "填街道的表"


def sample(page: Page, title: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.locator("main a[download]", has_text=title).click()
    target = folder / f"{title}.xlsx"
    download.value.save_as(target)
    return target


def upload(page: Page, watch: Watch, file: Path) -> None:
    press(page, "填一份表")
    watch.look(page, "选空白表")
    page.locator("input[type=file]").set_input_files(file)
    press(page, "看看会怎样填")
    page.wait_for_url("**/drafts/**")
    watch.look(page, "核对")


def fetched(page: Page, target: Path) -> Any:  # noqa: ANN401 (a workbook, used freely)
    with page.expect_download() as download:
        press(page, "取文件")
    download.value.save_as(target)
    return openpyxl.load_workbook(target)
