"""The web server process (started by the supervisor; not shown in help)."""

import argparse
import importlib
import multiprocessing

from lianxin.cli.parsing import Subparsers
from lianxin.cli.serving import add_address
from lianxin.cli.supervisor import stop_with_parent

KILL_AFTER = 6  # seconds a worker process has for the request it is answering


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("web")
    add_address(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until SIGTERM or until the supervisor is gone."""
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels

    from lianxin.config import env

    stop_with_parent()
    if multiprocessing.get_start_method() == "fork":
        # Loaded once here, shared by the processes that answer: one that was killed is back in a moment.
        importlib.import_module("lianxin.config.wsgi")
    Granian(
        "lianxin.config.wsgi:application",
        address=args.host,
        port=args.port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=env.whole_number("LIANXIN_WEB_PROCESSES", least=1, most=64),
        blocking_threads=env.whole_number("LIANXIN_WEB_THREADS", least=1, most=64),
        blocking_threads_idle_timeout=600,  # each thread keeps its database connection and that connection's cache
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_AFTER,
        log_level=LogLevels.warning,
    ).serve()
    return 0
