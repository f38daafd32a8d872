"""Two clerks on one record, their steps interleaved at random: nobody overwrites anybody silently.

Each opens the form, types into one or two free texts, and saves; sometimes both save at the same moment. A save is
acknowledged only if nobody saved since the form was opened; otherwise the page comes back with both versions, the
record stays as it is, and what is then chosen knowingly is saved. The trail must hold every acknowledged value. At last
one takes a record back while the other corrects it: whoever comes second finds that it is gone, or has changed.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Barrier, Thread
from typing import Any

from drills._house import Say, Visitors, client_of, house, quiet

INTERLEAVINGS = {False: 60, True: 500}
RECORDS: dict[str, tuple[str, ...]] = {
    "orgs:correct": ("contact_name", "address"),
    "orgs:correct_community": ("office_address", "boundary_east"),
    "party:correction": ("residence", "employer"),
    "residents:correct_person": ("residence", "note"),
    "residents:correct_place": ("address", "note"),
    "residents:correct_unit": ("address", "note"),
    "residents:reach": ("dialect", "carer_name"),
    "sheets:correct": ("asked_by", "sent_how"),
    "party:term_correct": ("approval_no",),
}
"""Records two people may correct, with free texts that others do not depend on."""
SAVED, BOTH_SHOWN, GONE = 302, 409, 404
REMOVALS = {False: 12, True: 100}


def drill(*, long: bool, say: Say) -> dict[str, Any]:
    """Run it in a folder of its own; what was seen."""
    with house():
        return _drill(INTERLEAVINGS[long], REMOVALS[long], say)


def _drill(interleavings: int, removals: int, say: Say) -> dict[str, Any]:
    from django.urls import reverse

    quiet()
    visitors = Visitors()
    table = visitors.table
    records = []
    for name in RECORDS:
        row = table[name]
        session = visitors.session_for(row)
        records.append(_Record(name, reverse(name, args=[*row.fixed, *row.args(visitors.world.own)]), session))
    chance = random.Random(6)
    for number in range(interleavings):
        record = records[number % len(records)]
        record.interleave(chance, number)
    faults = [fault for record in records for fault in record.faults]
    faults += [f"审计里没有 {value}" for value in _lost(records)]
    faults += [fault for number in range(removals) for fault in _removed_meanwhile(visitors, number)]
    saved, shown = sum(r.saved for r in records), sum(r.shown for r in records)
    say(f"{removals} 次一个撤回、一个更正，同时按下。")
    say(f"{len(records)} 种记录，{interleavings} 次交错：存进 {saved} 次，看见两份 {shown} 次，毛病 {len(faults)} 处。")
    for fault in faults[:40]:
        say(fault)
    return {
        "ok": not faults and shown > 0,
        "interleavings": interleavings,
        "saved": saved,
        "both_shown": shown,
        "removals": removals,
        "faults": faults,
    }


@dataclass
class _Clerk:
    """One of the two, and the form in front of him."""

    name: str
    client: Any
    form: dict[str, str] = field(default_factory=dict)
    opened_at: int = -1
    typed: dict[str, str] = field(default_factory=dict)


class _Record:
    """A record, how often it was saved, and what it must hold."""

    def __init__(self, name: str, address: str, session: str) -> None:
        self._name, self._address, self._session = name, address, session
        self._fields = RECORDS[name]
        self._number = 0
        self._holds = {each: self._form(client_of(session)).get(each, "") for each in self._fields}
        self.acknowledged: list[str] = []
        self.faults: list[str] = []
        self.saved = self.shown = 0

    def interleave(self, chance: random.Random, number: int) -> None:
        """Open and save by both, in one of the orders there are."""
        clerks = [_Clerk(f"甲{number}", client_of(self._session)), _Clerk(f"乙{number}", client_of(self._session))]
        if chance.random() < 0.3:
            for clerk in clerks:
                self._open(clerk, chance)
            self._save_at_once(clerks)
            return
        for step, clerk in _order(chance, clerks):
            if step == "open":
                self._open(clerk, chance)
            else:
                self._save(clerk)

    def _open(self, clerk: _Clerk, chance: random.Random) -> None:
        clerk.form = self._form(clerk.client)
        clerk.opened_at = self._number
        for name in self._fields:
            if clerk.form.get(name, "") != self._holds[name]:
                self.faults.append(f"{self._name}.{name}：应是 {self._holds[name]!r}，却是 {clerk.form.get(name)!r}")
        chosen = chance.sample(self._fields, chance.randrange(1, len(self._fields) + 1))
        clerk.typed = {name: f"{clerk.name}{chance.randrange(1000)}" for name in chosen}

    def _save(self, clerk: _Clerk) -> None:
        status, page = self._post(clerk, {**clerk.form, **clerk.typed})
        fresh = clerk.opened_at == self._number
        if status != (SAVED if fresh else BOTH_SHOWN):
            self.faults.append(f"{self._name}：{'没有人改过' if fresh else '别人改过'}，答复 {status}")
        if status == SAVED:
            self._keep(clerk.typed)
        elif status == BOTH_SHOWN:
            self._knowingly(clerk, page)

    def _knowingly(self, clerk: _Clerk, page: str) -> None:
        """Both versions stand on the page; with one's own chosen it is saved over the other's."""
        self.shown += 1
        wanted = {value for name, mine in clerk.typed.items() for value in (mine, self._holds[name]) if value}
        missing = [value for value in wanted if value not in page]
        if missing:
            self.faults.append(f"{self._name}：页面上看不见 {missing}")
        again = _typed(page)
        chosen = {f"keep_{name}": "mine" for name in clerk.typed}
        others = {f"keep_{name}": "theirs" for name in self._fields if name not in clerk.typed}
        status, _ = self._post(clerk, {**again, **clerk.typed, **chosen, **others})
        if status != SAVED:
            self.faults.append(f"{self._name}：看过两份再存，答复 {status}")
            return
        self._keep(clerk.typed)

    def _save_at_once(self, clerks: list[_Clerk]) -> None:
        start = Barrier(len(clerks))
        answers: dict[str, int] = {}

        def save(clerk: _Clerk) -> None:
            from django.db import connection

            start.wait()
            answers[clerk.name] = self._post(clerk, {**clerk.form, **clerk.typed})[0]
            connection.close()

        threads = [Thread(target=save, args=(clerk,)) for clerk in clerks]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if sorted(answers.values()) != [SAVED, BOTH_SHOWN]:
            self.faults.append(f"{self._name}：同时存，答复 {sorted(answers.values())}")
        self.shown += BOTH_SHOWN in answers.values()
        for clerk in clerks:
            if answers[clerk.name] == SAVED:
                self._keep(clerk.typed)

    def _keep(self, typed: dict[str, str]) -> None:
        self._number += 1
        self.saved += 1
        self._holds |= typed
        self.acknowledged += typed.values()

    def _form(self, client: Any) -> dict[str, str]:  # noqa: ANN401
        return _typed(client.get(self._address).content.decode())

    def _post(self, clerk: _Clerk, data: dict[str, str]) -> tuple[int, str]:
        response = clerk.client.post(self._address, data)
        return response.status_code, response.content.decode()


def _order(chance: random.Random, clerks: list[_Clerk]) -> Iterator[tuple[str, _Clerk]]:
    """Each opens before he saves; otherwise any order."""
    steps = [clerk for clerk in clerks for _ in range(2)]
    chance.shuffle(steps)
    begun: set[str] = set()
    for clerk in steps:
        yield ("save" if clerk.name in begun else "open"), clerk
        begun.add(clerk.name)


def _typed(page: str) -> dict[str, str]:
    """What a browser would send of the page's own form as it stands."""
    from bs4 import BeautifulSoup

    forms: Callable[[str], list[Any]] = BeautifulSoup(page, "html.parser").select
    found: dict[str, str] = {}
    form = forms("main form[method=post]")[-1]
    for each in form.select("input[name]"):
        kind, name = each.get("type", "text"), str(each["name"])
        if kind not in {"checkbox", "radio"} or each.has_attr("checked"):
            found[name] = str(each.get("value", "on" if kind == "checkbox" else ""))
    for each in form.select("textarea[name]"):
        found[str(each["name"])] = each.text.removeprefix("\n")
    for each in form.select("select[name]"):
        option = each.select_one("option[selected]") or each.select_one("option")
        found[str(each["name"])] = str(option["value"]) if option else ""
    return found


