"""A stranger's roster: looked at, its errors mended and brought in again, found, taken back."""

import re
from pathlib import Path

import pytest
from e2e.rosters import id_number, mend, write_roster, wrong_digit
from e2e.watch import Watch
from e2e.ways import DESK, PHONE, SignIn, field, go_to, heading, press, search
from playwright.sync_api import Page, expect

WORK = 60_000
"""Milliseconds a commit may take on a busy machine."""


@pytest.mark.parametrize(
    ("size", "surname", "order"), [(DESK, "欧阳", 101), (PHONE, "尉迟", 301)], ids=["desk", "phone"]
)
def test_a_roster_with_errors_is_mended_and_brought_in_again(
    sign_in: SignIn, watch: Watch, tmp_path: Path, size: object, surname: str, order: int
) -> None:
    twice = id_number("19570701", order)
    right = id_number("19620318", order + 2)
    people: list[list[str]] = [
        [f"{surname}春", "男", "汉", twice, "1985.7", "1986.7", "第一支部", "19900000101"],
        [f"{surname}夏", "女", "01-汉族", id_number("19630912", order + 1), "198610", "198710", "同上", "19900000102"],
        [f"{surname}秋", "男", "彝", wrong_digit(right), "1990年7月1日", "1991-07-01", "第一支部", "19900000103"],
        [f"{surname}冬", "男", "白族", twice, "1993/7/1", "1994/7/1", "", "19900000104"],
    ]
    page = sign_in("party_worker", size)  # type: ignore[arg-type]
    upload(page, watch, write_roster(tmp_path / f"{surname}名册.xlsx", people))

    assert figures(page) == {"新增": 2, "有变化": 0, "无变化": 0, "不能入册": 2}
    page.get_by_role("navigation", name="按结果分").get_by_role("link", name=re.compile("不能入册")).click()
    refused = page.locator("#rows").inner_text()
    assert f"{surname}秋" in refused
    assert "校验" in refused
    assert "第 5 行" in refused, "the repeated number names the row that stands"
    watch.look(page, "不能入册")

    with page.expect_download() as download:
        press(page, "下载错误表")
    sheet = tmp_path / "错误表.xlsx"
    download.value.save_as(sheet)
    commit(page, watch)
    assert found(page, f"{surname}春") == [f"{surname}春"]
    assert found(page, f"{surname}秋") == []

    answers = {f"{surname}秋": right, f"{surname}冬": id_number("19680105", order + 4)}
    mended = mend(sheet, tmp_path / f"{surname}改好.xlsx", "公民身份号码", answers)
    upload(page, watch, mended)
    # The sheet also holds those who are on the roll but were warned about.
    assert figures(page) == {"新增": 2, "有变化": 0, "无变化": 2, "不能入册": 0}
    commit(page, watch)
    batch = page.url
    assert found(page, f"{surname}冬") == [f"{surname}冬"]

    page.goto(batch)
    press(page, "整批撤回")
    watch.look(page, "撤回前再问一次")
    press(page, "整批撤回")
    expect(page.locator("h1")).to_contain_text("已撤回", timeout=WORK)
    watch.look(page, "已撤回")
    assert found(page, f"{surname}冬") == []
    assert found(page, f"{surname}夏") == [f"{surname}夏"]


def test_the_same_roster_again_changes_nothing_and_columns_can_be_corrected(
    sign_in: SignIn, watch: Watch, tmp_path: Path
) -> None:
    people: list[list[str]] = [
        ["闻人一", "男", "汉族", id_number("19700101", 501), "1995-07-01", "1996-07-01", "第二支部", "19900000501"]
    ]
    roster = write_roster(tmp_path / "闻人名册.xlsx", people)
    page = sign_in("secretary")
    upload(page, watch, roster)
    press(page, "改列的对应")
    watch.look(page, "改列的对应")
    field(page, "联系电话").select_option(label="固定电话")
    press(page, "按这样重新读")
    assert "联系电话 → 固定电话" in page.locator("#columns").inner_text()
    commit(page, watch)
    upload(page, watch, roster)
    assert figures(page) == {"新增": 0, "有变化": 0, "无变化": 1, "不能入册": 0}
    press(page, "放弃")
    page.get_by_role("dialog").get_by_role("button", name="放弃").click()
    expect(page.locator("h1")).to_contain_text("已放弃")


def test_a_file_that_is_no_roster_gets_one_sentence(sign_in: SignIn, watch: Watch, tmp_path: Path) -> None:
    picture = tmp_path / "照片.xlsx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(2000))
    page = sign_in("secretary")
    choose(page, picture)
    assert "图片" in page.get_by_role("main").inner_text()
    watch.look(page, "不是名册")


def choose(page: Page, file: Path) -> None:
    go_to(page, "党员")
    page.goto("/rosters/new/")
    page.locator("input[type=file]").set_input_files(file)
    press(page, "看看会怎样")


def upload(page: Page, watch: Watch, file: Path) -> None:
    choose(page, file)
    page.wait_for_url(re.compile(r"/rosters/[0-9a-f-]{36}/"))
    expect(page.locator("h1")).to_contain_text("待核对", timeout=WORK)
    watch.look(page, "核对")


def commit(page: Page, watch: Watch) -> None:
    press(page, "入册")
    expect(page.locator("h1")).to_contain_text("已入册", timeout=WORK)
    watch.look(page, "已入册")


def figures(page: Page) -> dict[str, int]:
    """How many rows of each result, from the tabs above them."""
    tabs = page.get_by_role("navigation", name="按结果分").get_by_role("link").all_inner_texts()
    read = {re.sub(r"[\s\d]+$", "", tab): int(re.sub(r"\D", "", tab) or 0) for tab in tabs}
    return {name: read[name] for name in ("新增", "有变化", "无变化", "不能入册")}


def found(page: Page, name: str) -> list[str]:
    """Who is found by a name in the search box."""
    search(page, name)
    assert heading(page) == "查找"
    return [text.strip() for text in page.locator("main tbody th a").all_inner_texts()]
