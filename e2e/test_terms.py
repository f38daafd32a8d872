"""An election recorded, put off, and two figures of a community side by side."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from e2e.watch import Watch
from e2e.ways import DESK, PHONE, SignIn, field, press
from playwright.sync_api import Page, ViewportSize, expect

TODAY = datetime.now(ZoneInfo("Asia/Shanghai")).date().isoformat()


@pytest.mark.parametrize(("size", "place"), [(DESK, 1), (PHONE, 2)], ids=["desk", "phone"])
def test_an_election_ends_the_term_before_it(sign_in: SignIn, watch: Watch, size: ViewportSize, place: int) -> None:
    page = sign_in("party_worker", size)
    open_organisation(page, place)
    press(page, "班子和任期")
    watch.look(page, "班子")
    secretary = page.locator("main tbody tr").first.locator("td").first.inner_text()
    press(page, "登记换届")
    watch.look(page, "登记换届")
    expect(field(page, "书记")).to_have_value(secretary)
    field(page, "本届从哪一天起").fill(TODAY)
    field(page, "副书记").fill("没有的人")
    press(page, "登记")
    expect(page.locator("main")).to_contain_text("本社区的党员里没有没有的人")
    watch.look(page, "认不出的人")
    field(page, "副书记").fill("")
    press(page, "登记")
    expect(page.locator("#messages")).to_contain_text("第五届登记好了")
    watch.look(page, "登记好了")
    expect(page.locator("main")).to_contain_text("第四届（")


def test_what_a_merger_will_do_is_shown_before_it_is_done(sign_in: SignIn, watch: Watch) -> None:
    page = sign_in("party_worker", DESK)
    open_organisation(page, 3)
    press(page, "并入别的支部")
    watch.look(page, "合并")
    field(page, "并入哪个支部").select_option(index=1)
    field(page, "日期").fill(TODAY)
    press(page, "看看会怎样")
    watch.look(page, "会怎样")
    expect(page.locator("main")).to_contain_text("名党员的组织关系编到")
    press(page, "不办了，返回")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_communitys_figures_stand_side_by_side(sign_in: SignIn, watch: Watch, size: ViewportSize) -> None:
    page = sign_in("secretary", size)
    page.goto("/communities/")
    watch.look(page, "社区概况")
    expect(page.locator("main")).to_contain_text("4,519 户")
    press(page, "打印一页")
    watch.look(page, "概况一页")


def open_organisation(page: Page, place: int) -> None:
    """The organisation at a place of the tree."""
    page.goto("/organisations/")
    rows = page.locator("main tbody th a").filter(has_text="委员会")
    rows.nth(place).click()
