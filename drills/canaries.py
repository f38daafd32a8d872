"""Names of a foreign organisation are never seen by anybody here; an identity number is nowhere in the clear.

Random questions by random roles to every page that may be looked at: searches for the foreign names, parts and pinyin
of them, filters, cursors, foreign identifiers. Then a person comes in by the form, by a roster and by a street's sheet,
is shown, exported and backed up, and every byte of the data folder, of the temporary files and of what was logged is
looked through for the number.
"""

import io
import logging
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from drills._house import Say, Snapshot, Visitors, client_of, house, quiet

QUESTIONS = {False: 600, True: 10_000}
CANARY = "鸩鹓"
"""Two signs that stand in no other name, in front of every foreign one; it is asked for."""
UNASKED = "騊駼"
"""Two more behind them, which nobody types: where they are seen, it is no question come back."""
NAMED = {
    "residents.Person": "name",
    "residents.Unit": "name",
    "residents.Place": "name",
    "orgs.Organisation": "short_name",
    "orgs.Community": "name",
}
TYPED = (
    CANARY,
    CANARY[0],
    "zhen",
    "zy",
    "ZY",
    f"{CANARY}党员",
    "永宁",
    "yn",
    f" {CANARY} ",
    f'"{CANARY}"',
    f"{CANARY}*",
)
PARAMETERS = (
    "q",
    "after",
    "before",
    "initial",
    "sort",
    "branch",
    "organisation",
    "courtyard",
    "kind",
    "upper",
    "state",
)


def drill(*, long: bool, say: Say) -> dict[str, Any]:
    """Run it in a folder of its own; what was seen."""
    with house() as folder:
        return _drill(folder, QUESTIONS[long], say)


def _drill(folder: Path, questions: int, say: Say) -> dict[str, Any]:
    quiet()
    log = folder / "log"
    logging.getLogger().addHandler(logging.FileHandler(log, encoding="utf-8"))
    visitors = Visitors()
    keys = _mark_foreign(visitors.world.foreign)
    faults = _control(visitors)
    base = Snapshot()
    asked = 0
    for where, answer in _answers(visitors, keys, questions, base):
        asked += 1
        if UNASKED.encode() in answer:
            faults.append(f"看见了外单位的名字：{where}")
    say(f"{questions} 次随意的查找、翻页、导出，{asked} 个答复，看见外单位名字 {len(faults)} 次。")
    base.restore()
    number, ways = _live_with(folder, visitors)
    planted = folder / "tmp" / "planted"
    planted.write_text(number, "utf-8")
    if _looked_through(folder, number)[1] != ["tmp/planted"]:
        faults.append("故意放的一份明文没有找到，或者别处还有")
    planted.unlink()
    files, found = _looked_through(folder, number)
    faults += [f"明文身份证号在 {where}" for where in found]
    say(f"身份证号走过 {'、'.join(ways)}，{files} 个文件里找到明文 {len(found)} 处。")
    for fault in faults[:40]:
        say(fault)
    return {"ok": not faults, "questions": asked, "ways": ways, "files": files, "faults": faults}


def _mark_foreign(side: Any) -> list[str]:  # noqa: ANN401 (a side of the table's world)
    """Put the canary before every foreign name, wherever it is copied to; identifiers of foreign things."""
    from django.apps import apps
    from django.db.models import F, Value
    from django.db.models.functions import Concat

    keys = []
    for label, name in NAMED.items():
        path = {"orgs.Organisation": "path", "orgs.Community": "organisation__path"}.get(label, "path")
        rows = apps.get_model(label)._base_manager.filter(**{f"{path}__startswith": side.street.path})
        keys += [str(key) for key in rows.values_list("pk", flat=True)]
        apps.get_model(label)._base_manager.filter(pk__in=list(rows.values_list("pk", flat=True))).update(
            **{name: Concat(Value(CANARY + UNASKED), F(name))}
        )
    from lianxin.search.index import providers, rebuild

    for kind in providers():
        rebuild(kind)
    return keys


def _control(visitors: Visitors) -> list[str]:
    """Who belongs to the foreign house finds the names: a canary nobody could see would prove nothing."""
    from tests.factories import make_user

    from lianxin.declare.roles import Role

    client = client_of("")
    client.force_login(make_user(Role.SECRETARY, visitors.world.foreign.general_branch))
    page = client.get("/search/", {"q": CANARY}).content
    return [] if UNASKED.encode() in page else ["外单位自己的人也找不到这些名字，这个演练什么也看不出来"]


