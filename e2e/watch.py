"""The bar every page of a journey is held to: no complaint, nothing from elsewhere, nothing too wide, axe, weight."""

import os
import re
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

HEAVIEST = 50 * 1024
"""Bytes of HTML, style and script together, as sent."""
AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "resultTypes": ["violations"],
}
REPORT_CSP = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP ${event.violatedDirective}: ${event.blockedURI}`));
"""
WEIGHT = """() => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .filter((entry) => entry.entryType === "navigation" || /\\.(css|js)$/.test(new URL(entry.name).pathname))
  .reduce((sum, entry) => sum + entry.encodedBodySize, 0)"""
TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > width + 1 && !one.closest(".wide, .sr-only"))
    .slice(0, 5).map((one) => one.outerHTML.slice(0, 160));
}"""
SHOTS = os.environ.get("E2E_SHOTS", "")
_numbers = count(1)


class Watch:
    """Gathers what is wrong with the pages of one test."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self._axe = Axe()
        self._plain: list[BrowserContext] = []

    def over(self, context: BrowserContext, *, scripts: bool) -> None:
        """Listen to everything the context's pages say and ask for; where scripts are off, axe cannot run."""
        if not scripts:
            self._plain.append(context)
        context.add_init_script(REPORT_CSP)
        context.on("console", self._on_console)
        context.on("weberror", lambda error: self.faults.append(str(error.error)))
        context.on("request", self._on_request)
        context.on("response", self._on_response)

    def look(self, page: Page, name: str = "") -> None:
        """Hold the page as it stands against the bar; with ``E2E_SHOTS`` keep a picture of it."""
        where = f"{name or page.title()} {urlsplit(page.url).path} [{page.viewport_size['width'] if page.viewport_size else ''}]"
        page.wait_for_load_state("load")
        if SHOTS:
            file = re.sub(r"[^\w一-龥-]+", "-", f"{next(_numbers):03d}-{where}").strip("-")
            page.screenshot(path=Path(SHOTS) / f"{file}.png", full_page=True)
        if page.context not in self._plain:
            for fault in self._axe.run(page, options=AXE).response["violations"]:
                self.faults += [f"{where}: axe {fault['id']}: {node['html'][:300]}" for node in fault["nodes"]]
        self.faults += [f"{where}: too wide: {html}" for html in page.evaluate(TOO_WIDE)]
        weight = page.evaluate(WEIGHT)
        if weight > HEAVIEST:
            self.faults.append(f"{where}: {weight} bytes")

    def _on_console(self, message: ConsoleMessage) -> None:
        # A refused form answers 4xx, which the browser reports as an error of loading; everything else is ours.
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.faults.append(f"console: {message.text}")

    def _on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.hostname != "127.0.0.1":
            self.faults.append(f"asked elsewhere: {request.url}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 500:
            self.faults.append(f"{response.status} {response.url}")
