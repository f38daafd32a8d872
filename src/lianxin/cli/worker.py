"""The worker process (started by the supervisor; not shown in help)."""

import argparse

from lianxin.cli.parsing import Subparsers
from lianxin.cli.preparation import setup_django
from lianxin.cli.supervisor import stop_with_parent


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("worker")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Work until SIGTERM or until the supervisor is gone."""
    stop_with_parent()
    setup_django()
    from lianxin.jobs.worker import run_forever

    run_forever()
    return 0
