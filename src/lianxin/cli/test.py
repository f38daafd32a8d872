"""``lianxin test``: every check of a checkout; ``--all`` adds PostgreSQL, the browser, kills and the wheel."""

import argparse
from pathlib import Path

from lianxin.cli.output import Refusal
from lianxin.cli.parsing import Subparsers


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "test",
        help="检查与测试（只在源码目录里可用）",
        description="检查代码并运行测试。不带参数约五分钟；--all 加上 PostgreSQL、浏览器、强行中断和安装包，约四十分钟，一项也不跳过。"
        "其余参数交给 pytest，这时只运行 pytest。",
    )
    parser.add_argument("--all", action="store_true", help="全部检查，缺少工具算失败")
    parser.add_argument("words", nargs=argparse.REMAINDER, metavar="pytest 参数", help="例如 tests/kernel -x")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """0 when everything passed, 1 otherwise."""
    root = Path(__file__).resolve().parents[3]
    if not (root / "pyproject.toml").is_file() or not (root / "tests").is_dir():
        raise Refusal("这个命令只在源码目录里可用。")
    from lianxin.cli.testing.steps import run_everyday, run_everything, run_pytest_only

    if args.all:
        return run_everything(root, args.words)
    if args.words:
        return run_pytest_only(root, args.words)
    return run_everyday(root)
