"""What journeys do again and again, in the words of the page."""

import re
from typing import Protocol

from playwright.sync_api import Locator, Page, ViewportSize

DESK: ViewportSize = {"width": 1366, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
SIZES = [DESK, PHONE]
PASSWORD = "清晨-扫院-四把-扫帚"


def size_name(size: ViewportSize) -> str:
    """For the names of tests."""
    return "desk" if size is DESK else "phone"


class SignIn(Protocol):
    """A page signed in with a role's demonstration account."""

    def __call__(self, role: str, size: ViewportSize = DESK, *, scripts: bool = True) -> Page: ...


def enter(page: Page, account: dict[str, str]) -> None:
    """Sign in on the sign-in page."""
    page.goto("/accounts/login/")
    field(page, "用户名").fill(account["username"])
    field(page, "密码").fill(account["password"])
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(lambda url: "/login/" not in url)


def field(page: Page, label: str) -> Locator:
    """The control of a label, whether it must be filled or not."""
    return page.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*(必填)?\s*$"))


def go_to(page: Page, place: str) -> None:
    """A place of the rail; on the phone it is behind the menu."""
    menu = page.locator("header details.menu summary", has_text="菜单")
    if menu.is_visible():
        menu.click()
        page.get_by_role("navigation", name="菜单").get_by_role("link", name=place, exact=True).click()
    else:
        page.get_by_role("navigation", name="主导航").get_by_role("link", name=place, exact=True).click()


def press(page: Page, label: str) -> None:
    """A button or a link that looks like one, in the page's main part."""
    main = page.get_by_role("main")
    main.get_by_role("button", name=label).or_(main.get_by_role("link", name=label)).first.click()


def search(page: Page, text: str) -> None:
    """Type into the search box of the frame."""
    box = page.get_by_role("searchbox", name=re.compile("找人"))
    box.fill(text)
    box.press("Enter")
    page.wait_for_url("**/search/**")


def heading(page: Page) -> str:
    """The page's own title, without what stands small behind it."""
    return page.locator("main h1").evaluate("one => one.firstChild.textContent.trim()")  # type: ignore[no-any-return]


def messages(page: Page) -> str:
    """What the page tells about what was just done."""
    return page.locator("#messages").inner_text()


def confirm(page: Page, account: dict[str, str]) -> None:
    """The password once more, where a page asks for it."""
    field(page, "密码").fill(account["password"])
    press(page, "继续")


def shown_secret(page: Page) -> str:
    """What a telephone that cannot read the drawing is given to type."""
    return page.locator("main b", has_text=re.compile("^[A-Z2-7 ]{39}$")).inner_text()
