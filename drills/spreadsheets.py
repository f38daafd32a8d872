"""Hostile spreadsheets at every door: as rosters and as a street's sheets, by the page and by the command line.

Each file is refused with a sentence or read; nothing answers with a server error or a trace, nothing takes long, nothing
appears outside the data folder. Then a good file is cut at many points and damaged in many ways and read as a roster;
for their number those are read in forked processes instead of newly started ones.
"""

import contextlib
import io
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from drills._house import Say, Visitors, client_of, house, quiet
from drills._spreadsheets import NAMES, cuts, kinds, mutations

LONGEST = 20.0
"""Seconds of the clock for one file, on a machine that does other work too; processor time is bounded in tests."""
CUTS = {False: 30, True: 500}
DAMAGED = {False: 300, True: 100_000}
DOORS = {False: 2, True: 4}
"""At how many of the four doors each kind is tried, in turn."""


def drill(*, long: bool, say: Say) -> dict[str, Any]:
    """Run it in a folder of its own; what was seen."""
    with house() as folder:
        return _drill(folder, long, say)


def _drill(folder: Path, long: bool, say: Say) -> dict[str, Any]:  # noqa: FBT001
    from lianxin.declare.roles import Role

    quiet()
    visitors = Visitors()
    doors = _Doors(folder, visitors.session_of(Role.SECRETARY))
    made = kinds()
    (folder / "made").mkdir()
    doors.let_good_ones_in(made["good"](folder / "made" / "名册.xlsx"))
    for number, (kind, make) in enumerate(made.items()):
        path = make(folder / "made" / "名册.xlsx")
        for step in range(DOORS[long]):
            doors.try_one((number + step) % 4, kind, path, NAMES[number % len(NAMES)])
        path.unlink()
    say(f"{len(made)} 种表格，{doors.tried} 次上传或导入，最慢 {doors.slowest:.1f} 秒（{doors.slowest_kind}）。")
    faults = doors.faults + _strays(folder)
    damaged, read = _damaged(folder, [*cuts(CUTS[long])], DAMAGED[long], faults)
    say(f"截断、改坏 {damaged} 份，{read} 份仍读得出，其余都说得清为什么不行。")
    for fault in faults[:40]:
        say(fault)
    return {
        "ok": not faults and read > 0,
        "kinds": len(made),
        "tried": doors.tried,
        "slowest_seconds": round(doors.slowest, 2),
        "damaged": damaged,
        "still_read": read,
        "faults": faults,
    }


class _Doors:
    """The four ways in, and what went wrong there."""

    def __init__(self, folder: Path, session: str) -> None:
        self._folder = folder
        self._client = client_of(session)
        self.faults: list[str] = []
        self.tried = 0
        self._went_on = False
        self.slowest, self.slowest_kind = 0.0, ""
        self._doors: tuple[Callable[[Path, str], str], ...] = (
            lambda path, name: self._page("/rosters/new/", path, name),
            lambda path, name: self._page("/sheets/new/", path, name),
            lambda path, _: self._command("import", "roster", str(path)),
            lambda path, _: self._command("fill", str(path), "--output", str(folder / "out.xlsx")),
        )

    def try_one(self, door: int, kind: str, path: Path, name: str) -> None:
        """One file at one door."""
        began = time.monotonic()
        trouble = self._doors[door](path, name)
        spent = time.monotonic() - began
        self.tried += 1
        if spent > self.slowest:
            self.slowest, self.slowest_kind = spent, kind
        if spent > LONGEST:
            trouble = trouble or f"用了 {spent:.0f} 秒"
        if trouble:
            self.faults.append(f"{kind}（{('网页名册', '网页填表', '命令导入', '命令填表')[door]}）：{trouble}")

    def let_good_ones_in(self, path: Path) -> None:
        """Doors that are closed to everything would prove nothing."""
        for address in ("/rosters/new/", "/sheets/new/"):
            with path.open("rb") as file:
                status = self._client.post(address, {"file": file}).status_code
            if status != 302:
                self.faults.append(f"好的表格进不了 {address}，答复 {status}")
            self._page(address, path, "名册.xlsx")
            if not self._went_on:
                self.faults.append(f"演练自己拼的上传进不了 {address}")

    def _page(self, address: str, path: Path, name: str) -> str:
        """Sent as bytes a browser would never send: the name stands in the head as it is."""
        border = "----drill"
        head = f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        body = head.encode() + b"Content-Type: text/html\r\n\r\n" + path.read_bytes() + f"\r\n--{border}--\r\n".encode()
        response = self._client.post(address, body, content_type=f"multipart/form-data; boundary={border}")
        page = response.content.decode()
        self._went_on = response.status_code == 302
        if self._went_on:
            shown = self._client.get(response["Location"])
            response, page = shown, shown.content.decode()
        if response.status_code >= 500 or "Traceback" in page:
            return f"答复 {response.status_code}"
        return "页面里有原样的标签" if "<img src=x" in page or response.has_header("X-Planted") else ""

    def _command(self, *words: str) -> str:
        from lianxin.cli import Refusal, build_parser
        from lianxin.cli.fill import fill_sheet
        from lianxin.cli.import_ import import_roster

        parsed = build_parser().parse_args(words)
        try:
            with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
                status = (fill_sheet if words[0] == "fill" else import_roster)(parsed)
        except Refusal:
            return ""
        except Exception as error:  # noqa: BLE001 (whatever it is, it is a finding)
            return f"{type(error).__name__}：{error}"
        return "" if status in {0, 1, 2, 3} else f"退出码 {status}"


