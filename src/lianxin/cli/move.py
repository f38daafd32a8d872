"""``lianxin move --to URL``: from SQLite to PostgreSQL and back, compared table by table."""

import argparse

from lianxin.cli.locking import FolderIsBusy, FolderLock
from lianxin.cli.output import Refusal, emit_json, say
from lianxin.cli.parsing import USAGE_ERROR, Subparsers
from lianxin.cli.preparation import data_folder, setup_django


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "move",
        help="换到另一个数据库（SQLite 与 PostgreSQL 之间）",
        description="把登记的内容抄到另一个空的数据库，逐张表核对行数和校验和。原来的一点不动，密钥和文件夹也不动。"
        "办之前请停下连心桥。",
    )
    parser.add_argument(
        "--to",
        required=True,
        metavar="地址",
        help="例如 postgresql://用户:密码@主机:5432/库名，或 sqlite:////绝对路径/文件",
    )
    parser.add_argument("--json", action="store_true", help="结果以 JSON 写到标准输出")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Copy, compare, say how to go on."""
    if not args.to.strip():
        raise Refusal("--to 后面请写新数据库的地址。", USAGE_ERROR)
    setup_django()
    try:
        with FolderLock(data_folder()):
            return _move(args)
    except FolderIsBusy as busy:
        raise Refusal("连心桥正在运行。请先停下它，再换数据库，免得换的时候有人在登记。") from busy


def _move(args: argparse.Namespace) -> int:
    from django.conf import settings

    from lianxin.backups.errors import BackupError
    from lianxin.backups.moving import move
    from lianxin.config.after_migrate import run_steps
    from lianxin.config.database import database_settings

    target = database_settings(args.to, data_folder(), pool_size=1)
    usual = settings.DATABASES["default"]
    places = ("ENGINE", "NAME", "HOST", "PORT")
    if all(target.get(key) == usual.get(key) for key in places):
        raise Refusal("新地址就是现在用的这个数据库，不用换。", USAGE_ERROR)
    try:
        moved, faults = move(target, after_migrate=run_steps, say=say)
    except BackupError as problem:
        raise Refusal(str(problem)) from problem
    rows = sum(int(each.here["rows"]) for each in moved)
    say(f"{len(moved)} 张表、{rows} 行，两边的行数和校验和都一样。")
    say("核对完毕，全部完好。" if not faults else f"新数据库里核对发现 {len(faults)} 处不对，原来就是这样。")
    say("以后这样启动（写进启动脚本或系统的环境变量）：")
    say("    LIANXIN_DATABASE='新地址' lianxin up")
    say("把“新地址”换成刚才 --to 后面写的。原来的数据库没有动，新的用顺了再处理它；密钥和文件还在原来的数据文件夹里。")
    if args.json:
        tables = {each.table: {**each.here, "same": each.same} for each in moved}
        emit_json({"ok": not faults, "tables": tables, "rows": rows, "faults": len(faults)})
    return 1 if faults else 0
