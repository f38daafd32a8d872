"""A hundred script payloads in every text field of a running house: every page is opened in the browser, nothing runs.

The demonstration is made, each free text of each row filled (see ``_planting``), the house started as a person starts
it, and every kind of page each role can reach is opened: no script of ours is told to run, no dialog opens, nothing is
asked of elsewhere, and the policy has nothing to report.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from drills._house import Say, house
from drills._payloads import SCRIPTS
from drills._planting import plant

ROLES = {False: ("secretary",), True: ("secretary", "auditor", "branch_secretary", "member", "security_admin")}
OF_A_KIND = {False: 1, True: 8}
"""How many pages that differ only in whom they are about are opened: each holds other payloads."""
SMALLEST = 40
"""Kinds of page a secretary can reach at least."""
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
_FILES = re.compile(r"/(file|template|sample)/$|/try/")
TELL = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP ${event.violatedDirective}: ${event.blockedURI}`));
"""


def drill(*, long: bool, say: Say) -> dict[str, Any]:
    """Run it in a folder of its own; what was seen."""
    with house() as folder:
        return _drill(folder, long, say)


def _drill(folder: Path, long: bool, say: Say) -> dict[str, Any]:  # noqa: FBT001
    from django.db import connection
    from e2e.house import opened

    accounts = _furnish()
    planted = plant(SCRIPTS)
    connection.close()
    faults: list[str] = []
    seen: dict[str, int] = {}
    shown = 0
    with opened(folder / "data", accounts=accounts) as running:
        for role in ROLES[long]:
            walk = _Walk(running.address, OF_A_KIND[long])
            walk.go(running.account(role))
            faults += [f"{role} {fault}" for fault in walk.faults]
            seen[role] = len(walk.opened)
            shown += walk.shown
    if seen["secretary"] < SMALLEST:
        faults.append(f"只打开了 {seen['secretary']} 种页面，路走丢了")
    if shown < SMALLEST:
        faults.append(f"只有 {shown} 个页面上看得见写进去的字，这个演练什么也看不出来")
    told = f"打开 {sum(seen.values())} 个页面，{shown} 个上面有这些字，毛病 {len(faults)} 处。"
    say(f"{len(SCRIPTS)} 种脚本写进 {len(planted)} 种文字栏，{told}")
    for fault in faults[:40]:
        say(fault[:300])
    return {
        "ok": not faults,
        "payloads": len(SCRIPTS),
        "columns": len(planted),
        "pages": seen,
        "shown": shown,
        "faults": faults,
    }


def _furnish() -> tuple[dict[str, str], ...]:
    """The demonstration, and its accounts as the command tells them."""
    done = subprocess.run(
        [sys.executable, "-P", "-m", "lianxin", "demo", "--json"],
        env={**os.environ},
        capture_output=True,
        check=True,
    )
    return tuple(json.loads(done.stdout)["accounts"])


class _Walk:
    """Follow links breadth first as one role."""

    def __init__(self, address: str, of_a_kind: int) -> None:
        self._address, self._of_a_kind = address, of_a_kind
        self.faults: list[str] = []
        self.opened: list[str] = []
        self.shown = 0

    def go(self, account: dict[str, str]) -> None:
        """Sign in and open everything."""
        from e2e.browser import launch
        from e2e.ways import enter
        from playwright.sync_api import sync_playwright

        with sync_playwright() as playwright:
            browser = launch(playwright)
            context = browser.new_context(base_url=self._address)
            context.add_init_script(TELL)
            context.on("console", self._on_console)
            context.on("request", self._on_request)
            context.on("response", self._on_response)
            page = context.new_page()
            page.on("dialog", self._on_dialog)
            page.set_default_timeout(60_000)
            enter(page, account)
            self._walk(page)
            browser.close()

    def _walk(self, page: Any) -> None:  # noqa: ANN401 (a page of the browser)
        kinds: dict[str, int] = {}
        ahead, known = [page.url], {page.url}
        while ahead:
            address = ahead.pop(0)
            kind = _UUID.sub("*", urlsplit(address).path)
            if kinds.get(kind, 0) >= self._of_a_kind:
                continue
            kinds[kind] = kinds.get(kind, 0) + 1
            page.goto(address)
            self.opened.append(address)
            if page.evaluate("window.__ran") is not None:
                self.faults.append(f"执行了脚本：{address}")
            self.shown += "__ran=1" in page.locator("body").inner_text()
            hrefs = page.eval_on_selector_all("a[href]", "all => all.map((one) => one.getAttribute('href'))")
            for href in hrefs:
                to = urljoin(page.url, href)
                parts = urlsplit(to)
                if parts.scheme not in {"http", "https", "tel", "mailto"}:
                    self.faults.append(f"链接 {href[:80]}：{address}")
                if parts.hostname == "127.0.0.1" and not _FILES.search(to) and to not in known:
                    known.add(to)
                    ahead.append(to)

    def _on_dialog(self, dialog: Any) -> None:  # noqa: ANN401
        self.faults.append(f"弹窗 {dialog.message}")
        dialog.dismiss()

    def _on_console(self, message: Any) -> None:  # noqa: ANN401
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.faults.append(f"浏览器说 {message.text}")

    def _on_request(self, request: Any) -> None:  # noqa: ANN401
        parts = urlsplit(request.url)
        if parts.scheme not in {"data", "blob"} and parts.hostname != "127.0.0.1":
            self.faults.append(f"向别处要 {request.url}")

    def _on_response(self, response: Any) -> None:  # noqa: ANN401
        if response.status >= 500:
            self.faults.append(f"{response.status} {response.url}")
