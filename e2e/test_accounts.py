"""An account opened at the desk, its slip printed, and its owner's first sign-in; the trail that stays."""

import re

import pytest
from e2e.conftest import OpenPage
from e2e.house import House
from e2e.watch import Watch
from e2e.ways import PASSWORD, SIZES, SignIn, enter, field, go_to, heading, messages, press, size_name
from playwright.sync_api import ViewportSize


@pytest.mark.parametrize("size", SIZES, ids=size_name)
def test_an_account_is_opened_and_its_slip_lets_the_owner_in(
    sign_in: SignIn, open_page: OpenPage, house: House, watch: Watch, size: ViewportSize
) -> None:
    username = f"luming{size['width']}"
    desk = sign_in("secretary", size)
    desk.goto("/manage/accounts/")
    press(desk, "开账号")
    watch.look(desk, "开账号")
    field(desk, "姓名").fill("陆明")
    field(desk, "用户名").fill(username)
    field(desk, "角色").select_option(label="支部书记")
    field(desk, "在哪个组织").select_option(label=branch_label(field(desk, "在哪个组织").inner_text()))
    press(desk, "开账号")
    assert heading(desk) == "陆明"
    watch.look(desk, "账号")
    press(desk, "打印启用单")
    watch.look(desk, "开启用单")
    press(desk, "开单，去打印")
    watch.look(desk, "启用单")
    code = desk.locator("main .stat", has_text="口令").locator("b").inner_text()

    owner = open_page(house, size)
    owner.goto("/accounts/login/")
    owner.get_by_role("link", name="用单子上的口令").click()
    watch.look(owner, "用启用单登录")
    field(owner, "单子上的口令").fill("AAAA-AAAA-AA")
    press(owner, "下一步")
    watch.look(owner, "口令不对")
    field(owner, "单子上的口令").fill(code.lower())
    press(owner, "下一步")
    watch.look(owner, "定密码")
    field(owner, "新密码").fill(PASSWORD)
    field(owner, "再输一遍新密码").fill(PASSWORD)
    press(owner, "定好，进入")
    assert heading(owner) == "今日"
    assert "密码已经定好" in messages(owner)
    go_to(owner, "党员")
    places = owner.locator("main tbody td[data-label=所在支部]").all_inner_texts()
    assert {re.sub(r"\s.*", "", place) for place in places} == {"第一支部"}

    owner.context.clear_cookies()
    enter(owner, {"username": username, "password": PASSWORD})
    owner.context.clear_cookies()
    owner.goto("/accounts/slip/")
    field(owner, "单子上的口令").fill(code)
    press(owner, "下一步")
    assert field(owner, "单子上的口令").is_visible(), "a slip opens once only"


def branch_label(options: str) -> str:
    """The option of the first branch, as it is indented."""
    return next(line for line in options.splitlines() if line.strip() == "第一支部")


def test_too_many_wrong_passwords_make_the_account_wait(open_page: OpenPage, house: House, watch: Watch) -> None:
    page = open_page(house)
    page.goto("/accounts/login/")
    for _ in range(6):
        field(page, "用户名").fill("meiyouzheren")
        field(page, "密码").fill("bu-zhi-dao-mima")
        press(page, "登录")
    assert "分钟" in page.get_by_role("main").inner_text()
    watch.look(page, "试得太多")


def test_the_auditor_reads_the_trail_and_verifies_it(sign_in: SignIn, watch: Watch) -> None:
    page = sign_in("auditor")
    page.goto("/manage/trail/")
    assert page.locator("main tbody tr").count() > 0
    page.locator("main tbody a").first.click()
    watch.look(page, "一条审计记录")
    page.goto("/manage/chains/")
    press(page, "现在核对")
    assert "全部完好" in page.get_by_role("main").inner_text()
    watch.look(page, "核对完毕")


def test_a_page_outside_ones_scope_is_not_there(sign_in: SignIn, watch: Watch) -> None:
    page = sign_in("courtyard_head")
    answer = page.goto("/manage/accounts/")
    assert answer is not None
    assert answer.status == 404
    watch.look(page, "没有这个页面")
