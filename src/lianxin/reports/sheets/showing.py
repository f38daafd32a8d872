"""Sheets and submissions as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from lianxin.kernel import clock
from lianxin.reports.sheets.filling.findings import Findings
from lianxin.reports.sheets.filling.lines import shown
from lianxin.reports.sheets.filling.prepared import Prepared
from lianxin.reports.sheets.layouts.layout import CountLayout, PeopleLayout
from lianxin.reports.sheets.models import Submission
from lianxin.ui.parts import Fact

PREVIEWED = 20


@dataclass(frozen=True, slots=True)
class Preview:
    """A sheet as it would be: a table with its heads, the first rows, and how many there are in all."""

    name: str
    kind: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    count: int
    numeric: bool = False


def previews(prepared: Prepared) -> list[Preview]:
    """Every sheet that would be filled."""
    found = []
    for layout in prepared.layouts:
        if isinstance(layout, PeopleLayout):
            found.append(_people(prepared, layout))
        elif isinstance(layout, CountLayout):
            found.append(_counts(prepared, layout))
    return found


def _people(prepared: Prepared, layout: PeopleLayout) -> Preview:
    order = next(order for order in prepared.orders if order["sheet"] == layout.name)
    headings = {column.index: column.heading.replace("\n", "") for column in layout.columns}
    heads = [headings[index] for index, _ in order["columns"]]
    hows = [how for _, how in order["columns"]]
    rows = [[shown(*each) for each in zip(row, hows, strict=True)] for row in order["rows"][:PREVIEWED]]
    return Preview(layout.name, "一人一行", heads, rows, len(order["rows"]))


def _counts(prepared: Prepared, layout: CountLayout) -> Preview:
    numbers = prepared.counts[layout.name].numbers
    heads = ["", *(line.heading for line in layout.columns)]
    rows = [
        [row.heading, *(str(numbers.get((row.at, column.at), "")) for column in layout.columns)] for row in layout.rows
    ]
    return Preview(layout.name, "统计表", heads, rows, len(numbers), numeric=True)


def told(findings: Findings) -> list[tuple[str, str, list[str]]]:
    """The findings for a page: tone, title, sentences."""
    parts = [
        ("bad", "对不上的数", findings.differences),
        ("warn", "空着的", [f"{_on(each.sheet)}{each.heading}：{each.why}" for each in findings.blank]),
        ("warn", "登记簿里还不知道的", [f"{_on(gap.sheet)}{gap.heading}：{gap.count} 人" for gap in findings.gaps]),
        ("info", "没有动的工作表", [f"{each.heading}：{each.why}" for each in findings.untouched]),
    ]
    return [part for part in parts if part[2]]


def facts_of(submission: Submission) -> list[Fact]:
    """Who asked, as of when, whose, by whom, how sent."""
    facts = [
        Fact("谁要的", submission.asked_by),
        Fact("收到", _day(submission.received_on)),
        Fact("截止日期", _day(submission.as_of)),
        Fact("填了谁", submission.organisation.name),
        Fact("人数", f"{submission.people_count} 人"),
        Fact("号码", "完整" if submission.revealed else "遮住中间几位", note=submission.reason),
        Fact("填表", f"{clock_text(submission.kept_at)}，{submission.kept_by}"),
        Fact("怎样送的", submission.sent_how),
        Fact("口径", submission.basis, wide=True),
    ]
    if submission.withdrawn_at is not None:
        withdrawn = f"{clock_text(submission.withdrawn_at)}，{submission.withdrawn_by}：{submission.withdrawn_reason}"
        facts.append(Fact("作废", withdrawn, wide=True))
    if submission.file.removed_at is not None:
        facts.append(Fact("文件", f"{clock_text(submission.file.removed_at)} 已按规定清除"))
    elif submission.file.keep_until is not None:
        facts.append(Fact("文件", "加密保存", note=f"保留到 {clock_text(submission.file.keep_until)}"))
    return facts


def clock_text(moment: object) -> str:
    """2026年6月11日 09:30."""
    local = moment.astimezone(clock.TZ)  # type: ignore[attr-defined]  # a moment of the database
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def _day(day: object) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""  # type: ignore[attr-defined]


def _on(sheet: str) -> str:
    return f"“{sheet}”"