def _strays(folder: Path) -> list[str]:
    """Files where none should be: names lead nowhere, nothing that was unpacked or passed through stays."""
    expected = {"data", "tmp", "made", "out.xlsx"}
    faults = [f"多出文件 {path}" for path in folder.iterdir() if path.name not in expected]
    faults += [f"临时文件留下了 {path.name}" for path in (folder / "tmp").rglob("*") if path.is_file()]
    kept = [path for path in (folder / "data" / "files").rglob("*") if path.is_file()]
    faults += [f"存成了明文 {path.name}" for path in kept if path.read_bytes()[:2] == b"PK"]
    return faults + ["压缩包里的路径写到了外面"] * Path("/tmp/planted").exists()  # noqa: S108 (must not be there)


def _damaged(folder: Path, cut: list[bytes], count: int, faults: list[str]) -> tuple[int, int]:
    """Read so many damaged files; how many there were and how many could still be read."""
    from lianxin.party.rosters.prepared import NoHeading
    from lianxin.party.rosters.reading import rows
    from lianxin.tables import reading, sandbox
    from lianxin.tables.problems import UnreadableFile

    path = folder / "tmp" / "damaged.xlsx"
    own: Any = sandbox.read_workbook
    setattr(reading, "read_workbook", _forked)  # noqa: B010 (it is only imported there)
    tried = read = 0
    try:
        for content in (*cut, *mutations(count)):
            path.write_bytes(content)
            tried += 1
            try:
                rows.read_roster(path)
            except (UnreadableFile, NoHeading):
                continue
            except Exception as error:  # noqa: BLE001 (whatever it is, it is a finding)
                keep = Path(f"damaged-{tried}.bin").absolute()
                keep.write_bytes(content)
                faults.append(f"第 {tried} 份改坏的：{type(error).__name__} {error}，存为 {keep}")
                continue
            read += 1
    finally:
        setattr(reading, "read_workbook", own)  # noqa: B010
        path.unlink(missing_ok=True)
    return tried, read


def _forked(path: Path, *, limits: Any) -> Any:  # noqa: ANN401 (as the function it stands for)
    """``sandbox.read_workbook`` with a forked child instead of a new one."""
    from lianxin.tables import sandbox
    from lianxin.tables.frames import BrokenFrameError, read_frames
    from lianxin.tables.problems import Fault, UnreadableFile
    from lianxin.tables.workbook import Workbook

    sandbox.refuse_by_size(path, limits)
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(ours)
        _tell(path, limits, theirs)
    os.close(theirs)
    workbook: Workbook | None = None
    finished = False
    fault: UnreadableFile | None = None
    with os.fdopen(ours, "rb") as stream, contextlib.suppress(BrokenFrameError):
        for kind, *parts in read_frames(stream):
            if kind == "kind":
                workbook = Workbook(*parts)
            elif kind == "fault":
                fault = UnreadableFile(Fault(parts[0]), **parts[1])
            elif workbook is not None:
                finished = sandbox._take(workbook, kind, parts)  # noqa: SLF001 (the same frames, the same way)
    os.waitpid(pid, 0)
    if fault is not None:
        raise fault
    if workbook is None or not finished:
        raise UnreadableFile(Fault.TOO_MUCH_WORK)
    if not any(sheet.rows for sheet in workbook.sheets):
        raise UnreadableFile(Fault.NO_SHEET)
    return workbook


def _tell(path: Path, limits: Any, target: int) -> NoReturn:  # noqa: ANN401
    """The forked child: as ``child.main``, but for its limits, which would be this process's own."""
    from lianxin.tables import child
    from lianxin.tables.frames import write_frame
    from lianxin.tables.problems import Fault, UnreadableFile

    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # what the reader says of its panics is of no use
    with os.fdopen(target, "wb") as out:
        try:
            child.tell(path, limits, out)
        except UnreadableFile as problem:
            write_frame(out, "fault", str(problem.fault), problem.details)
        except BaseException:  # noqa: BLE001 (as the child itself does)
            write_frame(out, "fault", str(Fault.DAMAGED), {})
    os._exit(0)
