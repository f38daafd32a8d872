"""The first thing anybody sees."""

from collections.abc import Callable

import pytest
from e2e.conftest import DESK, PHONE, House, SignIn, faults_of
from playwright.sync_api import Page


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_visitor_is_shown_the_door(open_page: Callable[..., Page], size: dict[str, int]) -> None:
    page = open_page(size)
    page.goto("/")
    page.wait_for_url("**/accounts/login/**")
    assert page.locator("input[name=login]").is_visible()
    assert faults_of(page) == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= size["width"]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_every_demonstration_account_comes_in(house: House, sign_in: SignIn, scripts: bool) -> None:
    for account in house.accounts:
        page = sign_in(account["role"], scripts=scripts)
        assert page.locator("h1").first.is_visible(), account["role"]
        page.context.close()
