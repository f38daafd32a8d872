"""``python -m lianxin.cli.testing.vulnerabilities LOCK``: are there known holes in what is locked?

pip-audit calls a package it could not ask about "skipped" and still ends well; here that is told apart: exit status 0
every package was asked about and none has a known hole, 1 some has, 75 not (all) could be asked, for want of a network or
because the index of this machine knows nothing of holes.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lianxin.cli.output import say

NOT_ASKED = 75
PATIENCE = 120


def main(arguments: list[str]) -> int:
    """Ask pip-audit and say what came of it."""
    lock = Path(arguments[0])
    audit = Path(sys.executable).with_name("pip-audit" + (".exe" if sys.platform == "win32" else ""))
    command: list[str | Path] = [
        audit,
        "-r",
        lock,
        "--no-deps",
        "--disable-pip",
        "-f",
        "json",
        "--progress-spinner",
        "off",
    ]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=PATIENCE)
        told = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired) as problem:
        return _not_asked(lock, type(problem).__name__)
    return judge(told, lock)


def judge(told: Mapping[str, Any], lock: Path) -> int:
    """The exit status for pip-audit's answer, and the words for a person."""
    holes = [
        f"{part['name']} {part['version']}：{hole['id']}"
        for part in told["dependencies"]
        for hole in part.get("vulns", [])
    ]
    if holes:
        say("有已知漏洞：\n" + "\n".join(holes))
        return 1
    skipped = [part["name"] for part in told["dependencies"] if "skip_reason" in part]
    if skipped or not told["dependencies"]:
        return _not_asked(lock, f"{len(skipped)} 个没有查到")
    say(f"{len(told['dependencies'])} 个程序库都查过，没有已知漏洞。")
    return 0


def _not_asked(lock: Path, why: str) -> int:
    say(f"！！没有查成（{why}）：这台电脑问不到漏洞资料。发布以前请在能上网的电脑上运行：")
    say(f"    pip-audit -r {lock.name} --no-deps --disable-pip --strict")
    return NOT_ASKED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
