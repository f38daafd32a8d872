"""A backup made by one button, carried away, and restored on another data folder, which then holds the same people."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from e2e.conftest import OpenPage
from e2e.house import PROGRAM, House, opened
from e2e.watch import Watch
from e2e.ways import DESK, SIZES, SignIn, enter, field, go_to, heading, messages, press, size_name
from playwright.sync_api import Page, ViewportSize


@pytest.mark.parametrize("size", SIZES, ids=size_name)
def test_a_backup_is_made_carried_away_and_gives_the_same_register_elsewhere(
    sign_in: SignIn, open_page: OpenPage, house: House, watch: Watch, tmp_path: Path, size: ViewportSize
) -> None:
    desk = sign_in("secretary", size)
    desk.goto("/manage/backups/")
    watch.look(desk, "备份")
    press(desk, "现在备份")
    desk.get_by_role("heading", name="办好了").wait_for()
    watch.look(desk, "备份好了")
    press(desk, "去看备份")
    with desk.expect_download() as download:
        desk.get_by_role("button", name=re.compile("^抄走")).first.click()
    file = tmp_path / "carried.backup"
    download.value.save_as(file)
    desk.goto("/manage/backups/")
    assert "还没有抄" not in desk.locator("main").inner_text()

    other = tmp_path / "other"
    key = str(house.data / "keys" / "master.key")
    command = [*PROGRAM, "restore", str(file), "--key", key, "--data", str(other), "--json"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["faults"] == 0
    if size is DESK:
        with opened(other, accounts=house.accounts) as again:
            page = open_page(again, size)
            enter(page, house.account("secretary"))
            assert names_of(page) == names_of(desk)


def names_of(page: Page) -> list[str]:
    go_to(page, "党员")
    return page.locator("main tbody th[scope=row]").all_inner_texts()


@pytest.mark.parametrize("size", SIZES, ids=size_name)
def test_what_is_done_by_the_clock_is_seen_switched_and_done_now(
    sign_in: SignIn, watch: Watch, size: ViewportSize
) -> None:
    desk = sign_in("secretary", size)
    desk.goto("/manage/jobs/")
    watch.look(desk, "后台工作")
    press(desk, "定时工作")
    watch.look(desk, "定时工作")
    row = desk.get_by_role("row", name=re.compile("每天备份"))
    row.get_by_role("combobox").select_option(label="9 点")
    row.get_by_role("button", name=re.compile("按这个钟点")).click()
    assert "改好了" in messages(desk)
    assert "每天 9 点" in desk.get_by_role("row", name=re.compile("每天备份")).inner_text()
    desk.get_by_role("button", name=re.compile("马上做.*清除到期的文件")).click()
    assert "做好了" in messages(desk)


def test_without_scripts_a_backup_is_made_and_seen_by_looking_again(sign_in: SignIn, watch: Watch) -> None:
    desk = sign_in("secretary", scripts=False)
    desk.goto("/manage/backups/")
    press(desk, "现在备份")
    for _ in range(60):
        if desk.get_by_role("heading", name="办好了").count():
            break
        desk.wait_for_timeout(500)
        press(desk, "看看办好没有")
    assert desk.get_by_role("heading", name="办好了").count() == 1


def test_the_demonstration_does_not_print_the_key_but_the_steps(sign_in: SignIn, watch: Watch) -> None:
    desk = sign_in("secretary")
    desk.goto("/manage/backups/key-sheet/")
    watch.look(desk, "密钥单")
    field(desk, "为什么打印").fill("第一次打印")
    desk.get_by_role("checkbox").check()
    press(desk, "显示密钥，去打印")
    assert "示范账号不能打印" in desk.locator("main").inner_text()
    watch.look(desk, "密钥单，不能打印")
    press(desk, "恢复十步单")
    assert heading(desk) == "恢复十步单"
    watch.look(desk, "恢复十步单")
