"""Finding a member by initials, reading and correcting the record, two clerks at once, dated facts, leaving."""

import re

import pytest
from e2e.watch import Watch
from e2e.ways import SIZES, SignIn, field, go_to, heading, messages, press, search, size_name
from playwright.sync_api import Page, ViewportSize, expect

OLD_MEMBER = "柳秀兰"


@pytest.mark.parametrize("size", SIZES, ids=size_name)
def test_a_member_is_found_by_initials(sign_in: SignIn, watch: Watch, size: ViewportSize) -> None:
    page = sign_in("secretary", size)
    page.locator("body").press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("lxl")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    watch.look(page, "查找")
    page.locator("main").get_by_role("link", name=OLD_MEMBER).click()
    assert heading(page) == OLD_MEMBER
    assert "52" in page.get_by_role("main").inner_text(), "fifty-two years since she joined"


def test_a_foreign_member_is_not_found(sign_in: SignIn, watch: Watch) -> None:
    page = sign_in("branch_secretary")
    search(page, "zzzz")
    assert page.get_by_text("没有找到").is_visible()
    watch.look(page, "没有找到")


@pytest.mark.parametrize("size", SIZES, ids=size_name)
def test_the_second_of_two_clerks_sees_both_and_chooses(sign_in: SignIn, watch: Watch, size: ViewportSize) -> None:
    first, second = sign_in("secretary", size), sign_in("party_worker", size)
    for page in (first, second):
        open_member(page, OLD_MEMBER)
        press(page, "更正资料")
    field(first, "现居住地").fill(f"东寺街 3 号院 {size['width']} 室")
    field(first, "更正的理由").fill("本人来说")
    press(first, "保存")
    assert heading(first) == OLD_MEMBER
    assert "更正好了" in messages(first)

    field(second, "现居住地").fill(f"西昌路 {size['width']} 号院")
    field(second, "特长").fill(f"剪纸 {size['width']}")
    press(second, "保存")
    both = second.get_by_role("main").inner_text()
    assert "被别人改过" in both
    assert f"东寺街 3 号院 {size['width']} 室" in both
    assert f"西昌路 {size['width']} 号院" in both
    watch.look(second, "两个人同时改")
    second.locator("input[name=keep_residence][value=theirs]").check()
    press(second, "按选好的存")
    assert heading(second) == OLD_MEMBER
    page_text = second.get_by_role("main").inner_text()
    assert f"东寺街 3 号院 {size['width']} 室" in page_text
    unfold(second)
    page_text = second.get_by_role("main").inner_text()
    assert f"剪纸 {size['width']}" in page_text
    watch.look(second, "存好了")


def test_numbers_are_masked_until_shown_for_a_reason(sign_in: SignIn, watch: Watch) -> None:
    page = sign_in("secretary")
    open_member(page, OLD_MEMBER)
    assert re.search(r"000000\*{8}\d{3}[\dX]", page.get_by_role("main").inner_text())
    page.get_by_role("main").locator("summary", has_text="显示公民身份号码").click()
    page.get_by_label("为什么要看").fill("核对档案")
    page.locator("main details[open] button").click()
    assert re.search(r"000000\d{11}[\dX]", page.get_by_role("main").inner_text())
    watch.look(page, "身份证号显示一次")
    page.goto(re.sub(r"id-number/$", "", page.url))
    assert not re.search(r"000000\d{11}[\dX]", page.get_by_role("main").inner_text())


def test_a_member_flows_out_and_another_leaves(sign_in: SignIn, watch: Watch) -> None:
    page = sign_in("secretary")
    go_to(page, "党员")
    page.locator("main tbody a").first.click()
    page.get_by_role("link", name=re.compile("流动情况")).first.click()
    watch.look(page, "流动情况变了")
    field(page, "从这天起是").select_option(label="流出")
    field(page, "从哪一天起").fill("2026.3.1")
    press(page, "登记")
    expect(page.locator("#facts")).to_contain_text("流出")

    go_to(page, "党员")
    page.locator("main tbody a").nth(1).click()
    name = heading(page)
    unfold(page)
    press(page, "离开名册")
    watch.look(page, "离开名册")
    page.get_by_label("转出组织关系", exact=True).check()
    field(page, "离开日期").fill("2026.5.8")
    field(page, "对方党组织").fill("中共某街道工委")
    press(page, "登记离开")
    assert heading(page) == name
    assert "已离开名册" in page.get_by_role("main").inner_text()
    watch.look(page, "已离开名册")


@pytest.mark.parametrize("size", SIZES, ids=size_name)
def test_what_is_seldom_asked_is_folded_and_a_link_unfolds_it(
    sign_in: SignIn, watch: Watch, size: ViewportSize
) -> None:
    page = sign_in("secretary", size)
    open_member(page, OLD_MEMBER)
    most = 2100 if size["width"] > 720 else 2900
    assert page.evaluate("document.documentElement.scrollHeight") < most
    assert page.locator("details.fold[open]").count() == 0
    page.get_by_role("navigation", name="本页各部分").get_by_role("link", name="组织关系").click()
    expect(page.get_by_role("link", name="离开名册")).to_be_visible()
    watch.look(page, "展开了组织关系")


def unfold(page: Page) -> None:
    """Open what the page keeps folded, as a reader would, one after the other."""
    for summary in page.locator("details.fold:not([open]) > summary").all()[::-1]:
        summary.click()


def open_member(page: Page, name: str) -> None:
    search(page, name)
    page.locator("main").get_by_role("link", name=name).click()
    assert heading(page) == name
