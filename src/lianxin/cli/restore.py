"""``lianxin restore FILE``: from a backup to a working installation; nothing is replaced before everything was checked."""

import argparse
import shutil
import sys
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lianxin.cli.locking import FolderIsBusy, FolderLock
from lianxin.cli.output import Refusal, emit_json, say
from lianxin.cli.parsing import Subparsers
from lianxin.cli.preparation import data_folder, load_django

if TYPE_CHECKING:
    from lianxin.backups.restoring import Restored
    from lianxin.kernel.crypto import Keyring

FAULTS_SAID = 20


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "restore",
        help="从备份恢复（要密钥文件或密钥单）",
        description="把备份恢复到数据文件夹。先在旁边做好、核对好，再换上去；文件夹里已有资料时要加 --replace，"
        "原来的整个留在旁边，不删除。恢复前请先停下连心桥。",
    )
    parser.add_argument("file", metavar="文件", type=Path, help="备份文件")
    parser.add_argument("--key", metavar="文件", type=Path, help="密钥文件 master.key；不写就请您照密钥单输入")
    parser.add_argument("--replace", action="store_true", help="数据文件夹里已有资料也恢复，原来的留在旁边")
    parser.add_argument("--check", action="store_true", help="只检查这份备份好不好，什么也不恢复")
    parser.add_argument("--json", action="store_true", help="结果以 JSON 写到标准输出")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Check or restore; 1 when what was restored has faults of its own."""
    load_django()
    from lianxin.backups.errors import BackupError
    from lianxin.files.errors import StorageError
    from lianxin.kernel.crypto import CryptoError

    try:
        return _check(args) if args.check else _restore(args)
    except (BackupError, CryptoError, StorageError) as problem:
        raise Refusal(str(problem)) from problem
    except OSError as problem:
        raise Refusal(f"读写不了文件（{problem.strerror or '原因不明'}），没有恢复，原有资料没有动。") from problem


def _check(args: argparse.Namespace) -> int:
    from lianxin.backups.reading import check_backup

    content = check_backup(args.file, _ring(args))
    say(
        f"这份备份是好的：做于 {content.head.made_at[:16].replace('T', ' ')}，{content.rows} 行，{content.files} 个文件。"
    )
    if args.json:
        emit_json({"ok": True, "made_at": content.head.made_at, "rows": content.rows, "files": content.files})
    return 0


def _restore(args: argparse.Namespace) -> int:
    from lianxin.backups.container import read_head

    data = data_folder()
    if not args.file.is_file():
        raise Refusal(f"没有 {args.file} 这个文件。")
    read_head(args.file)
    if _holds_something(data) and not args.replace:
        raise Refusal(
            f"数据文件夹 {data} 里已经有资料，没有动它。确实要换成备份里的，请加 --replace，原来的会留在旁边。"
        )
    ring = _ring(args)
    side = data.with_name(f"{data.name}.restoring")
    shutil.rmtree(side, ignore_errors=True)
    with ExitStack() as stack:
        if data.is_dir():
            try:
                stack.enter_context(FolderLock(data))
            except FolderIsBusy as busy:
                raise Refusal(f"连心桥正在数据文件夹 {data} 上运行。请先停下它，再恢复。") from busy
        try:
            restored = _beside(args.file, ring, side)
        except BaseException:
            shutil.rmtree(side, ignore_errors=True)
            raise
    aside = _swap(data, side)
    return _told(args, data, aside, restored)


def _holds_something(data: Path) -> bool:
    """Whether the folder holds an installation's database or key, or LIANXIN_DATABASE's SQLite file is there."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    own = [data / "keys" / "master.key"]
    if database["ENGINE"].endswith("sqlite3"):
        own.append(Path(database["NAME"]))
    return any(path.exists() for path in own)


def _beside(file: Path, ring: "Keyring", side: Path) -> "Restored":
    """A whole installation in the folder beside."""
    from lianxin.backups.restoring import put_back
    from lianxin.config.after_migrate import run_steps
    from lianxin.config.keys import create_signing_key, keys_folder, master_key
    from lianxin.kernel.crypto import set_keyring

    ring.self_test()
    set_keyring(ring)
    side.mkdir(mode=0o700, parents=True)
    keys_folder(side).mkdir(mode=0o700)
    ring.save(master_key(side))
    create_signing_key(side)
    return put_back(file, ring=ring, database=_database(side), files=side / "files", after_migrate=run_steps, say=say)


def _database(side: Path) -> dict[str, Any]:
    from django.conf import settings

    from lianxin.config.database import database_settings

    usual: dict[str, Any] = settings.DATABASES["default"]
    return database_settings("", side, pool_size=1) if usual["ENGINE"].endswith("sqlite3") else usual


def _swap(data: Path, side: Path) -> Path | None:
    """Put the new folder in the old one's place; where the old one went."""
    from django.conf import settings

    stamp = f"{datetime.now().astimezone():%Y%m%d-%H%M%S}"
    aside = None
    if data.exists():
        aside = data.with_name(f"{data.name}.old-{stamp}")
        data.rename(aside)
    side.rename(data)
    wanted = Path(str(settings.DATABASES["default"]["NAME"]))
    made = data / "lianxin.sqlite3"
    if made.exists() and wanted != made:
        for part in wanted.parent.glob(f"{wanted.name}*"):
            part.rename(part.with_name(f"old-{stamp}-{part.name}"))
        shutil.move(made, wanted)
    if aside is not None and (aside / "backups").is_dir():
        (aside / "backups").rename(data / "backups")  # copies stay where the page looks for them
    return aside


def _told(args: argparse.Namespace, data: Path, aside: Path | None, restored: "Restored") -> int:
    content, faults = restored.content, restored.faults
    for fault in faults[:FAULTS_SAID]:
        say(f"    {fault.table} {fault.row}：{fault.message}")
    say(f"核对发现 {len(faults)} 处不对，做备份的时候就这样了。" if faults else "核对完毕，全部完好。")
    made = content.head.made_at[:16].replace("T", " ")
    say(f"已恢复到 {data}：{content.rows} 行，{content.files} 个文件，是 {made} 的样子。")
    if aside is not None:
        say(f"原来的资料留在 {aside}，确认没有问题以后再删。")
    say("现在运行 lianxin up 打开。所有人要重新登录。")
    if args.json:
        emit_json(
            {
                "ok": not faults,
                "data": str(data),
                "aside": str(aside) if aside else None,
                "made_at": content.head.made_at,
                "rows": content.rows,
                "files": content.files,
                "faults": len(faults),
            }
        )
    return 1 if faults else 0


def _ring(args: argparse.Namespace) -> "Keyring":
    from lianxin.kernel.crypto import Keyring

    if args.key is not None:
        return Keyring.load(args.key)
    say("请照密钥单输入，每组五个字符，组与组之间空格，全部输完按回车（大小写、横线都不要紧）：")
    line = sys.stdin.readline()
    if not line.strip():
        raise Refusal("没有输入密钥。用密钥文件恢复请加 --key 文件名。")
    return Keyring.from_words(line.split())
