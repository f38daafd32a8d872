"""A second step of signing in: turned on with a telephone's code, asked for, spared by a recovery code, turned off."""

import time

import pytest
from e2e.conftest import OpenPage
from e2e.house import House
from e2e.watch import Watch
from e2e.ways import SIZES, confirm, enter, field, heading, messages, press, shown_secret, size_name
from playwright.sync_api import ViewportSize
from tests.access.support import code_at


@pytest.mark.parametrize("size", SIZES, ids=size_name)
def test_a_code_from_the_telephone_is_asked_after_the_password(
    open_page: OpenPage, house: House, watch: Watch, size: ViewportSize
) -> None:
    account = house.account("party_worker")
    page = open_page(house, size)
    enter(page, account)
    page.goto("/accounts/")
    watch.look(page, "我的账号")
    press(page, "两步登录")
    watch.look(page, "两步登录，没有启用")
    press(page, "启用")
    watch.look(page, "再输一次密码")
    confirm(page, account)
    assert heading(page) == "启用两步登录"
    watch.look(page, "启用两步登录")
    secret = shown_secret(page)
    field(page, "手机上的六位数字").fill("000000")
    press(page, "启用，去打印备用码")
    watch.look(page, "动态码不对")
    assert shown_secret(page) == secret
    field(page, "手机上的六位数字").fill(code_at(secret, time.time()))
    press(page, "启用，去打印备用码")
    assert heading(page) == "两步登录的备用码"
    watch.look(page, "备用码")
    spare = page.locator("main li b").first.inner_text()

    page.context.clear_cookies()
    enter(page, account)
    assert heading(page) == "再输动态码"
    watch.look(page, "再输动态码")
    field(page, "动态码").fill("000000")
    press(page, "登录")
    watch.look(page, "动态码不对，登录")
    field(page, "动态码").fill(code_at(secret, time.time()))
    press(page, "登录")
    assert heading(page) == "今日"

    page.context.clear_cookies()
    enter(page, account)
    field(page, "动态码").fill(spare)
    press(page, "登录")
    assert heading(page) == "今日"
    page.goto("/accounts/second-factor/")
    assert "还剩 9 个" in page.get_by_role("main").inner_text()
    watch.look(page, "两步登录，已经启用")
    page.get_by_role("main").get_by_role("link", name="停用").click()
    confirm(page, account)
    watch.look(page, "停用两步登录")
    press(page, "停用")
    assert "已经停用" in messages(page)


@pytest.mark.parametrize("size", SIZES, ids=size_name)
def test_another_device_is_seen_and_signed_out(
    open_page: OpenPage, house: House, watch: Watch, size: ViewportSize
) -> None:
    here, there = open_page(house, size), open_page(house)
    for page in (here, there):
        enter(page, house.account("secretary"))
    here.goto("/accounts/sessions/")
    watch.look(here, "登录的设备")
    press(here, "退出别的全部设备")
    assert "只剩这一台" in messages(here)
    there.goto("/members/")
    assert "/accounts/login/" in there.url
    here.goto("/manage/accounts/")
    here.locator("main tbody a").first.click()
    watch.look(here, "账号")
