"""A pair found, merged and undone; one field of several members changed and taken back."""

import re

import pytest
from e2e.watch import Watch
from e2e.ways import SIZES, SignIn, field, go_to, heading, messages, press, size_name
from playwright.sync_api import ViewportSize, expect


@pytest.mark.parametrize("size", SIZES, ids=size_name)
def test_a_pair_is_found_merged_and_the_merge_undone(sign_in: SignIn, watch: Watch, size: ViewportSize) -> None:
    page = sign_in("party_worker", size)
    go_to(page, "党员")
    page.goto("/members/duplicates/")
    press(page, "现在查一遍")
    expect(page.locator("#messages")).to_contain_text("刚刚查了一遍")
    expect(page.locator("main")).to_contain_text("姓名一样，出生日期相同")
    watch.look(page, "可能重复")
    press(page, "是同一个人，合并")
    watch.look(page, "合并两份")
    page.locator("input[name=take_id_number][value=first]").check()
    field(page, "凭什么认定是同一个人").fill("问过本人")
    press(page, "下一步，看合并以后怎样")
    expect(page.locator("main")).to_contain_text("现在什么都还没有改")
    watch.look(page, "合并以后怎样")
    press(page, "合并")
    expect(page.locator("#messages")).to_contain_text("合成了一份")
    watch.look(page, "合并好了")
    page.locator("main").get_by_role("link", name=re.compile("现在的登记")).click()
    expect(page.locator("main h1")).to_be_visible()
    page.goto("/members/duplicates/merges/")
    watch.look(page, "已经合并")
    page.locator("main").get_by_role("link", name=re.compile("另一份登记并入")).first.click()
    press(page, "撤销合并")
    watch.look(page, "撤销合并")
    press(page, "撤销合并")
    assert "两份登记都恢复到合并以前的样子" in messages(page)
    page.goto("/members/duplicates/")
    expect(page.locator("main")).to_contain_text("姓名一样，出生日期相同")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "without"])
@pytest.mark.parametrize("size", SIZES, ids=size_name)
def test_a_bulk_change_is_previewed_made_and_taken_back(
    sign_in: SignIn, watch: Watch, size: ViewportSize, scripts: bool
) -> None:
    page = sign_in("party_worker", size, scripts=scripts)
    page.goto("/members/?employment=laid_off&branch=")
    press(page, "批量修改")
    boxes = page.locator("main tbody input[name=member]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    field(page, "改哪一项").select_option(label="工作单位及职务")
    watch.look(page, "批量修改")
    press(page, "下一步")
    field(page, "工作单位及职务").fill("金碧路便民服务队")
    watch.look(page, "填新的内容")
    press(page, "看看会怎样")
    expect(page.locator("main")).to_contain_text("现在什么都还没有改")
    expect(page.locator("#rows tbody tr")).to_have_count(2)
    watch.look(page, "逐人核对")
    press(page, "就这样改")
    expect(page.locator("main")).to_contain_text("已经改好")
    watch.look(page, "改好了")
    press(page, "整批撤回")
    press(page, "整批撤回")
    expect(page.locator("main h1")).to_contain_text("已撤回")
    assert heading(page) == "批量修改：工作单位及职务"
    page.goto("/members/bulk/")
    watch.look(page, "以前的批量修改")
