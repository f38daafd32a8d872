"""``docs/permissions.md`` from the role × action tables (not shown in help)."""

import argparse
from pathlib import Path

from lianxin.cli.output import say, write_bytes
from lianxin.cli.parsing import Subparsers
from lianxin.cli.preparation import load_django


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("permissions-page")
    parser.add_argument("--write", metavar="文件", help="写到这个文件；不写就输出到标准输出")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write the page, or print it."""
    load_django()
    from lianxin.backoffice.permissions import permissions_page

    page = permissions_page().encode()
    if args.write:
        Path(args.write).write_bytes(page)
        say(f"已写到 {args.write}。")
    else:
        write_bytes(page)
    return 0
