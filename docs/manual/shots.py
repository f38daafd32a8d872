"""The manual's pictures, made from the running demonstration: ``.venv/bin/python docs/manual/shots.py [NAME …]``.

Starts a house of its own in a temporary folder, walks through it as a clerk would, and writes ``img/*.png``.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from e2e import ways  # noqa: E402
from e2e.browser import launch  # noqa: E402
from e2e.house import House, furnish, opened  # noqa: E402
from e2e.rosters import id_number, write_roster, wrong_digit  # noqa: E402
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright  # noqa: E402
from tests.access.support import code_at  # noqa: E402

IMAGES = Path(__file__).with_name("img")
DESK: ViewportSize = {"width": 1040, "height": 680}
PHONE: ViewportSize = {"width": 390, "height": 700}
OLD_MEMBER = "柳秀兰"


@dataclass
class Studio:
    """A browser before a house; keeps one signed-in page per role and size."""

    browser: Browser
    house: House
    wanted: frozenset[str]
    pages: dict[tuple[str, int], Page] = field(default_factory=dict)

    def visitor(self, size: ViewportSize = DESK) -> Page:
        """A page nobody is signed in on."""
        context = self.browser.new_context(
            base_url=self.house.address,
            viewport=size,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            accept_downloads=True,
        )
        return context.new_page()

    def page(self, role: str = "secretary", size: ViewportSize = DESK) -> Page:
        """A page signed in as a role."""
        key = (role, size["width"])
        if key not in self.pages:
            self.pages[key] = self.visitor(size)
            ways.enter(self.pages[key], self.house.account(role))
        return self.pages[key]

    def shoot(self, name: str, page: Page, at: str = "") -> None:
        """Keep what the window shows; ``at`` is brought to its top first."""
        if self.wanted and name not in self.wanted:
            return
        page.wait_for_load_state("load")
        if at:
            page.locator(at).first.evaluate("one => window.scrollTo(0, one.getBoundingClientRect().top + scrollY - 20)")
        page.evaluate("document.activeElement && document.activeElement.blur()")
        page.screenshot(path=IMAGES / f"{name}.png")
        print(name)


def doors(studio: Studio) -> None:
    page = studio.visitor()
    page.goto(studio.house.first_link)
    studio.shoot("first", page)
    page.goto("/accounts/login/")
    studio.shoot("login", page)


def every_day(studio: Studio) -> None:
    page = studio.page()
    page.goto("/")
    studio.shoot("today", page)
    ways.search(page, "lxl")
    studio.shoot("search", page)
    page.goto("/members/")
    studio.shoot("members", page)
    page.goto("/members/branch-assignment/")
    studio.shoot("branch-assignment", page)
    page.goto("/members/?incomplete=on")
    page.locator("main tbody th a").first.click()
    studio.shoot("incomplete", page)


def one_member(studio: Studio) -> None:
    page = studio.page()
    open_member(page)
    studio.shoot("member", page)
    studio.shoot("facts", page, "#facts")
    studio.shoot("reach", page, "#reach")
    page.locator("summary", has_text="组织关系").click()
    ways.press(page, "离开名册")
    studio.shoot("departure", page)


def open_member(page: Page) -> None:
    ways.search(page, OLD_MEMBER)
    page.locator("main tbody th a").first.click()


def conflict(studio: Studio) -> None:
    mine, theirs = studio.page(), studio.page("party_worker")
    for page in (mine, theirs):
        open_member(page)
        ways.press(page, "更正资料")
    ways.field(theirs, "现居住地").fill("东寺街3号院 2幢1单元")
    ways.press(theirs, "保存")
    ways.field(mine, "现居住地").fill("东寺街3号院 2幢")
    ways.field(mine, "特长").fill("剪纸")
    ways.press(mine, "保存")
    studio.shoot("conflict", mine)


def rosters(studio: Studio) -> None:
    page = studio.page()
    right = id_number("19620318", 703)
    rows = [
        ["段德厚", "男", "汉", id_number("19570701", 701), "1985.7", "1986.7", "第一支部", "19900000701"],
        ["解素芬", "女", "01-汉族", id_number("19630912", 702), "198610", "198710", "同上", "19900000702"],
        ["仇国梁", "男", "彝", wrong_digit(right), "1990年7月1日", "1991-07-01", "第二支部", "19900000703"],
        ["单玉珍", "女", "白族", id_number("19700105", 704), "1993/7/1", "1992/7/1", "", "19900000704"],
    ]
    page.goto("/rosters/new/")
    studio.shoot("roster-new", page)
    with tempfile.TemporaryDirectory() as folder:
        page.locator("input[type=file]").set_input_files(write_roster(Path(folder) / "党员花名册.xlsx", rows))
        ways.press(page, "看看会怎样")
        page.wait_for_selector("#rows")
    studio.shoot("roster-refused", page, "#rows")
    page.get_by_role("navigation", name="按结果分").get_by_role("link", name="新增").click()
    studio.shoot("roster-preview", page)


def ledgers(studio: Studio) -> None:
    page = studio.page()
    page.goto("/ledgers/")
    studio.shoot("ledgers", page)
    page.goto("/ledgers/members/")
    studio.shoot("ledger", page)
    page.goto("/ledgers/members/print/")
    studio.shoot("ledger-print", page)


def figures(studio: Studio) -> None:
    page = studio.page("party_worker")
    for name, ledger in {"statistics": "statistics", "table-one": "table_one"}.items():
        page.goto(f"/ledgers/{ledger}/")
        studio.shoot(name, page)


def places(studio: Studio) -> None:
    page = studio.page()
    for name, address in {"courtyards": "/courtyards/", "units": "/units/", "organisations": "/organisations/"}.items():
        page.goto(address)
        studio.shoot(name, page)
    page.goto("/courtyards/")
    page.locator("main tbody th a").first.click()
    studio.shoot("courtyard", page)
    ways.search(page, "税务局")
    page.locator("main tbody th a").first.click()
    studio.shoot("unit", page, 'main section:has(h2:text-is("沿革"))')
    page.goto("/organisations/")
    page.locator("main tbody th a").nth(1).click()
    studio.shoot("organisation", page)
    page.goto("/organisations/")
    page.locator("main tbody th a").first.click()
    ways.press(page, "社区概况")
    studio.shoot("community", page)
    page.goto("/courtyards/rosters/")
    page.locator("main tbody th a").first.click()
    page.wait_for_selector("#rows")
    studio.shoot("places-preview", page)
    page.goto("/organisations/")
    page.locator("main tbody th a").first.click()
    ways.press(page, "班子和任期")
    studio.shoot("terms", page)
    ways.press(page, "登记换届")
    studio.shoot("term-new", page)


def behind_the_desk(studio: Studio) -> None:
    page = studio.page()
    page.goto("/manage/accounts/")
    studio.shoot("accounts", page)
    page.goto("/manage/accounts/new/")
    ways.field(page, "姓名").fill("陆明")
    ways.press(page, "开账号")
    ways.press(page, "打印启用单")
    ways.press(page, "开单，去打印")
    studio.shoot("slip", page)
    page.goto("/manage/installation/")
    studio.shoot("installation", page)
    page = studio.page("auditor")
    page.goto("/manage/trail/")
    studio.shoot("trail", page)
    page.goto("/manage/chains/")
    studio.shoot("chains", page)


def sizes(studio: Studio) -> None:
    page = studio.page("party_worker", PHONE)
    page.goto("/")
    studio.shoot("phone", page)
    page = studio.page("branch_secretary")
    page.locator("button:visible", has_text="大字").click()
    page.goto("/members/")
    studio.shoot("large", page)


def own_community(studio: Studio) -> None:
    page = studio.page()
    page.goto("/own-community/")
    studio.shoot("own-community", page)


def account(studio: Studio) -> None:
    page = studio.page()
    page.goto("/accounts/sessions/")
    studio.shoot("sessions", page)
    page.goto("/accounts/second-factor/on/")
    ways.confirm(page, studio.house.account("secretary"))
    studio.shoot("second-factor", page)
    secret = ways.shown_secret(page)
    ways.field(page, "手机上的六位数字").fill(code_at(secret, time.time()))
    ways.press(page, "启用，去打印备用码")
    page.goto("/accounts/logout/")
    ways.press(page, "退出")
    ways.enter(page, studio.house.account("secretary"))
    studio.shoot("code", page)


def set_up(browser: Browser, folder: Path, wanted: frozenset[str]) -> None:
    with opened(folder / "empty", "--empty") as house:
        studio = Studio(browser, house, wanted)
        page = studio.visitor()
        page.goto(house.first_link)
        for label, words in {"您的姓名": "钱文静", "用户名": "qianwenjing"}.items():
            ways.field(page, label).fill(words)
        for label in ("新密码", "再输一遍新密码"):
            ways.field(page, label).fill(ways.PASSWORD)
        ways.press(page, "开账号，进入")
        page.wait_for_url("**/set-up/**")
        studio.shoot("set-up", page)
        ways.field(page, "社区名称").fill("柿花社区")
        ways.field(page, "所属街道").fill("某某街道")
        ways.press(page, "存下，下一步")
        ways.field(page, "支部和党小组").fill("第一支部\n第一党小组\n第二党小组\n第二支部")
        studio.shoot("set-up-organisations", page)


STEPS: tuple[Callable[[Studio], None], ...] = (
    doors,
    every_day,
    one_member,
    rosters,
    ledgers,
    figures,
    places,
    behind_the_desk,
    sizes,
    conflict,
    own_community,
    account,
)


def main(names: list[str]) -> None:
    """Every picture, or only those named."""
    wanted = frozenset(names)
    IMAGES.mkdir(exist_ok=True)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="lianxin-shots-")))
        browser = launch(stack.enter_context(sync_playwright()))
        stack.callback(browser.close)
        house = stack.enter_context(furnish(folder / "furnished").opened(folder / "demo"))
        studio = Studio(browser, house, wanted)
        for step in STEPS:
            step(studio)
        set_up(browser, folder, wanted)


if __name__ == "__main__":
    main(sys.argv[1:])
