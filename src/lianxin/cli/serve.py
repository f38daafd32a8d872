"""``lianxin serve``: web and worker on a data folder that ``up`` has prepared; changes nothing."""

import argparse

from lianxin.cli.locking import FolderIsBusy, FolderLock
from lianxin.cli.output import Refusal
from lianxin.cli.parsing import Subparsers
from lianxin.cli.preparation import data_folder, setup_django
from lianxin.cli.serving import add_address, run_service, wait_for_port


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "serve",
        help="只启动网页和后台（数据须已准备好）",
        description="在已经准备好的数据文件夹上启动网页和后台任务，不改动数据库。适合交给系统的服务管理来运行。",
    )
    add_address(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until a signal."""
    setup_django()
    from lianxin.cli.collecting import collect_static

    data = data_folder()
    try:
        with FolderLock(data):
            wait_for_port(args.host, args.port)
            collect_static()
            return run_service(data, args.host, args.port)
    except FolderIsBusy as error:
        raise Refusal(f"数据文件夹 {data} 已经有一个连心桥在运行。请先停下它，或用 --data 换一个文件夹。") from error
