"""Django's own commands for developers, on our settings (not shown in help)."""

import argparse
from contextlib import suppress

from lianxin.cli.parsing import Subparsers
from lianxin.cli.preparation import data_folder, load_django


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("manage")
    parser.add_argument("words", nargs=argparse.REMAINDER)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Hand the rest of the line to Django."""
    load_django()
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from lianxin.config.keyring import open_keyring
    from lianxin.kernel.crypto import CryptoError

    with suppress(ImproperlyConfigured, CryptoError, OSError):  # most commands need no key, and there may be none yet
        open_keyring(data_folder())

    execute_from_command_line(["lianxin manage", *args.words])
    return 0
