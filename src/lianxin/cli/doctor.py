"""``lianxin doctor``: what is wrong with this installation, and how to mend it."""

import argparse
from contextlib import suppress
from dataclasses import asdict

from lianxin.cli.output import emit_json, say
from lianxin.cli.parsing import Subparsers
from lianxin.cli.preparation import data_folder, load_django, setup_django

MARKS = {"ok": "好", "warn": "留意", "bad": "要修"}


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "doctor",
        help="检查这套安装：文件夹、密钥、数据库、后台任务……有问题的说怎么修",
        description="检查 Python、数据文件夹、密钥、数据库、审计防改、后台任务、时钟等。只看不改（--rebuild-search 除外）。有要修的，退出状态为 1。",
    )
    parser.add_argument("--rebuild-search", action="store_true", help="先重建检索，再检查；登记的内容不变")
    parser.add_argument("--json", action="store_true", help="结果按 JSON 输出到标准输出")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Look at everything, whatever state it is in; 1 when something needs mending."""
    if args.rebuild_search:
        _rebuild_search()
    findings = _findings()
    for finding in findings:
        say(f"[{MARKS[finding['state']]}] {finding['label']}：{finding['text']}")
        if finding["mend"]:
            say(f"       怎么修：{finding['mend']}")
    bad = sum(finding["state"] == "bad" for finding in findings)
    say(f"有 {bad} 处要修。" if bad else "没有要修的。")
    if args.json:
        emit_json({"ok": not bad, "findings": findings})
    return 1 if bad else 0


def _findings() -> list[dict[str, str]]:
    """What was found; the one thing in the way when the settings cannot even be read."""
    from django.core.exceptions import ImproperlyConfigured

    try:
        load_django()
    except ImproperlyConfigured as error:
        mend = "照上面说的改好，再检查一次。"
        return [{"code": "settings", "label": "设置", "state": "bad", "text": str(error), "mend": mend}]
    _open_keyring_if_possible()
    from lianxin.backoffice.condition import examine

    return [asdict(finding) for finding in examine(thorough=True)]


def _rebuild_search() -> None:
    """Make the search anew from what is registered."""
    setup_django()
    from lianxin.declare.refs import ref_label
    from lianxin.search.index import providers, rebuild

    for kind in providers():
        say(f"检索已重建：{ref_label(kind)} {rebuild(kind)} 条。")


def _open_keyring_if_possible() -> None:
    """Without a key the findings say so themselves."""
    from django.core.exceptions import ImproperlyConfigured

    from lianxin.config.keyring import open_keyring
    from lianxin.kernel.crypto import CryptoError

    with suppress(ImproperlyConfigured, CryptoError, OSError):
        open_keyring(data_folder())
