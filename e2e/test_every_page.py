"""Every kind of page a role can reach by links, at desk and phone width and in large type, held to the same bar."""

import re
from urllib.parse import urljoin, urlsplit

import pytest
from e2e.watch import Watch
from e2e.ways import DESK, PHONE, SignIn
from playwright.sync_api import Page, ViewportSize

ROLES = {
    "secretary": 45,
    "auditor": 5,
    "branch_secretary": 10,
    "member": 3,
    "courtyard_head": 3,
    "unit_liaison": 3,
    "security_admin": 6,
}
"""Role, and how many kinds of page it can see at least: a crawl that finds fewer has lost its way."""
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
_FILES = re.compile(r"/(file|template)/$")


def kind_of(address: str) -> str:
    """Pages that differ only in whom they are about are of one kind."""
    return _UUID.sub("*", urlsplit(address).path)


def links_of(page: Page) -> list[str]:
    hrefs = page.eval_on_selector_all("a[href]:not([download])", "all => all.map((one) => one.getAttribute('href'))")
    found = [urljoin(page.url, href) for href in hrefs if not href.startswith("#")]
    return [address for address in found if urlsplit(address).hostname == "127.0.0.1" and not _FILES.search(address)]


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role_is_sound_at_the_desk(sign_in: SignIn, watch: Watch, role: str) -> None:
    page = sign_in(role)
    seen = walk(page, watch)
    assert len(seen) >= ROLES[role], sorted(seen)


@pytest.mark.parametrize("large", [False, True], ids=["usual", "large"])
def test_every_page_is_sound_on_the_phone(sign_in: SignIn, watch: Watch, large: bool) -> None:
    page = sign_in("party_worker", PHONE)
    if large:
        switch_size(page)
    most = 25 if large else 1000
    assert len(walk(page, watch, most)) >= min(most, ROLES["secretary"])


def switch_size(page: Page) -> None:
    menu = page.locator("header details.menu summary", has_text="菜单")
    if menu.is_visible():
        menu.click()
    page.locator("button:visible", has_text=re.compile("^(大字|常规字)$")).click()
    page.wait_for_selector("html[data-type=large]")


def walk(page: Page, watch: Watch, most: int = 1000) -> set[str]:
    """Follow links breadth first, one page of each kind, at most so many."""
    seen = {kind_of(page.url), "/accounts/login/"}
    ahead = [page.url]
    visited: set[str] = set()
    while ahead and len(visited) < most:
        address = ahead.pop(0)
        answer = page.goto(address)
        assert answer is not None
        if answer.status >= 400:
            watch.faults.append(f"{answer.status} {address}")
        visited.add(kind_of(address))
        watch.look(page)
        for link in links_of(page):
            if kind_of(link) not in seen:
                seen.add(kind_of(link))
                ahead.append(link)
    return visited


@pytest.mark.parametrize(
    ("size", "large"), [(DESK, False), (PHONE, False), (PHONE, True)], ids=["desk", "phone", "phone, large"]
)
def test_the_gallery_is_sound(sign_in: SignIn, watch: Watch, size: ViewportSize, large: bool) -> None:
    page = sign_in("system_admin", size)
    page.goto("/manage/ui/")
    samples = {urlsplit(link).path for link in links_of(page) if "/manage/ui/" in link}
    assert len(samples) > 2
    for path in sorted(samples):
        page.goto(f"{path}?large=1" if large else path)
        watch.look(page)
