"""For tests/ and e2e/ alike: a skipped test is never silent, and with --no-skips it is a failure."""

from collections.abc import Sequence

import pytest
from _pytest.terminal import TerminalReporter


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--no-skips``."""
    parser.addoption("--no-skips", action="store_true", help="a skipped test fails the run")


def _skipped(config: pytest.Config) -> Sequence[pytest.TestReport]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return reporter.stats.get("skipped", []) if isinstance(reporter, TerminalReporter) else []


def pytest_terminal_summary(terminalreporter: TerminalReporter, config: pytest.Config) -> None:
    """Say loudly what was not run and what was missing."""
    skipped = _skipped(config)
    if not skipped:
        return
    terminalreporter.section("没有运行的测试", sep="!", red=True)
    for report in skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        terminalreporter.line(f"{report.nodeid}：{reason}", red=True)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """With ``--no-skips``, not run means not passed."""
    on_worker = hasattr(session.config, "workerinput")
    if session.config.getoption("--no-skips") and not on_worker and not exitstatus and _skipped(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
