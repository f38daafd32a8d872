"""Every form of the table of addresses submitted four times at once: one effect, and no server error.

What one submit does to every table is counted first; four at once, from the same moment, must do the same.
"""

from threading import Barrier, Thread
from typing import Any

from drills._house import Say, Snapshot, Visitors, client_of, differences, house, quiet, rows_of_tables

AT_ONCE = 4
ROUNDS = {False: 1, True: 14}
"""Rounds of every form; fourteen of some seventy forms are a thousand."""
NOT_COUNTED = ("audit_oncekey", "django_session")
"""Keys of forms, and the touches of sessions, which every answer may make."""
EACH_TIME = {
    "account_login": "每次猜密码都记一次",
    "party:telephone": "每看一次记一次",
    "residents:unit_telephone": "每看一次记一次",
    "residents:person_telephone": "每看一次记一次",
    "party:id_number": "每看一次记一次",
    "party:member_pdf": "每份文件离开都记一次",
    "party:roster_errors": "每份文件离开都记一次",
    "residents:courtyard_roster_errors": "每份文件离开都记一次",
    "residents:unit_roster_errors": "每份文件离开都记一次",
    "reports:export": "每份文件离开都记一次",
    "reports:letter": "每份文件离开都记一次",
    "reports:handout": "每份文件离开都记一次",
    "backoffice:key_sheet": "密钥单每印一次记一次",
    "backoffice:verify_chains": "每核对一次记一次",
}
"""Forms that change nothing in the register and whose every submit is to be found in the trail."""


def drill(*, long: bool, say: Say) -> dict[str, Any]:
    """Run it in a folder of its own; what was seen."""
    with house():
        return _drill(ROUNDS[long], say)


def _drill(rounds: int, say: Say) -> dict[str, Any]:
    quiet()
    visitors = Visitors()
    base = Snapshot()
    table = [row for row in visitors.table.values() if row.post is not None]
    faults: list[str] = []
    for row in table:
        base.restore()
        form = _Form(row, visitors.world.own, visitors.session_for(row))
        for _ in range(rounds):
            faults += form.tried()
    submits = len(table) * rounds * AT_ONCE
    say(f"{len(table)} 种表单，各 {rounds} 轮，每轮同时提交 {AT_ONCE} 次，共 {submits} 次。")
    for fault in faults:
        say(fault)
    return {"ok": not faults, "forms": len(table), "rounds": rounds, "submits": submits, "faults": faults}


class _Form:
    """One address with what is posted there, from the moment when it can be."""

    def __init__(self, row: Any, side: Any, session: str) -> None:  # noqa: ANN401 (a row of the table)
        from django.urls import reverse

        self._row, self._session = row, session
        self._address = reverse(row.name, args=[*row.fixed, *row.args(side)])
        data = dict(row.data(side) if callable(row.data) else row.data)
        self._data = {**data, "once": "once-of-the-drill"}
        self._ready = Snapshot()
        self._single = self._effect(1)[0]

    def tried(self) -> list[str]:
        """Faults of one round."""
        name = self._row.name
        effect, answers = self._effect(AT_ONCE)
        faults = [f"{name}：答复 {answer}" for answer in answers if answer >= 500]
        if not _is_one(name, effect, self._single):
            faults.append(f"{name}：提交一次 {self._single}，同时提交 {AT_ONCE} 次 {effect}，答复 {answers}")
        return faults

    def _effect(self, times: int) -> tuple[dict[str, int], list[int]]:
        self._ready.restore()
        before = rows_of_tables(NOT_COUNTED)
        start = Barrier(times)
        answers: list[int] = []
        threads = [Thread(target=self._submit, args=(start, answers)) for _ in range(times)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return differences(before, rows_of_tables(NOT_COUNTED)), sorted(answers)

    def _submit(self, start: Barrier, answers: list[int]) -> None:
        from django.db import connection

        client = client_of(self._session)
        start.wait()
        try:
            response = client.post(self._address, self._data)
            if response.streaming:
                list(response)
            answers.append(response.status_code)
            response.close()
        finally:
            connection.close()


def _is_one(name: str, effect: dict[str, int], single: dict[str, int]) -> bool:
    if name not in EACH_TIME:
        return effect == single
    trail = ("audit_auditentry", "access_failedsignins", "backups_keysheet")
    rest = {table: growth for table, growth in effect.items() if not table.startswith(trail)}
    return rest == {table: growth for table, growth in single.items() if not table.startswith(trail)}
