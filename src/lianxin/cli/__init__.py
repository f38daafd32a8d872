"""The command line: ``lianxin COMMAND …`` (``./lianxin`` in a checkout).

To add a command, write a module of this package and name it in ``COMMANDS``, in the order of ``--help``:

    def add_parser(subparsers: Subparsers) -> None:
        parser = subparsers.add_parser("verify", help="…", description="…")
        parser.add_argument(…)
        parser.set_defaults(run=run)

    def run(args: argparse.Namespace) -> int:
        setup_django()              # settings, keys, a database that is ready (see cli/preparation.py)
        from lianxin.audit …        # whatever is heavy is imported here, so that --help stays quick
        …
        say("……")                   # words go to standard error
        emit_json({…})              # standard output, when --json was given
        return 0                    # or: return fail("……", 1); or deep down: raise Refusal("……", 1)

``--data DIR`` is understood before and after every command and reaches ``LIANXIN_DATA`` before ``run`` is called. An option
spelled ``--json`` (``args.json``) keeps everything but ``emit_json`` and ``write_bytes`` off standard output. Exit status:
0 done, 1 not done, 64 wrong usage; others are the command's own.
"""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from lianxin.cli.output import (
    Refusal,
    abandon_standard_output,
    emit_json,
    fail,
    fill_missing_streams,
    reserve_standard_output,
    say,
    use_utf8,
    write_bytes,
)
from lianxin.cli.parsing import Parser, Subparsers
from lianxin.cli.preparation import setup_django
from lianxin.kernel.faults import database_reason_of, is_of_the_machine, reason_of

__all__ = ["Refusal", "Subparsers", "emit_json", "fail", "main", "say", "setup_django", "write_bytes"]

COMMANDS: tuple[str, ...] = (
    "up",
    "serve",
    "demo",
    "ledgers",
    "export",
    "fill",
    "import_",
    "backup",
    "restore",
    "move",
    "verify",
    "doctor",
    "sbom",
    "bench",
    "drill",
    "test",
    # not shown by --help: parts of others, and Django's own commands for developers
    "web",
    "worker",
    "manage",
    "permissions_page",
)


def build_parser() -> Parser:
    """The whole command line as one parser."""
    from lianxin import __version__

    parser = Parser(prog="lianxin", description="连心桥：社区党建的名册、台账和日常工作。")
    parser.add_argument("--version", action="version", version=f"连心桥 lianxin {__version__}", help="显示版本")
    subparsers = parser.add_subparsers(title="命令", metavar="命令", dest="command")
    for name in COMMANDS:
        importlib.import_module(f"lianxin.cli.{name}").add_parser(subparsers)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    fill_missing_streams()
    use_utf8()
    os.umask(0o077)  # whatever we write is this user's only
    parser = build_parser()
    args = parser.parse_args(arguments)
    if args.command is None:
        parser.print_help(sys.stderr)
        return 64
    if args.data:
        os.environ["LIANXIN_DATA"] = args.data
    reserve_standard_output(for_json=bool(getattr(args, "json", False)))
    return _run(args)


def _run(args: argparse.Namespace) -> int:
    from django.core.exceptions import ImproperlyConfigured

    try:
        status: int = args.run(args)
    except Refusal as refusal:
        return fail(refusal.text, refusal.code)
    except ImproperlyConfigured as error:
        return fail(str(error), 1)
    except KeyboardInterrupt:
        return fail("已中断。", 130)
    except BrokenPipeError:
        # Whoever read our output (head, less) has gone; say nothing, and let nothing be flushed at exit.
        abandon_standard_output()
        return 1
    except Exception as error:
        told = _told(error)
        if not told:
            raise
        return fail(told, 1)
    return status


def _told(error: Exception) -> str:
    """The sentence for what a person can mend; "" for a fault of ours, which must show where it is."""
    if isinstance(error, OSError) and is_of_the_machine(error):
        return f"{error.filename or '文件'} 读写不了：{reason_of(error)}。"
    if _is_of_the_database(error):
        return f"数据库读写不了：{database_reason_of(error)}。请运行 lianxin doctor，看哪里不对、怎么修。"
    return ""


def _is_of_the_database(error: Exception) -> bool:
    """Asked without importing Django's database layer for commands that do without it."""
    layer = sys.modules.get("django.db")
    return layer is not None and isinstance(error, layer.DatabaseError)
