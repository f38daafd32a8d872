"""Journeys in a real browser: houses with the demonstration, started as people start them, and the system's Chromium."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from e2e.browser import launch, program
from e2e.house import Furnished, House, furnish
from e2e.watch import Watch
from e2e.ways import DESK, SignIn, enter
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

PICTURES = Path(__file__).parents[1] / "build" / "e2e"

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Furnished:
    """The demonstration, made once."""
    return furnish(tmp_path_factory.mktemp("furnished") / "data")


@pytest.fixture(scope="module")
def house(furnished: Furnished, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """One house for the journeys of a module."""
    with furnished.opened(tmp_path_factory.mktemp("house") / "data") as opened:
        yield opened


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; nothing is downloaded."""
    if program() is None:
        pytest.skip("缺少 Chromium 浏览器（Debian：apt install chromium fonts-noto-cjk）")
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    """What is wrong with any page of the test fails it at the end."""
    watching = Watch()
    yield watching
    assert not watching.faults, "\n".join(watching.faults)


@pytest.fixture
def open_page(browser: Browser, watch: Watch, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """Open a page in a context of its own: ``open_page(house)``, ``open_page(house, PHONE, scripts=False)``."""
    contexts: list[BrowserContext] = []

    def open_one(house: House, size: ViewportSize = DESK, *, scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=house.address,
            viewport=size,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        watch.over(context, scripts=scripts)
        return context.new_page()

    yield open_one
    failed = getattr(request.node, "failed", False)
    for number, page in enumerate(page for context in contexts for page in context.pages):
        if failed:
            PICTURES.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=PICTURES / f"{request.node.name}-{number}.png", full_page=True)
    for context in contexts:
        context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Let the fixtures know that the test failed, so that a picture is kept."""
    report = yield
    if report.when == "call" and report.failed:  # type: ignore[attr-defined]
        item.failed = True  # type: ignore[attr-defined]
    return report


@pytest.fixture
def sign_in(open_page: OpenPage, house: House) -> SignIn:
    """A page signed in with a role's demonstration account: ``sign_in("secretary", PHONE)``."""

    def sign_in_as(role: str, size: ViewportSize = DESK, *, scripts: bool = True) -> Page:
        page = open_page(house, size, scripts=scripts)
        enter(page, house.account(role))
        return page

    return sign_in_as
