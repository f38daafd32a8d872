"""``lianxin export``: a ledger as a file."""

import argparse
import shutil
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING

from lianxin.cli.output import Refusal, say, write_bytes, write_file
from lianxin.cli.parsing import USAGE_ERROR, Subparsers, as_text
from lianxin.cli.preparation import setup_django

if TYPE_CHECKING:
    from lianxin.access.scope import Scope
    from lianxin.reports.reading import Reading

PIECE = 1024 * 1024


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "export",
        help="把一本台账导出成文件",
        description="把一本台账导出成 csv、xlsx、pdf 或 docx。号码默认遮住中间几位；每次导出都记入审计。",
    )
    parser.add_argument("ledger", metavar="台账", type=as_text, help="英文名或中文名，见 lianxin ledgers")
    parser.add_argument("--format", required=True, choices=("csv", "xlsx", "pdf", "docx"), help="文件格式")
    parser.add_argument("--as-of", metavar="日期", type=as_text, help="截止日期，例如 2026-06-30；不写就是今天")
    parser.add_argument("--output", metavar="文件", help="写到这个文件；不写或写 - 就写到标准输出")
    parser.add_argument(
        "--organisation", metavar="党组织", type=as_text, help="只导出这个党组织及下级；不写就是本机社区"
    )
    parser.add_argument("--reveal", metavar="理由", type=as_text, help="写明理由，导出完整的身份证号和电话")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Refuse what makes no sense, then write the ledger and say where."""
    if args.output is not None and not args.output:
        raise Refusal("--output 后面请写文件名；不写这个选项就写到标准输出。", USAGE_ERROR)
    if args.output == "-":
        args.output = None
    if args.format != "csv" and args.output is None and sys.__stdout__ is not None and sys.__stdout__.isatty():
        raise Refusal(f"{args.format} 不能显示在终端里，请加上 --output 文件名。", USAGE_ERROR)
    if args.as_of is not None and not args.as_of.strip():
        raise Refusal("--as-of 后面请写日期，例如 2026-06-30；不写这个选项就是今天。", USAGE_ERROR)
    if args.reveal is not None and not args.reveal.strip():
        raise Refusal("--reveal 后面请写明为什么需要完整的号码。", USAGE_ERROR)
    setup_django()
    return write_ledger(args)


def write_ledger(args: argparse.Namespace) -> int:
    """The command once everything is ready."""
    from lianxin.declare.actors import OPERATOR
    from lianxin.declare.errors import RuleError
    from lianxin.documents.errors import DocumentError
    from lianxin.files.errors import StorageError
    from lianxin.files.places import passing_file
    from lianxin.reports.actions import export_ledger

    reading = _reading(args)
    try:
        with passing_file() as target:
            count = export_ledger(
                reading=reading, code=args.format, target=target, actor=OPERATOR, reason=args.reveal or ""
            )
            target.seek(0)
            _hand_out(target, args.output)
    except (StorageError, DocumentError, RuleError) as problem:
        raise Refusal(str(problem)) from problem
    shown = "号码完整，理由已记入审计" if reading.revealed and reading.masked_titles() else "号码已遮挡"
    where = f"，写入 {args.output}" if args.output else ""
    say(
        f"{reading.ledger.title}：截至 {reading.as_of}，共 {count} 行{f'，{shown}' if reading.masked_titles() else ''}{where}。"
    )
    return 0


def _reading(args: argparse.Namespace) -> "Reading":
    from lianxin.declare.errors import RuleError
    from lianxin.reports.reading import Reading, find_ledger, parse_as_of

    try:
        return Reading(
            ledger=find_ledger(args.ledger),
            scope=_scope(args.organisation),
            as_of=parse_as_of(args.as_of or ""),
            revealed=args.reveal is not None,
        )
    except RuleError as refusal:
        raise Refusal(refusal.message, USAGE_ERROR) from refusal


def _scope(organisation: str | None) -> "Scope":
    from lianxin.reports.queries import home_scope, scope_named

    if organisation is None:
        return home_scope()
    scope = scope_named(organisation.strip())
    if scope is None:
        raise Refusal(f"没有找到叫“{organisation}”的党组织，或者不止一个。请写全称。", USAGE_ERROR)
    return scope


def _hand_out(source: IO[bytes], output: str | None) -> None:
    if output is None:
        while piece := source.read(PIECE):
            write_bytes(piece)
        return
    write_file(Path(output), lambda target: shutil.copyfileobj(source, target, PIECE))