def _answers(visitors: Visitors, keys: list[str], questions: int, base: Snapshot) -> Iterator[tuple[str, bytes]]:
    chance = random.Random(18)
    table = [row for row in visitors.table.values() if row.get is not None or row.name in FILES]
    roles = list(visitors.world.users)
    for _ in range(questions):
        base.restore()  # what is asked for is made for each question anew
        row, role = chance.choice(table), chance.choice(roles)
        visitors.world.own.reader = visitors.world.users[role]
        client = client_of(visitors.session_of(role))
        address = _address(row, visitors.world, keys, chance)
        data = {chance.choice(PARAMETERS): chance.choice([*TYPED, *keys]) for _ in range(chance.randrange(1, 4))}
        if row.name in FILES:
            response = client.post(address, {**data, **FILES[row.name], "format": chance.choice(["csv", "xlsx"])})
        else:
            response = client.get(address, data, HTTP_HX_REQUEST=chance.choice(["true", "false"]))
        yield f"{role} {address} {data}", _content(response)


FILES: dict[str, dict[str, Any]] = {
    "reports:export": {},
    "reports:handout": {"title": "签到表", "blank_rows": 0},
    "party:look_up": {"q": CANARY},
}
"""Forms that answer with what was found."""


def _address(row: Any, world: Any, keys: list[str], chance: random.Random) -> str:  # noqa: ANN401
    """The row's address for something of either side, sometimes with another foreign identifier put in."""
    from django.urls import reverse

    side = chance.choice([world.own, world.foreign]) if row.has_objects else world.own
    arguments = [*row.fixed, *row.args(side)]
    swapped = [chance.choice(keys) if _is_key(each) and chance.random() < 0.3 else each for each in arguments]
    return reverse(row.name, args=swapped)


def _is_key(value: Any) -> bool:  # noqa: ANN401
    return len(str(value)) == 36


def _content(response: Any) -> bytes:  # noqa: ANN401
    """The answer as one would read it: an office file unpacked, its headers too."""
    content = b"".join(response) if response.streaming else response.content
    response.close()
    heads = repr(sorted(response.items())).encode()
    if content[:2] != b"PK":
        return heads + content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return heads + b"".join(archive.read(name) for name in archive.namelist())


def _live_with(folder: Path, visitors: Visitors) -> tuple[str, list[str]]:
    """Bring a person with an identity number in by every door and out by every other; the number, what was done."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from tests.factories import fake_id_number
    from tests.party.rosters.files import member, roster, xlsx_bytes
    from tests.reports.sheets.blanks import grid

    from lianxin.backups.writing import write_backup
    from lianxin.declare.roles import Role
    from lianxin.jobs.models import Job
    from lianxin.jobs.running import run_now
    from lianxin.party.models import Member, RosterBatch

    number = fake_id_number(serial=731)
    client = client_of(visitors.session_of(Role.SECRETARY))
    rows = [roster(1)[0], member(1, 身份证号码=number)]
    statuses: dict[str, int] = {}
    shown: list[bool] = []

    def post(what: str, address: str, data: dict[str, Any]) -> None:
        response = client.post(address, data)
        statuses[what] = response.status_code
        shown.append(number.encode() in _content(response))

    def work_off() -> None:
        for job in Job.objects.filter(state="waiting"):
            run_now(job)

    post("登记", "/members/new/", {"name": "赵丙", "joining_kind": "opening", "id_number": number})
    post("填错", "/members/new/", {"name": "", "joining_kind": "opening", "id_number": number})
    post("名册", "/rosters/new/", {"file": SimpleUploadedFile("名册.xlsx", xlsx_bytes(rows))})
    batch = RosterBatch.objects.latest("created_at")
    post("错误表", f"/rosters/{batch.pk}/errors/", {})
    post("入册", f"/rosters/{batch.pk}/commit/", {"confirm": "on"})
    work_off()
    person = Member.objects.filter(person__id_number_index__gt="").latest("pk")
    post("显示", f"/members/{person.pk}/id-number/", {"reason": "办证"})
    for code in ("csv", "xlsx", "pdf", "docx"):
        post(f"导出 {code}", "/ledgers/members/export/", {"format": code, "reason": "上报", "as_of": ""})
    blank = grid(folder / "blank.xlsx", [["姓名", "身份证号"]]).read_bytes()
    post("街道的表", "/sheets/new/", {"file": SimpleUploadedFile("表.xlsx", blank)})
    client.get("/search/", {"q": number})
    statuses["查找"] = client.post("/members/look-up/", {"q": number}).status_code
    work_off()
    write_backup(folder / "copy.backup", reason="hand")
    statuses["备份"] = 200
    (folder / "blank.xlsx").unlink()
    # What nobody was shown, nobody could have lost on the way.
    assert any(shown), statuses
    return number, [f"{what}（{status}）" for what, status in statuses.items()]


def _looked_through(folder: Path, number: str) -> tuple[int, list[str]]:
    """How many files there are, and where the number stands in the clear, packed or in two-byte letters."""
    files, found = 0, []
    wanted = [number.encode(), number.encode("utf-16-le"), number.lower().encode()]
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        files += 1
        content = path.read_bytes()
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                content += b"".join(archive.read(name) for name in archive.namelist())
        if any(each in content for each in wanted):
            found.append(str(path.relative_to(folder)))
    return files, found
