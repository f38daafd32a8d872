"""``lianxin import``."""

import argparse

from lianxin.cli.output import fail
from lianxin.cli.parsing import Subparsers


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("import", help="导入名册")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Not there yet."""
    return fail("这个命令还没有准备好。", 1)
