"""From a figure to the people behind it, table 1 with its checks, and a view kept for next time."""

import pytest
from e2e.watch import Watch
from e2e.ways import SIZES, SignIn, go_to, heading, press, size_name
from playwright.sync_api import ViewportSize


@pytest.mark.parametrize("size", SIZES, ids=size_name)
def test_a_figure_opens_the_people_it_counts_and_the_year_balances(
    sign_in: SignIn, watch: Watch, size: ViewportSize
) -> None:
    page = sign_in("party_worker", size)
    go_to(page, "台账")
    page.locator("main").get_by_role("link", name="党员分类统计").click()
    watch.look(page, "分类统计")
    figure = page.locator("tr", has_text="61岁及以上").first.locator("td a").first
    number = figure.inner_text()
    figure.click()
    assert heading(page) == "党员花名册"
    assert f"共 {number} 条" in page.get_by_role("main").inner_text()

    page.goto("/ledgers/table_one/")
    watch.look(page, "年报第一表")
    assert "核对公式都平" in page.get_by_role("main").inner_text()
    page.goto("/ledgers/changes/")
    watch.look(page, "增减登记")
    assert page.locator("tbody tr").count() > 0


def test_a_view_is_kept_opened_removed_and_brought_back(sign_in: SignIn, watch: Watch) -> None:
    page = sign_in("party_worker")
    page.goto("/ledgers/members/?employment=veteran_retired")
    page.get_by_role("link", name="存成常用视图").click()
    watch.look(page, "存成常用视图")
    page.get_by_label("名字").fill("离休老同志")
    for column in ("姓名", "党龄", "现居住地"):
        page.get_by_label(column, exact=True).check()
    press(page, "存起来")
    watch.look(page, "常用视图")
    page.locator("main").get_by_role("link", name="离休老同志").click()
    assert [cell.inner_text() for cell in page.locator("thead th").all()] == ["姓名", "党龄", "现居住地"]
    page.goto("/ledgers/views/")
    press(page, "删除")
    press(page, "恢复")
    assert page.locator("main").get_by_role("link", name="离休老同志").count() == 1
