"""The first thing anybody sees."""

import pytest
from e2e.conftest import OpenPage
from e2e.house import House
from e2e.watch import Watch
from e2e.ways import DESK, SIZES, SignIn, field, size_name
from playwright.sync_api import ViewportSize


@pytest.mark.parametrize("size", SIZES, ids=size_name)
def test_a_visitor_is_shown_the_door(open_page: OpenPage, house: House, watch: Watch, size: ViewportSize) -> None:
    page = open_page(house, size)
    page.goto("/members/")
    page.wait_for_url("**/accounts/login/**")
    assert field(page, "用户名").is_visible()
    watch.look(page)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_every_demonstration_account_comes_in(house: House, sign_in: SignIn, scripts: bool) -> None:
    for account in house.accounts:
        page = sign_in(account["role"], DESK, scripts=scripts)
        assert page.locator("h1").first.is_visible(), account["role"]
        page.context.close()
