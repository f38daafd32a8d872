"""Large type, the keyboard alone, and a browser without scripts."""

import re

import pytest
from e2e.house import House
from e2e.test_members import OLD_MEMBER, open_member, unfold
from e2e.watch import Watch
from e2e.ways import PHONE, SIZES, SignIn, field, heading, press, search, size_name
from playwright.sync_api import Page, ViewportSize, expect

SMALLEST = 60
SIZE_OF_TEXT = "parseFloat(getComputedStyle(document.body).fontSize)"


@pytest.mark.parametrize("size", SIZES, ids=size_name)
def test_large_type_is_one_click_and_remembered(sign_in: SignIn, watch: Watch, size: ViewportSize) -> None:
    page = sign_in("group_leader", size)
    assert page.evaluate(SIZE_OF_TEXT) == 16
    menu = page.locator("header details.menu summary", has_text="菜单")
    if menu.is_visible():
        menu.click()
    page.locator("button:visible", has_text="大字").click()
    expect(page.locator("html")).to_have_attribute("data-type", "large")
    assert page.evaluate(SIZE_OF_TEXT) == 20
    low = page.eval_on_selector_all(
        ".btn, .places a", "all => all.filter(one => one.offsetParent).map(one => [one.innerText, one.offsetHeight])"
    )
    assert [one for one in low if one[1] < SMALLEST] == []
    page.context.clear_cookies()
    again = sign_in("group_leader", size)
    expect(again.locator("html")).to_have_attribute("data-type", "large")
    watch.look(again, "大字")
    switch_back(again)


def switch_back(page: Page) -> None:
    menu = page.locator("header details.menu summary", has_text="菜单")
    if menu.is_visible():
        menu.click()
    page.locator("button:visible", has_text="常规字").click()
    expect(page.locator("html")).not_to_have_attribute("data-type", "large")


def test_the_keyboard_alone_is_enough(house: House, sign_in: SignIn, watch: Watch) -> None:
    page = sign_in("secretary")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    watch.look(page, "跳到正文")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("/")
    page.keyboard.type("liuxiulan")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    tab_to(page, "a", OLD_MEMBER)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(OLD_MEMBER)
    tab_to(page, "a", "更正资料")
    page.keyboard.press("Enter")
    page.wait_for_url("**/correction/")
    tab_to(page, "#id_skills", "")
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("书法")
    tab_to(page, "button", "保存")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/members/[0-9a-f-]{36}/$"))
    expect(page.locator("main")).to_contain_text("书法")


def tab_to(page: Page, selector: str, text: str) -> None:
    """Go on by Tab until it is reached; each stop must show a focus ring."""
    for _ in range(90):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """([selector, text]) => {
              const one = document.activeElement, style = getComputedStyle(one);
              return [one.matches(selector) && one.innerText.trim().startsWith(text),
                      style.outlineStyle !== "none" || style.boxShadow !== "none", one.outerHTML.slice(0, 120)];
            }""",
            [selector, text],
        )
        assert stop[1], f"no focus ring: {stop[2]}"
        if stop[0]:
            return
    raise AssertionError(f"not reached by Tab: {selector} {text}")


@pytest.mark.parametrize("size", SIZES, ids=size_name)
def test_what_can_be_done_with_a_row_is_easily_hit(sign_in: SignIn, watch: Watch, size: ViewportSize) -> None:
    page = sign_in("secretary", size)
    open_member(page, OLD_MEMBER)
    sizes = page.eval_on_selector_all(
        "main .acts a", "all => all.map(one => [one.innerText, one.offsetWidth, one.offsetHeight])"
    )
    assert [one[0] for one in sizes] == ["变了", "更正日期", "登记", "登记"]
    assert [one for one in sizes if min(one[1], one[2]) < 44] == []


@pytest.mark.parametrize("size", SIZES, ids=size_name)
def test_everything_is_done_without_scripts(sign_in: SignIn, watch: Watch, size: ViewportSize) -> None:
    page = sign_in("party_worker", size, scripts=False)
    page.goto("/members/?category=probationary")
    assert page.locator("main tbody tr").count() == 2
    watch.look(page, "不用脚本的名单")
    open_member(page, OLD_MEMBER)
    press(page, "更正资料")
    field(page, "备注").fill(f"不用脚本 {size['width']}")
    press(page, "保存")
    assert heading(page) == OLD_MEMBER
    unfold(page)
    assert f"不用脚本 {size['width']}" in page.get_by_role("main").inner_text()
    if size is PHONE:
        page.locator("header details.menu summary", has_text="菜单").click()
        assert page.get_by_role("navigation", name="菜单").get_by_role("link", name="台账").is_visible()
    search(page, "西昌路126")
    assert page.locator("main tbody th a").count() > 0
