"""The first day: the printed link, the first account, one's own community; and from the demonstration to one's own."""

import re
from pathlib import Path

import pytest
from e2e.conftest import OpenPage
from e2e.house import Furnished, House, opened
from e2e.watch import Watch
from e2e.ways import PASSWORD, SIZES, enter, field, go_to, heading, press, size_name
from playwright.sync_api import Page, ViewportSize


@pytest.mark.parametrize("size", SIZES, ids=size_name)
def test_an_empty_house_is_opened_by_the_printed_link(
    open_page: OpenPage, watch: Watch, tmp_path: Path, size: ViewportSize
) -> None:
    with opened(tmp_path / "data", "--empty") as house:
        page = open_page(house, size)
        page.goto(house.first_link)
        settle_in(page, watch)
        begin_with_an_import(page, watch)
        sign_in_again(page, house)
        page.goto(house.first_link)
        assert "/accounts/login/" in page.url or heading(page) == "今日", "the link opens once only"


@pytest.mark.parametrize("size", SIZES, ids=size_name)
def test_the_demonstration_makes_room_for_ones_own_community(
    open_page: OpenPage, watch: Watch, furnished: Furnished, tmp_path: Path, size: ViewportSize
) -> None:
    with furnished.opened(tmp_path / "data") as house:
        page = open_page(house, size)
        page.goto(house.first_link)
        watch.look(page, "欢迎")
        press(page, "进入示范社区")
        assert heading(page) == "今日"
        page.get_by_role("link", name="建立自己的社区").click()
        press(page, "删除演示，建立自己的社区")
        watch.look(page, "没有输入")
        page.locator("main input[type=text]").fill("删除演示")
        press(page, "删除演示，建立自己的社区")
        settle_in(page, watch)
        assert page.get_by_role("region", name="演示说明").count() == 0
        page.goto("/members/")
        assert page.get_by_text("还没有党员").is_visible()


def settle_in(page: Page, watch: Watch) -> None:
    """The first account, then the steps of the first run, left once and taken up again."""
    watch.look(page, "开第一个账号")
    field(page, "您的姓名").fill("钱文静")
    field(page, "用户名").fill("qianwenjing")
    field(page, "新密码").fill("1234567890")
    field(page, "再输一遍新密码").fill("1234567890")
    press(page, "开账号，进入")
    watch.look(page, "密码太简单")
    field(page, "新密码").fill(PASSWORD)
    field(page, "再输一遍新密码").fill(PASSWORD)
    press(page, "开账号，进入")
    page.wait_for_url("**/set-up/**")
    watch.look(page, "您的社区")
    press(page, "存下，下一步")
    watch.look(page, "您的社区，没填")
    field(page, "社区名称").fill("柿花社区")
    field(page, "所属街道").fill("某某街道")
    press(page, "存下，下一步")
    assert heading(page) == "社区的党组织"
    field(page, "支部和党小组").fill("第一支部\n第一党小组\n第二支部")
    watch.look(page, "社区的党组织")
    page.goto("/")
    assert heading(page) == "社区的党组织", "where it was left it goes on"
    field(page, "支部和党小组").fill("第一支部\n第一党小组\n第二支部")
    press(page, "存下，下一步")
    assert heading(page) == "您的角色"
    page.get_by_label(re.compile("^社区书记")).check()
    page.get_by_label(re.compile("三样管理先由我兼着")).check()
    watch.look(page, "您的角色")
    press(page, "存下，下一步")
    assert heading(page) == "怎么找到办公室"
    press(page, "上一步")
    assert page.get_by_label(re.compile("^社区书记")).is_checked()
    press(page, "存下，下一步")
    field(page, "办公地址").fill("柿花路 1 号")
    field(page, "办公电话").fill("0871-00000000")
    watch.look(page, "怎么找到办公室")
    press(page, "存下，下一步")
    assert heading(page) == "核对一遍"
    watch.look(page, "核对一遍")
    page.get_by_role("button", name="建好社区").dblclick()
    page.wait_for_url("**/first-steps/")
    assert heading(page) == "开头几件事"
    watch.look(page, "开头几件事")
    page.goto("/")
    assert heading(page) == "今日"
    watch.look(page, "今日，刚建好")


def begin_with_an_import(page: Page, watch: Watch) -> None:
    """An empty register says what to do first."""
    go_to(page, "党员")
    watch.look(page, "还没有党员")
    page.goto("/first-steps/")
    press(page, "导入花名册")
    assert heading(page) == "导入花名册"
    watch.look(page, "还没有导入过")


def sign_in_again(page: Page, house: House) -> None:
    page.context.clear_cookies()
    enter(page, {"username": "qianwenjing", "password": PASSWORD})
    assert heading(page) == "今日"
