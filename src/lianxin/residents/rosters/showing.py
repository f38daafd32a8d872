"""Rosters and their lines as the pages show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from lianxin.files.models import StoredFile
from lianxin.jobs.models import Job, JobState
from lianxin.jobs.queries import latest_job
from lianxin.kernel import clock
from lianxin.residents.rosters.addresses import name_of
from lianxin.residents.rosters.committing import COMMIT_JOB
from lianxin.residents.rosters.models import LineState, Roster, RosterLine, RosterState
from lianxin.residents.rosters.payload import Payload, open_payload
from lianxin.residents.rosters.receiving import READ_JOB
from lianxin.residents.rosters.registry import kind_of
from lianxin.residents.rosters.taking_back import TAKE_BACK_JOB
from lianxin.ui.paging import key_page, paging_links
from lianxin.ui.parts import Difference, Fact, Link, Paging, Step, Tone

SIZE = 50
_ORDER = ("sheet", "row")
TABS = {
    "refused": "不能入册",
    "warnings": "提醒",
    "changed": "有变化",
    "created": "新增",
    "unchanged": "无变化",
    "ignored": "略过的行",
}
_EXPLAINED = {
    "refused": "这些行没有入册。下载错误表，照着改好，再导入一次就行。",
    "warnings": "这些行照样入册，有疑问的地方请核对。",
    "changed": "登记簿里已有的，名册上写得不同或者更全。空格不会抹掉原有内容。",
    "created": "登记簿里没有的，入册后新增。",
    "unchanged": "登记簿里已有，不会改动。",
    "ignored": "标题、合计、落款这些行不是登记的内容，没有读。",
}
_STATE_TONES: Mapping[str, Tone] = {
    RosterState.READING: "info",
    RosterState.PREVIEW: "warn",
    RosterState.COMMITTING: "info",
    RosterState.COMMITTED: "ok",
    RosterState.TAKING_BACK: "info",
    RosterState.TAKEN_BACK: "quiet",
    RosterState.DISCARDED: "quiet",
}
_JOBS = {
    RosterState.READING: (READ_JOB, "正在读取名册"),
    RosterState.COMMITTING: (COMMIT_JOB, "正在入册"),
    RosterState.TAKING_BACK: (TAKE_BACK_JOB, "正在撤回"),
}
_NOT_IN_FACTS = frozenset({"name", "path", "counted_at"})


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark under a row."""

    column: str
    reason: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row on the page: its number as the spreadsheet shows it, whom it is about, what is said, what changes."""

    row: int
    sheet: str
    name: str
    facts: str
    remarks: Sequence[Remark] = ()
    differences: Sequence[Difference] = ()


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A sheet: where its heading stands, which columns are read as what, which are not and why."""

    name: str
    header_row: int | None
    read: Sequence[tuple[str, str]]
    unread: Sequence[tuple[str, str]]
    missing: str


@dataclass(frozen=True, slots=True)
class Listing:
    """The chosen tab with its rows."""

    key: str
    tabs: Sequence[Link]
    text: str
    lines: Sequence[RowLine]
    paging: Paging


@dataclass(frozen=True, slots=True)
class Work:
    """Long work on a roster: its title, its job, whether it stopped for good."""

    title: str
    job: Job | None

    @property
    def failed(self) -> bool:
        """Whether it stopped and must be asked for again."""
        return self.job is None or self.job.state not in (JobState.WAITING, JobState.RUNNING)


def tone_of(state: str) -> Tone:
    """The tone of a roster's state."""
    return _STATE_TONES[state]


def work_on(roster: Roster) -> Work | None:
    """What is being done with a roster, if anything."""
    if roster.state not in _JOBS:
        return None
    kind, title = _JOBS[RosterState(roster.state)]
    return Work(title, latest_job(kind, roster.pk))


def steps_of(roster: Roster) -> list[Step]:
    """上传, 核对, 入册: how far a roster has come."""
    at = {RosterState.READING: 0, RosterState.PREVIEW: 1, RosterState.COMMITTING: 2}.get(RosterState(roster.state), 3)
    labels = ("上传", "核对", "入册")
    return [Step(label, "done" if i < at else "current" if i == at else "next") for i, label in enumerate(labels)]


def facts_of(roster: Roster) -> list[Fact]:
    """When and by whom, from which file, for which community."""
    facts = [
        Fact("社区", roster.community.name),
        Fact("上传", f"{clock_text(roster.created_at)}，{roster.created_by}"),
    ]
    if roster.committed_at:
        facts.append(Fact("入册", clock_text(roster.committed_at)))
    if roster.taken_back_at:
        facts.append(Fact("撤回", clock_text(roster.taken_back_at)))
    if roster.lines_removed_at:
        facts.append(Fact("暂存内容", f"{clock_text(roster.lines_removed_at)} 已按规定清除"))
    elif roster.file:
        facts.append(Fact("原文件", "加密保存，到期自动清除", note=_until(roster.file)))
    return facts


