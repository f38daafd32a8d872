"""``lianxin drill NAME``: long proofs of durability, run before a release."""

import argparse
import importlib
import sys
from pathlib import Path

from lianxin.cli.output import Refusal, emit_json, say
from lianxin.cli.parsing import USAGE_ERROR, Subparsers


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "drill",
        help="演练：备份、断电……（在临时文件夹里，不碰您的数据）",
        description="演练一种不测，看资料是不是一条不少。在临时数据文件夹里做，不碰您的数据。不写名称时列出有哪些演练。",
    )
    parser.add_argument("name", metavar="名称", nargs="?", help="哪一种演练")
    parser.add_argument("--long", action="store_true", help="做足全部次数（发布之前做）；不加只做短的")
    parser.add_argument("--json", action="store_true", help="结果以 JSON 写到标准输出")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run a module of ``drills/`` by its ``drill(*, long, say)``; 1 when something did not hold."""
    checkout = Path(__file__).resolve().parents[3]
    names = sorted(path.stem for path in (checkout / "drills").glob("[a-z]*.py"))
    if not names:
        raise Refusal("演练程序只在源码目录里，安装包里没有。请在源码目录运行 ./lianxin drill。")
    if args.name not in names:
        say(f"可以做的演练：{'、'.join(names)}。")
        return 0 if args.name is None else USAGE_ERROR
    sys.path.insert(0, str(checkout))
    result = importlib.import_module(f"drills.{args.name}").drill(long=args.long, say=say)
    say("全部经得起。" if result["ok"] else "有经不起的，见上。")
    if args.json:
        emit_json(result)
    return 0 if result["ok"] else 1
