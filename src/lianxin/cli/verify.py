"""``lianxin verify``: is everything as it was written?"""

import argparse
from typing import TYPE_CHECKING

from lianxin.cli.output import emit_json, say
from lianxin.cli.parsing import Subparsers
from lianxin.cli.preparation import setup_django

if TYPE_CHECKING:
    from lianxin.declare.verification import Check, Fault

FAULTS_SAID = 20
"""Faults of one check told one by one; the rest as a number (``--json`` holds them all)."""


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "verify",
        help="核对审计链、引用和各项约定，有不对的指出是哪一行",
        description="逐条重算审计链，检查数据之间的引用和各项约定。只看不改。有不对的，退出状态为 1，并指出是哪张表哪一行。",
    )
    parser.add_argument("--json", action="store_true", help="结果按 JSON 输出到标准输出")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run every registered check; 1 when anything is wrong."""
    setup_django()
    return report(as_json=args.json)


def report(*, as_json: bool) -> int:
    """Tell what each check found; the exit status."""
    from lianxin.declare.verification import checks

    results = []
    for code, label, check in checks():
        faults = _faults(check)
        say(f"{label}：{f'{len(faults)} 处不对' if faults else '完好'}")
        for fault in faults[:FAULTS_SAID]:
            say(f"    {fault.table} {fault.row}：{fault.message}")
        if len(faults) > FAULTS_SAID:
            say(f"    ……还有 {len(faults) - FAULTS_SAID} 处，用 --json 可以全部列出。")
        listed = [{"table": fault.table, "row": fault.row, "message": fault.message} for fault in faults]
        results.append({"code": code, "label": label, "faults": listed})
    wrong = sum(len(result["faults"]) for result in results)
    say(f"共发现 {wrong} 处不对。请先停下服务，保留现状，再用备份对照。" if wrong else "全部完好。")
    if as_json:
        emit_json({"ok": not wrong, "checks": results})
    return 1 if wrong else 0


def _faults(check: "Check") -> "list[Fault]":
    """What a check finds; a row so broken that it cannot even be read ends that check, not the others."""
    from lianxin.declare.verification import Fault

    found: list[Fault] = []
    try:
        found.extend(check())
    except Exception as error:  # noqa: BLE001 (whatever a broken row makes of the reading)
        found.append(Fault("-", "-", f"有内容坏得读不出来，这一项没有核对完（{type(error).__name__}：{error}）。"))
    return found