def _removed_meanwhile(visitors: Visitors, number: int) -> list[str]:
    """One takes a fresh record back and two correct it, all at once."""
    from django.urls import reverse
    from tests.factories import make_person, make_unit

    community = visitors.world.own.community
    row: Any
    if number % 2:
        kind, row = "unit", make_unit(community, f"单位{number}")
    else:
        kind, row = "person", make_person(community, f"柳{number}")
    session = visitors.session_for(visitors.table[f"residents:correct_{kind}"])
    removal, correction = (reverse(f"residents:{verb}_{kind}", args=[row.pk]) for verb in ("remove", "correct"))
    asked = []
    for address, typed in ((removal, {"reason": "登重了"}), (correction, {"note": "甲"}), (correction, {"note": "乙"})):
        client = client_of(session)
        asked.append((client, address, {**_typed(client.get(address).content.decode()), **typed}))
    start, answers = Barrier(len(asked)), []

    def send(client: Any, address: str, data: dict[str, str]) -> None:  # noqa: ANN401
        from django.db import connection

        start.wait()
        answers.append((address, client.post(address, data).status_code))
        connection.close()

    threads = [Thread(target=send, args=each) for each in asked]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    saved = [status for _, status in answers if status == SAVED]
    if len(saved) == 1 and {status for _, status in answers} <= {SAVED, BOTH_SHOWN, GONE, 200}:
        return []
    return [f"撤回{kind}时更正：答复 {answers}"]


def _lost(records: list[_Record]) -> list[str]:
    """Acknowledged values that the trail does not hold."""
    from lianxin.audit.models import AuditEntry

    written = str(list(AuditEntry.objects.values_list("changes", flat=True)))
    return [value for record in records for value in record.acknowledged if value not in written]
