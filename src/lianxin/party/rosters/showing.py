"""Rosters and their rows as the pages show them."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse

from lianxin.files.models import StoredFile
from lianxin.jobs.models import Job, JobState
from lianxin.jobs.queries import latest_job
from lianxin.kernel import clock
from lianxin.orgs.models import Community, Organisation
from lianxin.party.models.roster import BatchState, RosterBatch, RowState, StagedRow
from lianxin.party.records import FIELDS, shown
from lianxin.party.rosters.committing import COMMIT_JOB
from lianxin.party.rosters.payload import Payload, open_payload
from lianxin.party.rosters.reading.synonyms import LABELS
from lianxin.party.rosters.receiving import READ_JOB
from lianxin.party.rosters.taking_back import TAKE_BACK_JOB
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
    "warnings": "这些行照样入册，资料不全或有疑问的地方请以后核对；在名单里可以按“资料不全”找到。",
    "changed": "登记簿里已有的人，名册上写得不同或者更全。空格不会抹掉原有内容，年月不会盖掉精确到日的日期。",
    "created": "登记簿里没有的人，入册后新增。",
    "unchanged": "登记簿里已有，不会改动。",
    "ignored": "标题、合计、落款这些行不是人，没有读。",
}
_STATE_TONES: Mapping[str, Tone] = {
    BatchState.READING: "info",
    BatchState.PREVIEW: "warn",
    BatchState.COMMITTING: "info",
    BatchState.COMMITTED: "ok",
    BatchState.TAKING_BACK: "info",
    BatchState.TAKEN_BACK: "quiet",
    BatchState.DISCARDED: "quiet",
}
_JOBS = {
    BatchState.READING: (READ_JOB, "正在读取名册"),
    BatchState.COMMITTING: (COMMIT_JOB, "正在入册"),
    BatchState.TAKING_BACK: (TAKE_BACK_JOB, "正在撤回"),
}
_IN_SUMMARY = ("sex", "birth_date", "category", "organisation", "id_number", "mobile")


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
    """The tone of a batch's state."""
    return _STATE_TONES[state]


def work_on(batch: RosterBatch) -> Work | None:
    """What is being done with a batch, if anything."""
    if batch.state not in _JOBS:
        return None
    kind, title = _JOBS[BatchState(batch.state)]
    return Work(title, latest_job(kind, batch.pk))


def steps_of(batch: RosterBatch) -> list[Step]:
    """上传, 核对, 入册: how far a batch has come."""
    at = {BatchState.READING: 0, BatchState.PREVIEW: 1, BatchState.COMMITTING: 2}.get(BatchState(batch.state), 3)
    labels = ("上传", "核对", "入册")
    return [Step(label, "done" if i < at else "current" if i == at else "next") for i, label in enumerate(labels)]


def facts_of(batch: RosterBatch) -> list[Fact]:
    """When and by whom, from which file, for which community."""
    facts = [
        Fact("社区", batch.community.name),
        Fact("上传", f"{clock_text(batch.created_at)}，{batch.created_by}"),
    ]
    if batch.committed_at:
        facts.append(Fact("入册", clock_text(batch.committed_at)))
    if batch.taken_back_at:
        facts.append(Fact("撤回", clock_text(batch.taken_back_at)))
    if batch.rows_removed_at:
        facts.append(Fact("暂存内容", f"{clock_text(batch.rows_removed_at)} 已按规定清除"))
    elif batch.file:
        facts.append(Fact("原文件", "加密保存，到期自动清除", note=_until(batch.file)))
    return facts


def _until(file: StoredFile) -> str:
    return f"保留到 {clock_text(file.keep_until)}" if file.keep_until else ""


def clock_text(moment: Any) -> str:  # noqa: ANN401 - a moment of the database
    """2026年6月11日 09:30."""
    local = moment.astimezone(clock.TZ)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def sheets_of(batch: RosterBatch) -> list[SheetLine]:
    """How each sheet was understood."""
    lines = []
    for sheet in batch.reading.get("sheets", []):
        read = [(heading, LABELS[name]) for _, heading, name, _ in sheet["headings"] if name]
        unread = [
            (heading or "（没有表头）", why or "认不出") for _, heading, name, why in sheet["headings"] if not name
        ]
        lines.append(SheetLine(sheet["name"], sheet["header_row"], read, unread, "、".join(sheet["missing"])))
    return lines