def _until(file: StoredFile) -> str:
    return f"保留到 {clock_text(file.keep_until)}" if file.keep_until else ""


def clock_text(moment: Any) -> str:  # noqa: ANN401 - a moment of the database
    """2026年6月11日 09:30."""
    local = moment.astimezone(clock.TZ)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def sheets_of(roster: Roster) -> list[SheetLine]:
    """How each sheet was understood."""
    lines, labels = [], kind_of(roster).words.labels
    for sheet in roster.reading.get("sheets", []):
        read = [(heading, labels[name]) for _, heading, name, _ in sheet["headings"] if name]
        unread = [
            (heading or "（没有表头）", why or "认不出") for _, heading, name, why in sheet["headings"] if not name
        ]
        lines.append(SheetLine(sheet["name"], sheet["header_row"], read, unread, "、".join(sheet["missing"])))
    return lines


def listing(roster: Roster, request: HttpRequest) -> Listing:
    """The tab a request asks for, the first one with something in it when it asks for none."""
    counts = _counts(roster)
    key = request.GET.get("show", "")
    if key not in TABS:
        key = next((name for name in TABS if counts[name]), "created")
    tabs = [
        Link(
            label,
            f"{reverse(name_of(roster.kind, 'roster'), args=[roster.pk])}?show={name}",
            name,
            name == key,
            str(counts[name]),
        )
        for name, label in TABS.items()
    ]
    lines, paging = _ignored(roster, request) if key == "ignored" else _rows(roster, key, request)
    return Listing(key, tabs, _EXPLAINED[key], lines, paging)


def _counts(roster: Roster) -> dict[str, int]:
    return {
        "refused": roster.refused_count,
        "warnings": roster.warning_count,
        "changed": roster.changed_count,
        "created": roster.created_count,
        "unchanged": roster.unchanged_count,
        "ignored": sum(len(sheet["ignored"]) for sheet in roster.reading.get("sheets", [])),
    }


def _rows(roster: Roster, key: str, request: HttpRequest) -> tuple[list[RowLine], Paging]:
    rows = RosterLine.objects.filter(roster=roster)
    rows = rows.filter(warned=True).exclude(state=LineState.REFUSED) if key == "warnings" else rows.filter(state=key)
    page = key_page(
        rows, keys=_ORDER, after=request.GET.get("after", ""), before=request.GET.get("before", ""), size=SIZE
    )
    teller = _Teller(roster)
    return [teller.line(row, key) for row in page.rows], paging_links(page, request)


def _ignored(roster: Roster, request: HttpRequest) -> tuple[list[RowLine], Paging]:
    """From what is kept beside the roster; a page begins at the place its address names."""
    sheets = roster.reading.get("sheets", [])
    several = len(sheets) > 1
    lines = [
        RowLine(line["row"], sheet["name"] if several else "", "", line["why"])
        for sheet in sheets
        for line in sheet["ignored"]
    ]
    text = request.GET.get("after", "")
    start = min(int(text), len(lines)) if text.isascii() and text.isdigit() and len(text) < 9 else 0
    earlier = f"?show=ignored&after={max(start - SIZE, 0)}" if start else ""
    later = f"?show=ignored&after={start + SIZE}" if start + SIZE < len(lines) else ""
    return lines[start : start + SIZE], Paging(earlier, later)


class _Teller:
    def __init__(self, roster: Roster) -> None:
        sheets = roster.reading.get("sheets", [])
        self._kind = kind_of(roster)
        self._sheets = [sheet["name"] if len(sheets) > 1 else "" for sheet in sheets]
        self._name_columns = [
            next((index for index, _, name, _ in sheet["headings"] if name == self._kind.words.name), None)
            for sheet in sheets
        ]

    def line(self, line: RosterLine, key: str) -> RowLine:
        payload = open_payload(line.pk, line.sealed)
        remarks = [
            Remark(each["column"], each["reason"], "bad" if each["refuses"] else "warn") for each in line.problems or ()
        ]
        return RowLine(
            line.row,
            self._sheets[line.sheet],
            self._name(line, payload),
            "，".join(self._facts(payload)),
            remarks,
            list(self._differences(payload)) if key == "changed" else (),
        )

    def _name(self, line: RosterLine, payload: Payload) -> str:
        index = self._name_columns[line.sheet]
        known = self._kind.title(payload.values)
        if known or index is None or index >= len(payload.cells):
            return known
        return str(payload.cells[index])

    def _facts(self, payload: Payload) -> Iterable[str]:
        for name, label in self._kind.words.labels.items():
            text = "" if name in _NOT_IN_FACTS else self._kind.shown(name, payload.values.get(name))
            if text:
                yield f"{label} {text}"

    def _differences(self, payload: Payload) -> Iterable[Difference]:
        for write in payload.writes:
            for name, old in write.before.items():
                label = self._kind.words.labels[name]
                new = self._kind.shown(name, write.values.get(name))
                where = " ".join(write.path)
                told = label if where == self._kind.title(payload.values) else f"{where} {label}"
                yield Difference(told, self._kind.shown(name, old), new)
