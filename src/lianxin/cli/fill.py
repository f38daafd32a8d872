"""``lianxin fill FILE --output OUT``: a street's blank sheet filled from the register, and kept."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lianxin.cli.output import Refusal, emit_json, fail, say
from lianxin.cli.parsing import USAGE_ERROR, Subparsers, as_text
from lianxin.cli.preparation import setup_django

if TYPE_CHECKING:
    from lianxin.orgs.models import Community, Organisation
    from lianxin.reports.sheets.filling.choice import Choice
    from lianxin.reports.sheets.filling.prepared import Prepared
    from lianxin.reports.sheets.layouts.layout import Layout

UNREADABLE, NOT_WHOLE = 2, 3


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "fill",
        help="照街道发来的空白表，从登记簿里填好",
        description="把一份空白的 .xlsx 照它的样子填好，并留底。号码默认遮住中间几位；每次都记入审计。"
        "退出码：0 全部填好，3 填好了但有空着的或对不上的，2 文件读不了或认不出，64 用法不对。",
    )
    parser.add_argument("file", metavar="空白表.xlsx", type=Path, help="街道发来的空白表")
    parser.add_argument("--output", metavar="文件.xlsx", type=Path, required=True, help="填好的表写到这个文件")
    parser.add_argument("--as-of", metavar="日期", type=as_text, help="截止日期，例如 2026-06-30；不写就是今天")
    parser.add_argument("--organisation", metavar="党组织", type=as_text, help="只填这个党组织及下级；不写就是本机社区")
    parser.add_argument("--sheet", metavar="名称", type=as_text, default="", help="只填这张工作表")
    parser.add_argument("--reveal", metavar="理由", type=as_text, help="写明理由，填完整的身份证号和电话")
    parser.add_argument("--json", action="store_true", help="结果以 JSON 写到标准输出")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Refuse what makes no sense, then fill."""
    if args.as_of is not None and not args.as_of.strip():
        raise Refusal("--as-of 后面请写日期，例如 2026-06-30；不写这个选项就是今天。", USAGE_ERROR)
    if args.reveal is not None and not args.reveal.strip():
        raise Refusal("--reveal 后面请写明为什么需要完整的号码。", USAGE_ERROR)
    if args.output.exists() and args.file.exists() and args.output.samefile(args.file):
        raise Refusal("--output 不能写到空白表自己身上，请换一个文件名。", USAGE_ERROR)
    setup_django()
    return fill_sheet(args)


def fill_sheet(args: argparse.Namespace) -> int:
    """The command once everything is ready."""
    from lianxin.declare.actors import OPERATOR
    from lianxin.declare.errors import RuleError
    from lianxin.files.errors import StorageError
    from lianxin.reports.sheets.actions import Details, fill_file
    from lianxin.reports.sheets.queries import words_of
    from lianxin.reports.sheets.sandboxed import SheetRefused

    community, organisation = _whose(args.organisation)
    choice = _choice(args, organisation)
    try:
        layouts = _layouts(args, words_of(community))
        submission, prepared, content = fill_file(
            path=args.file,
            layouts=layouts,
            community=community,
            choice=choice,
            details=Details(args.file.stem, reason=args.reveal or ""),
            actor=OPERATOR,
        )
    except (SheetRefused, RuleError) as problem:
        if args.json:
            emit_json({"sheets": []})
        return fail(str(problem), UNREADABLE)
    except StorageError as problem:
        raise Refusal(str(problem)) from problem
    _write(args.output, content)
    told = _told(args, choice, prepared, submission.pk)
    if args.json:
        emit_json(told)
    _say(args, prepared, choice)
    return NOT_WHOLE if prepared.findings else 0


def _whose(name: str | None) -> "tuple[Community, Organisation]":
    from lianxin.orgs.queries import home_community
    from lianxin.reports.sheets.queries import organisation_named

    if name is None:
        home = home_community()
        if home is None:
            raise Refusal("这里还没有建立社区。请先打开网页建立社区，或用 --organisation 指定。", UNREADABLE)
        return home, home.organisation
    found = organisation_named(name.strip())
    if found is None:
        raise Refusal(f"没有找到叫“{name}”的党组织，或者不止一个。请写全称。", USAGE_ERROR)
    return found


def _choice(args: argparse.Namespace, organisation: "Organisation") -> "Choice":
    from lianxin.declare.errors import RuleError
    from lianxin.reports.reading import parse_as_of
    from lianxin.reports.sheets.filling.choice import Choice

    try:
        as_of = parse_as_of(args.as_of or "")
    except RuleError as refusal:
        raise Refusal(refusal.message, USAGE_ERROR) from refusal
    return Choice(organisation, as_of, revealed=args.reveal is not None)


def _layouts(args: argparse.Namespace, words: Any) -> "list[Layout]":  # noqa: ANN401 (recognise.Words, loaded late)
    from lianxin.reports.sheets.layouts.recognise import recognise
    from lianxin.reports.sheets.sandboxed import read_blank

    workbook = read_blank(args.file)
    names = [sheet.name for sheet in workbook.sheets]
    if args.sheet and args.sheet not in names:
        raise Refusal(f"文件里没有名为“{args.sheet}”的工作表，只有：{'、'.join(names)}。", UNREADABLE)
    return recognise(workbook, words, {}, args.sheet)


def _write(path: Path, content: bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as problem:
        part.unlink(missing_ok=True)
        raise Refusal(f"写不了文件 {path}：{problem.strerror}。填好的那一份已经留底，可以在网页上取。") from problem


def _told(args: argparse.Namespace, choice: "Choice", prepared: "Prepared", submission: object) -> dict[str, Any]:
    return {
        "file": str(args.file),
        "output": str(args.output),
        "as_of": choice.as_of.isoformat(),
        "organisation": choice.organisation.name,
        "basis": prepared.basis,
        "people": len(prepared.people),
        "submission": str(submission),
        "sheets": [_sheet(layout, prepared) for layout in prepared.layouts],
        "differences": prepared.findings.differences,
    }


def _sheet(layout: "Layout", prepared: "Prepared") -> dict[str, Any]:
    from lianxin.reports.sheets.layouts.layout import CountLayout, PeopleLayout

    found: dict[str, Any] = {"name": layout.name, "kind": layout.kind}
    if isinstance(layout, PeopleLayout):
        found |= {
            "header_row": layout.header_row,
            "columns": {column.heading: column.field for column in layout.filled},
            "rows": prepared.rows_of(layout.name),
        }
    elif isinstance(layout, CountLayout):
        found |= {"header_row": layout.header_row, "cells": len(layout.cells)}
    else:
        found |= {"header_row": None, "why": layout.why}
    findings = prepared.findings
    found["blank"] = [
        {"heading": each.heading, "why": each.why} for each in findings.blank if each.sheet == layout.name
    ]
    found["unknown"] = [
        {"heading": each.heading, "count": each.count} for each in findings.gaps if each.sheet == layout.name
    ]
    return found


def _say(args: argparse.Namespace, prepared: "Prepared", choice: "Choice") -> None:
    from lianxin.reports.sheets.showing import told

    for _, title, sentences in told(prepared.findings):
        say(f"{title}：")
        for sentence in sentences:
            say(f"  {sentence}")
    shown = "号码完整，理由已记入审计" if choice.revealed else "号码已遮挡"
    say(f"填好了：截至 {choice.as_of}，{len(prepared.people)} 人，{shown}，写入 {args.output}，已留底。")
