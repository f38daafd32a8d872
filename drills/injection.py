"""SQL, ORDER BY, lookups, paths, templates and foreign redirects tried on every parameter of every page.

What is looked at is not only the answer: the statements sent to the database (a payload may stand among their values,
never in their text; unknown parameters and orders change no statement) and the files opened. Some pages with holes are
tried too: each hole must be found, or the drill itself fails.
"""

import logging
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from drills._house import Say, Snapshot, Visitors, client_of, house, quiet

MARK = "zqx9"
PAYLOADS = (
    f"{MARK}' OR '1'='1",
    f"{MARK}') OR 1=1 --",
    f'{MARK}" OR ""="',
    f"1; DROP TABLE {MARK}; --",
    f"{MARK}' UNION SELECT password FROM access_user --",  # noqa: S608 (that is the payload)
    f"(SELECT {MARK})",
    f"{MARK}\\",
    f"{MARK}%' ESCAPE '",
    f"{MARK}\x00",
    f"../../../../{MARK}",
    f"..\\..\\{MARK}",
    f"/etc/{MARK}",
    f"%2e%2e%2f{MARK}",
    f"....//{MARK}",
    f"file:///{MARK}",
    "zqx9{{ 4000|add:4000 }}",
    "zqx9{{ 80*100 }}${80*100}#{80*100}",
    "zqx9{% firstof 8000 %}",
    "zqx9{0.__class__}%s%n%d",
    f"{MARK}\r\nX-Planted: 1",
    f"//{MARK}.example/",
    f"https://{MARK}.example/",
    f"/\\{MARK}.example/",
    f"javascript:{MARK}",
    f'["{MARK}"]',
    f'{{"$ne": "{MARK}"}}',
    f"{MARK}" * 200,
    "9" * 400,
    "-1",
    "1e309",
    "NaN",
    "٣",
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    f"*)(uid={MARK}",
    f"{MARK} NEAR/0 OR AND NOT *",
    f'"{MARK}',
    "[]",
    "",
)
SHORT = 2
"""Payloads for one parameter in the short form, the next two for the next parameter."""
ORDERS = ("password", "-password", "user__password", "person__id_number_index", "?", "pk", "1", "-path", "(SELECT 1)")
LOOKUPS = (
    "password__startswith",
    "path__contains",
    "organisation__path__startswith",
    "person__id_number_index__startswith",
    "recorded_by__regex",
    "pk__in",
    "id",
    "_connector",
)
USUAL = ("q", "after", "before", "initial", "sort", "as_of", "next", "show", "page", "name", "format")
"""Asked of every page, whether it names them or not."""
_ORDER = re.compile(r"ORDER BY (.+?)(?: LIMIT|\)|$)")
_NUMBERS = re.compile(r"IN \([^)]*\)|\d+")


@dataclass
class Seen:
    """What a request did behind the page."""

    statements: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    status: int = 0

    @property
    def orders(self) -> set[str]:
        """What was ordered by."""
        return {found for sql in self.statements for found in _ORDER.findall(sql)}

    @property
    def shapes(self) -> set[str]:
        """The statements about the register, without how many values they hold."""
        kept_out = ("django_session", "lianxin_cache", "SAVEPOINT")
        return {_NUMBERS.sub("", sql) for sql in self.statements if not any(word in sql for word in kept_out)}


_now: Seen | None = None


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if _now is not None and event in {"open", "os.listdir", "os.scandir", "os.remove", "os.rename", "os.mkdir"}:
        _now.opened.append(str(arguments[0]))


@contextmanager
def _watching() -> Iterator[Seen]:
    global _now  # noqa: PLW0603 (a hook of the interpreter cannot be taken away again)
    from django.db import connection

    seen = Seen()

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: ANN401, FBT001
        seen.statements.append(sql)
        return execute(sql, params, many, context)

    _now = seen
    try:
        with connection.execute_wrapper(note):
            yield seen
    finally:
        _now = None


def drill(*, long: bool, say: Say) -> dict[str, Any]:
    """Run it in a folder of its own; what was seen."""
    sys.addaudithook(_hook)
    with house():
        return _drill(long, say)


