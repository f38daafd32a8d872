"""The steps of ``lianxin test``, each a program of its own; all are run, and any that fails fails the whole."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from lianxin.cli.output import Refusal, say
from lianxin.cli.testing.postgres import postgres_server
from lianxin.cli.testing.vulnerabilities import NOT_ASKED

SCRIPTS = Path(sys.executable).parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PROCESSES = "2"


@dataclass(frozen=True, slots=True)
class Step:
    """A title for the person, the command, and variables of its own."""

    title: str
    command: Sequence[str | Path]
    environment: Mapping[str, str] = field(default_factory=dict)


def run_everyday(root: Path) -> int:
    """Static checks, then the suite on SQLite (or where ``LIANXIN_DATABASE`` points); no browser needed."""
    own = {name: os.environ[name] for name in ("LIANXIN_DATABASE",) if name in os.environ}
    return _run(root, [*static_steps(root), Step("测试", pytest("-n", PROCESSES, "-m", "not full"), own)])


def run_pytest_only(root: Path, words: Sequence[str]) -> int:
    """Only pytest, with the person's own arguments."""
    done = subprocess.run(pytest(*words), cwd=root, check=False)
    return 1 if done.returncode else 0


def run_everything(root: Path, words: Sequence[str]) -> int:
    """Both engines, migrations for real, the browser, kills, the wheel; a missing tool is a failure."""
    missing = _missing_tools()
    if missing:
        raise Refusal("全部检查不能开始：\n" + "\n".join(missing))
    with ExitStack() as stack:
        address = stack.enter_context(postgres_server())
        on_postgres = {"LIANXIN_DATABASE": address}
        strict = ("--no-skips", *words)
        return _run(
            root,
            [
                *static_steps(root),
                Step("依赖的已知漏洞（pip-audit）", vulnerabilities(root)),
                Step("迁移（SQLite）", manage("migrate", "--verbosity", "0")),
                Step("迁移（PostgreSQL）", manage("migrate", "--verbosity", "0"), on_postgres),
                Step("测试（SQLite）", pytest("-n", PROCESSES, "-m", "not full", *strict)),
                Step("测试（PostgreSQL）", pytest("-n", PROCESSES, "-m", "not full", *strict), on_postgres),
                Step("强行中断、安装包等（SQLite）", pytest("-m", "full", *strict)),
                Step("强行中断等（PostgreSQL）", pytest("-m", "full and both_engines", *strict), on_postgres),
                Step("浏览器", pytest("e2e", *strict)),
            ],
        )


def static_steps(root: Path) -> list[Step]:
    """What needs no running product."""
    templates = sorted(root.glob("src/lianxin/*/templates/**/*.html"))
    steps = [
        Step("ruff", [tool("ruff"), "check", "."]),
        Step("ruff format", [tool("ruff"), "format", "--check", "."]),
        Step("mypy", [tool("mypy")]),
        Step("分层（import-linter）", [tool("lint-imports")]),
        Step("系统检查", manage("check", "--fail-level", "WARNING")),
        Step(
            "部署检查",
            manage("check", "--deploy", "--fail-level", "WARNING"),
            {"LIANXIN_BEHIND_HTTPS": "1", "LIANXIN_TRUSTED_PROXIES": "1"},
        ),
        Step("迁移与模型一致", manage("makemigrations", "--check", "--dry-run")),
    ]
    if templates:
        steps.insert(4, Step("模板（djade）", [tool("djade"), "--target-version", "5.2", "--check", *templates]))
    return steps


def pytest(*words: str) -> list[str | Path]:
    """The command line of pytest."""
    return [sys.executable, "-P", "-m", "pytest", *words]


def manage(*words: str) -> list[str | Path]:
    """One of Django's own commands on our settings."""
    return [sys.executable, "-P", "-m", "lianxin", "manage", *words]


def vulnerabilities(root: Path) -> list[str | Path]:
    """Known holes in what is locked; 75 where nobody can be asked."""
    return [sys.executable, "-P", "-m", "lianxin.cli.testing.vulnerabilities", root / "requirements.lock"]


def tool(name: str) -> Path:
    """A program of the development environment."""
    path = SCRIPTS / (name + (".exe" if os.name == "nt" else ""))
    if not path.exists():
        raise Refusal(f"缺少工具 {name}。请用 ./lianxin test 运行，它会装好开发环境。")
    return path


def browser() -> str | None:
    """The system's Chromium, if there is one."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def _missing_tools() -> list[str]:
    missing = []
    if browser() is None:
        missing.append("缺少 Chromium 浏览器。在 Debian 上请运行：sudo apt install chromium fonts-noto-cjk")
    if not shutil.which("git"):
        missing.append("缺少 git。在 Debian 上请运行：sudo apt install git")
    return missing


def _run(root: Path, steps: Sequence[Step]) -> int:
    results = []
    for step in steps:
        say(f"── {step.title}")
        started = time.monotonic()
        status = _run_one(root, step)
        results.append((step.title, _word(status), time.monotonic() - started))
    say("── 结果")
    for title, word, seconds in results:
        say(f"{word}  {title}（{seconds:.0f} 秒）")
    failed = [title for title, word, _ in results if word == "失败"]
    unasked = [title for title, word, _ in results if word == "！！没查成"]
    if unasked:
        say(f"！！这台电脑上没有查成，发布以前要另查：{'、'.join(unasked)}")
    say(
        f"有 {len(failed)} 项没有通过：{'、'.join(failed)}"
        if failed
        else "全部通过。"
        if not unasked
        else "其余全部通过。"
    )
    return 1 if failed else 0


def _word(status: int) -> str:
    return {0: "通过", NOT_ASKED: "！！没查成"}.get(status, "失败")


def _run_one(root: Path, step: Step) -> int:
    with tempfile.TemporaryDirectory(prefix="lianxin-test-") as data:
        # Whatever this shell has set for a real installation must not reach the tests.
        clean = {name: value for name, value in os.environ.items() if not name.startswith("LIANXIN_")}
        environment = {**clean, "LIANXIN_DATA": data, **step.environment}
        return subprocess.run(step.command, cwd=root, env=environment, check=False).returncode
