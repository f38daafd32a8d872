"""``lianxin bench``: measure this machine against floors in the same run."""

import argparse
import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from lianxin.cli import emit_json, fail, say
from lianxin.cli.parsing import Subparsers

DEFAULT_MEMBERS = 100_000
FEWEST_MEMBERS = 100  # the pages measured have twenty rows, and there must be others to turn to


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "bench",
        help="测量速度（在临时文件夹里，不碰您的数据）",
        description="在临时数据文件夹里登记编造的党员，测量名单、翻页、查找、导入和导出，各与同一次运行中的下限相比。",
    )
    parser.add_argument(
        "--members", type=how_many, default=DEFAULT_MEMBERS, metavar="人数", help="登记多少人（默认十万，至少一百）"
    )
    parser.add_argument("--write", action="store_true", help="把结果写进 docs/performance.md")
    parser.add_argument("--json", action="store_true", help="在标准输出给出 JSON")
    parser.set_defaults(run=run)


def how_many(text: str) -> int:
    """Members to register; ``ValueError`` for too few."""
    number = int(text)
    if number < FEWEST_MEMBERS:
        raise ValueError(text)
    return number


def run(args: argparse.Namespace) -> int:
    """Measure; always 0 when measured, whatever the figures say."""
    checkout = Path(__file__).resolve().parents[3]
    if not (checkout / "bench" / "run.py").is_file():
        return fail("测量程序只在源码目录里，安装包里没有。请在源码目录运行 ./lianxin bench。", 1)
    sys.path.insert(0, str(checkout))
    with _own_folder():
        from bench.page import page
        from bench.run import everything

        results = []
        for result in everything(args.members, say):
            say(
                f"{result.title}：{result.work.wall_ms:.1f} ms，CPU {result.work.cpu_ms:.1f} ms，下限的 {result.ratio:.2f} 倍（{result.target}）{'' if result.holds else '　没有达到'}"
            )
            results.append(result)
    if args.write:
        (checkout / "docs" / "performance.md").write_text(page(results, args.members), encoding="utf-8")
        say("已写入 docs/performance.md。")
    if args.json:
        emit_json([result.as_json() for result in results])
    return 0


@contextlib.contextmanager
def _own_folder() -> Iterator[None]:
    from lianxin.cli.preparation import load_django, make_data_folder, prepare

    folder = tempfile.mkdtemp(prefix="lianxin-bench-")
    os.environ["LIANXIN_DATA"] = folder
    os.environ.pop("LIANXIN_DATABASE", None)
    try:
        make_data_folder()
        load_django()
        prepare()
        from lianxin.cli.collecting import collect_static

        collect_static()
        from django.conf import settings

        settings.ALLOWED_HOSTS = ["*"]
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)