def _drill(long: bool, say: Say) -> dict[str, Any]:  # noqa: FBT001
    from django.conf import settings

    quiet(logging.CRITICAL)  # the holes do fail
    settings.ROOT_URLCONF = "drills._holes"
    visitors = Visitors()
    from drills._holes import HOLES

    base = Snapshot()
    tried = _Tried(len(PAYLOADS))
    for name in HOLES:
        tried.page(f"/hole/{name}/", "", ())
    missed = [
        name for name, word in HOLES.items() if not any(f"/hole/{name}/" in f and word in f for f in tried.faults)
    ]
    tried.most = len(PAYLOADS) if long else SHORT
    quiet()
    found, tried.faults = len(tried.faults), [f"演练没有看出洞：{name}" for name in missed]
    for row in visitors.table.values():
        base.restore()
        session = visitors.session_for(row)
        if row.get is not None:
            address = _address(row, visitors.world.own)
            status = tried.page(address, session, _page_parameters)
            if status != (row.get if session else row.stranger_get or row.get):
                tried.faults.append(f"{address}：没有进到页面里，答复 {status}")
        tried.paths(row, session)
    say(f"{tried.pages} 个页面的 {tried.parameters} 个参数，{tried.requests} 次；演练自带的洞找出 {found} 处。")
    for fault in tried.faults[:40]:
        say(fault)
    return {
        "ok": not tried.faults,
        "pages": tried.pages,
        "parameters": tried.parameters,
        "requests": tried.requests,
        "holes_found": len(HOLES) - len(missed),
        "faults": tried.faults,
    }


def _address(row: Any, side: Any) -> str:  # noqa: ANN401
    from django.urls import reverse

    return reverse(row.name, args=[*row.fixed, *row.args(side)])


def _page_parameters(page: str) -> set[str]:
    """Names that the page itself asks by: of its GET forms and of the queries in its links."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(page, "html.parser")
    names = {str(each["name"]) for form in soup.select("form:not([method=post])") for each in form.select("[name]")}
    for link in soup.select("a[href*='?']"):
        names |= {name for name, _ in parse_qsl(urlsplit(str(link["href"])).query)}
    return names


class _Tried:
    """What was asked so far, and what was wrong."""

    def __init__(self, most: int) -> None:
        self.most, self._turn = most, 0
        self.faults: list[str] = []
        self.pages = self.parameters = self.requests = 0

    def page(self, address: str, session: str, parameters_of: Any) -> int:  # noqa: ANN401
        """Every parameter of a page with payloads; the status of the page as it is."""
        client = client_of(session)
        plain, page = self._ask(client, address, {})
        names = sorted({*USUAL, *(parameters_of(page) if callable(parameters_of) else ())})
        self.pages += 1
        self.parameters += len(names)
        for name in names:
            for payload in self._next(PAYLOADS):
                self._ask(client, address, {name: payload})
        for order in self._next(ORDERS):
            seen, _ = self._ask(client, address, {"sort": order})
            if not seen.orders <= plain.orders:
                self.faults.append(f"{address}?sort={order}：排序变成 {sorted(seen.orders - plain.orders)}")
        for name in self._next(LOOKUPS):
            seen, _ = self._ask(client, address, {name: "1"})
            if not seen.shapes <= plain.shapes:
                self.faults.append(f"{address}?{name}=1：条件变成 {sorted(seen.shapes - plain.shapes)[:2]}")
        return plain.status

    def _next(self, all_of: Sequence[str]) -> list[str]:
        """As many as are to be tried now, going on where the last ones ended."""
        self._turn += self.most
        return [all_of[(self._turn + step) % len(all_of)] for step in range(min(self.most, len(all_of)))]

    def paths(self, row: Any, session: str) -> None:  # noqa: ANN401
        """Payloads in place of the words in an address."""
        from django.urls import NoReverseMatch, reverse

        client = client_of(session)
        for at, word in enumerate(row.fixed):
            for payload in PAYLOADS:
                if not payload or not isinstance(word, str):
                    continue
                words = [*row.fixed[:at], "ZZPLACE", *row.fixed[at + 1 :]]
                try:
                    address = reverse(row.name, args=words).replace("ZZPLACE", quote(payload, safe=""))
                except NoReverseMatch:
                    continue  # the address takes no free word, or an object's key as well
                self._ask(client, address, {})

    def _ask(self, client: Any, address: str, data: dict[str, str]) -> tuple[Seen, str]:  # noqa: ANN401
        where = f"{address}?{data}"[:200]
        with _watching() as seen:
            response = client.get(address, data)
            page = b"".join(response) if response.streaming else response.content
        seen.status = response.status_code
        text = page.decode(errors="replace")
        self.requests += 1
        if response.status_code >= 500:
            self.faults.append(f"{where}：答复 {response.status_code}")
        self.faults += [f"{where}：语句里有 {sql[:120]}" for sql in seen.statements if MARK in sql]
        self.faults += [f"{where}：打开路径 {path[:120]}" for path in seen.opened if MARK in path]
        if f"{MARK}8000" in text:
            self.faults.append(f"{where}：模板算出了结果")
        goes = urlsplit(response.get("Location", "").replace("\\", "/")).hostname or ""
        if MARK in goes or response.has_header("X-Planted"):
            self.faults.append(f"{where}：引到别处 {response.get('Location', '')[:80]}")
        return seen, text
