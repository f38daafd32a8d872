"""Putting members into a branch, several at once."""

import re

import pytest
from e2e.watch import Watch
from e2e.ways import DESK, PHONE, SignIn, field, go_to, press
from playwright.sync_api import Page, ViewportSize, expect


@pytest.mark.parametrize(("size", "name"), [(DESK, "单小帆"), (PHONE, "仇小航")], ids=["desk", "phone"])
def test_who_waits_for_a_branch_is_put_into_one(sign_in: SignIn, watch: Watch, size: ViewportSize, name: str) -> None:
    page = sign_in("party_worker", size)
    register(page, name)
    page.goto("/")
    expect(page.locator("main")).to_contain_text(name)
    press(page, "分到支部")
    watch.look(page, "待分支部")
    press(page, "编入这个支部")
    expect(page.locator("main")).to_contain_text("请先勾选要编入的党员")
    page.get_by_label(f"选 {name}").check()
    field(page, "编入").select_option(label="第二支部")
    press(page, "编入这个支部")
    expect(page.locator("#messages")).to_contain_text("1 人编入第二支部")
    watch.look(page, "编好了")
    page.goto("/members/?" + "q=" + name)
    expect(page.locator("main tbody td[data-label=所在支部]")).to_have_text("第二支部")


def register(page: Page, name: str) -> None:
    """Only a name is asked for; everything else can wait."""
    go_to(page, "党员")
    press(page, "登记党员")
    field(page, "姓名").fill(name)
    press(page, "登记")
    page.wait_for_url(re.compile(r"/members/[0-9a-f-]{36}/$"))
    expect(page.locator("main")).to_contain_text("资料不全")
