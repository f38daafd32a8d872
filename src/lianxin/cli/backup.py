"""``lianxin backup FILE``: all that is registered, in one encrypted file, while others go on working."""

import argparse
from pathlib import Path

from lianxin.cli.output import Refusal, emit_json, say
from lianxin.cli.parsing import USAGE_ERROR, Subparsers
from lianxin.cli.preparation import setup_django


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "backup",
        help="备份成一个加密的文件（服务不用停）",
        description="把登记的全部内容和上传的文件备份成一个加密的文件；密钥不在里面，要另外保管。服务开着也能备份。"
        "不写文件名时存在数据文件夹的 backups 里。",
    )
    parser.add_argument("file", metavar="文件", type=Path, nargs="?", help="写到哪里，例如 U 盘上的 连心桥.backup")
    parser.add_argument("--json", action="store_true", help="结果以 JSON 写到标准输出")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Write it and read it again."""
    target: Path | None = args.file
    if target is not None:
        if target.is_dir():
            raise Refusal(f"{target} 是文件夹，请写出文件名，例如 {target / '连心桥.backup'}。", USAGE_ERROR)
        if not target.parent.is_dir():
            raise Refusal(f"没有 {target.parent} 这个文件夹。U 盘插好了吗？", USAGE_ERROR)
    setup_django()
    return write(target, as_json=args.json)


def write(target: Path | None, *, as_json: bool) -> int:
    """The command once everything is ready."""
    from lianxin.backups.actions import make_backup, size_in_words
    from lianxin.backups.errors import BackupError
    from lianxin.backups.keeping import on_one_disk
    from lianxin.backups.models import Reason
    from lianxin.declare.actors import OPERATOR
    from lianxin.files.errors import StorageError

    try:
        written = make_backup(reason=Reason.BY_HAND, actor=OPERATOR, target=target.absolute() if target else None)
    except (StorageError, BackupError) as problem:
        raise Refusal(str(problem)) from problem
    same_disk = on_one_disk(written.path)
    say(f"备份好了：{written.path}，{written.rows} 行，{written.files} 个文件，{size_in_words(written.size)}。")
    say("已经从头读了一遍，没有问题。密钥不在里面，恢复时要密钥文件或密钥单。")
    if same_disk:
        say("它和资料在同一块磁盘上：请再抄一份到 U 盘或移动硬盘。")
    if as_json:
        emit_json(
            {
                "file": str(written.path),
                "size": written.size,
                "rows": written.rows,
                "files": written.files,
                "same_disk": same_disk,
            }
        )
    return 0
