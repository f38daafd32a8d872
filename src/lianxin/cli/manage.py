"""Django's own commands for developers, on our settings (not shown in help)."""

import argparse

from lianxin.cli.parsing import Subparsers
from lianxin.cli.preparation import load_django


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("manage")
    parser.add_argument("words", nargs=argparse.REMAINDER)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Hand the rest of the line to Django."""
    load_django()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["lianxin manage", *args.words])
    return 0
