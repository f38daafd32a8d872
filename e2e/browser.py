"""The system's Chromium; nothing is downloaded."""

import shutil

from playwright.sync_api import Browser, Playwright

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


def program() -> str | None:
    """Where the browser is, None when there is none."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def launch(playwright: Playwright) -> Browser:
    """Start it; ``LookupError`` when there is none."""
    path = program()
    if path is None:
        message = "缺少 Chromium 浏览器（Debian：apt install chromium fonts-noto-cjk）"
        raise LookupError(message)
    return playwright.chromium.launch(executable_path=path, args=FLAGS)