def listing(batch: RosterBatch, request: HttpRequest) -> Listing:
    """The tab a request asks for, the first one with something in it when it asks for none."""
    counts = _counts(batch)
    key = request.GET.get("show", "")
    if key not in TABS:
        key = next((name for name in TABS if counts[name]), "created")
    tabs = [
        Link(label, f"{reverse('party:roster', args=[batch.pk])}?show={name}", name, name == key, str(counts[name]))
        for name, label in TABS.items()
    ]
    lines, paging = _ignored(batch, request) if key == "ignored" else _rows(batch, key, request)
    return Listing(key, tabs, _EXPLAINED[key], lines, paging)


def _counts(batch: RosterBatch) -> dict[str, int]:
    return {
        "refused": batch.refused_count,
        "warnings": batch.warning_count,
        "changed": batch.changed_count,
        "created": batch.created_count,
        "unchanged": batch.unchanged_count,
        "ignored": sum(len(sheet["ignored"]) for sheet in batch.reading.get("sheets", [])),
    }


def _rows(batch: RosterBatch, key: str, request: HttpRequest) -> tuple[list[RowLine], Paging]:
    rows = StagedRow.objects.filter(batch=batch)
    rows = rows.filter(warned=True).exclude(state=RowState.REFUSED) if key == "warnings" else rows.filter(state=key)
    page = key_page(
        rows, keys=_ORDER, after=request.GET.get("after", ""), before=request.GET.get("before", ""), size=SIZE
    )
    teller = _Teller(batch, names=place_names(batch.community))
    return [teller.line(row, key) for row in page.rows], paging_links(page, request)


def _ignored(batch: RosterBatch, request: HttpRequest) -> tuple[list[RowLine], Paging]:
    """From what is kept beside the batch; a page begins at the place its address names."""
    sheets = batch.reading.get("sheets", [])
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


def place_names(community: Community) -> dict[uuid.UUID, str]:
    """Everyday names of the community's branches and groups, the dissolved ones too."""
    return dict(Organisation.objects.filter(community_id=community.pk).values_list("pk", "short_name"))


class _Teller:
    def __init__(self, batch: RosterBatch, names: Mapping[uuid.UUID, str]) -> None:
        sheets = batch.reading.get("sheets", [])
        self._sheets = [sheet["name"] if len(sheets) > 1 else "" for sheet in sheets]
        self._name_columns = [
            next((index for index, _, name, _ in sheet["headings"] if name == "name"), None) for sheet in sheets
        ]
        self._names = names

    def line(self, row: StagedRow, key: str) -> RowLine:
        payload = open_payload(row.pk, row.sealed)
        remarks = [
            Remark(each["column"], each["reason"], "bad" if each["refuses"] else "warn") for each in row.problems or ()
        ]
        return RowLine(
            row.row,
            self._sheets[row.sheet],
            self._name(row, payload),
            "，".join(self._facts(payload)),
            remarks,
            self._differences(payload) if key == "changed" else (),
        )

    def _name(self, row: StagedRow, payload: Payload) -> str:
        index = self._name_columns[row.sheet]
        known = payload.values.get("name")
        if known or index is None or index >= len(payload.cells):
            return known or ""
        return str(payload.cells[index])

    def _facts(self, payload: Payload) -> Iterable[str]:
        values = cast("Mapping[str, Any]", payload.values)
        for name in _IN_SUMMARY:
            text = shown(name, values.get(name), self._names)
            if name == "organisation":
                text = text or (f"{payload.branch}（新建）" if payload.branch else "")
            if text:
                yield text

    def _differences(self, payload: Payload) -> list[Difference]:
        old, new = cast("Mapping[str, Any]", payload.before), cast("Mapping[str, Any]", payload.values)
        return [
            Difference(
                FIELDS[name].label,
                shown(name, old[name], self._names),
                shown(name, new.get(name), self._names) or payload.branch,
            )
            for name in FIELDS
            if name in old
        ]
