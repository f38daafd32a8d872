"""Journeys in a real browser: one house with the demonstration, started as people start it, and the system's Chromium."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DESK = {"width": 1366, "height": 800}
PHONE = {"width": 375, "height": 740}
PROGRAM = [sys.executable, "-P", "-m", "lianxin"]

SignIn = Callable[..., Page]


@dataclass(frozen=True, slots=True)
class House:
    """A running installation with the demonstration community."""

    address: str
    data: Path
    accounts: tuple[dict[str, str], ...]

    def account(self, role: str) -> dict[str, str]:
        """The demonstration account of a role, by its code."""
        return next(account for account in self.accounts if account["role"] == role)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Started once for all journeys; a journey that changes much starts its own with ``start_house``."""
    with_demo = start_house(tmp_path_factory.mktemp("house") / "data")
    yield next(with_demo)
    next(with_demo, None)


def start_house(data: Path, *words: str) -> Iterator[House]:
    """Start ``lianxin up``, yield the house once it answers, stop it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LIANXIN_")}
    said = data.with_suffix(".said")
    with said.open("wb") as output:
        command = [*PROGRAM, "up", "--data", str(data), "--port", str(port), *words]
        process = subprocess.Popen(command, env=clean, stderr=output)
    try:
        wait_until_ready(port, process, said)
        accounts = ()
        if "--empty" not in words:
            done = subprocess.run(
                [*PROGRAM, "demo", "--json", "--data", str(data)], env=clean, stdout=subprocess.PIPE, check=True
            )
            accounts = tuple(json.loads(done.stdout)["accounts"])
        yield House(f"http://127.0.0.1:{port}", data, accounts)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def wait_until_ready(port: int, process: subprocess.Popen[bytes], said: Path) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        link = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            link.request("GET", "/healthz")
            if link.getresponse().status == http.HTTPStatus.OK:
                return
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
        finally:
            link.close()
    raise AssertionError(said.read_text("utf-8"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; nothing is downloaded."""
    program = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip("缺少 Chromium 浏览器（Debian：apt install chromium fonts-noto-cjk）")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, house: House) -> Iterator[Callable[..., Page]]:
    """Open a page of its own context: ``open_page()``, ``open_page(PHONE)``. Complaints of the browser fail the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        # A refused form answers 4xx, which the browser reports as an error of loading; everything else is ours.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    def open_one(size: dict[str, int] | None = None, *, scripts: bool = True) -> Page:
        context = browser.new_context(
            base_url=house.address,
            viewport=size or DESK,  # type: ignore[arg-type]  # a TypedDict of the same shape
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            java_script_enabled=scripts,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def sign_in(open_page: Callable[..., Page], house: House) -> SignIn:
    """A page signed in with a role's demonstration account: ``sign_in("community_secretary", PHONE)``."""

    def sign_in_as(role: str, size: dict[str, int] | None = None, *, scripts: bool = True) -> Page:
        account = house.account(role)
        page = open_page(size, scripts=scripts)
        page.goto(account.get("login_url") or "/accounts/login/")
        page.fill("input[name=login]", account["username"])
        page.fill("input[name=password]", account["password"])
        page.click("main form button[type=submit]")
        page.wait_for_url(lambda url: "/login/" not in url)
        return page

    return sign_in_as


def faults_of(page: Page) -> list[str]:
    """What axe finds on the page, one line each; empty when it is clean."""
    found = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {node['html']}" for fault in found for node in fault["nodes"]]
