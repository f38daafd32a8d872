"""``lianxin up``: from nothing to an open browser, and from an old version to this one."""

import argparse
from pathlib import Path

from lianxin.cli.locking import FolderIsBusy, FolderLock
from lianxin.cli.output import Refusal, say
from lianxin.cli.parsing import Subparsers
from lianxin.cli.preparation import data_folder, holds_data, load_django, make_data_folder, prepare
from lianxin.cli.serving import add_address, home_address, run_service, wait_for_port


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "up",
        help="启动：准备数据、示范社区，打开网页和后台",
        description="准备数据文件夹、密钥和数据库（升级前自动备份），第一次运行时建立示范社区，然后启动网页和后台任务。",
    )
    add_address(parser)
    parser.add_argument("--empty", action="store_true", help="不建立示范社区，直接建自己的")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prepare, then serve until a signal."""
    make_data_folder()
    data = data_folder()
    try:
        with FolderLock(data):
            wait_for_port(args.host, args.port)
            notes = _prepare(args, data)
            return run_service(data, args.host, args.port, notes=notes)
    except FolderIsBusy as error:
        raise Refusal(f"数据文件夹 {data} 已经有一个连心桥在运行。请先停下它，或用 --data 换一个文件夹。") from error


def _prepare(args: argparse.Namespace, data: Path) -> tuple[str, ...]:
    from lianxin.cli.collecting import collect_static

    load_django()
    prepare()
    collect_static()
    from lianxin.portal.demo import demo_was_removed, ensure_demo

    if not (holds_data() or args.empty or demo_was_removed()):
        say("正在建立示范社区……")
        ensure_demo()
    return _notes(args, data)


def _notes(args: argparse.Namespace, data: Path) -> tuple[str, ...]:
    """What to tell the person beside the address: how to sign in the first time, where the data lies."""
    from lianxin.access.actions import first_sign_in_path
    from lianxin.portal.demo import demo_community

    notes = []
    path = first_sign_in_path()
    if path:
        notes.append(f"第一次登录请打开（一天之内有效，只能用一次）：\n    {home_address(args.host, args.port)}{path}")
    if demo_community():
        notes.append("示范社区的账号和密码：在另一个窗口运行 lianxin demo。")
    return (*notes, f"数据在 {data}。")
