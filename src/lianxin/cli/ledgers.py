"""``lianxin ledgers``: which ledgers there are."""

import argparse

from lianxin.cli.output import emit_json, write_bytes
from lianxin.cli.parsing import Subparsers
from lianxin.cli.preparation import setup_django


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "ledgers", help="列出全部台账", description="列出全部台账：英文名（给 export 用）和中文名。"
    )
    parser.add_argument("--json", action="store_true", help="用 JSON 写到标准输出")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """List the declared ledgers; needs no database."""
    setup_django(database=False)
    from lianxin.declare.ledgers import all_ledgers

    ledgers = all_ledgers()
    if args.json:
        emit_json([{"name": ledger.name, "title": ledger.title, "app": ledger.app} for ledger in ledgers])
        return 0
    lines = [f"{ledger.name}\t{ledger.title}\t{ledger.purpose}\n" for ledger in ledgers]
    write_bytes("".join(lines).encode())
    return 0
