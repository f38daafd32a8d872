from pathlib import Path

import pytest

from lianxin.cli.testing.vulnerabilities import NOT_ASKED, judge

LOCK = Path("requirements.lock")
SOUND = {"name": "a", "version": "1", "vulns": []}
SKIPPED = {"name": "b", "skip_reason": "not found"}
HOLED = {"name": "c", "version": "2", "vulns": [{"id": "PYSEC-1"}]}


@pytest.mark.parametrize(
    ("parts", "status"),
    [([SOUND], 0), ([SOUND, SKIPPED], NOT_ASKED), ([], NOT_ASKED), ([SOUND, SKIPPED, HOLED], 1)],
)
def test_what_could_not_be_asked_about_is_not_taken_for_sound(parts: list[dict[str, object]], status: int) -> None:
    assert judge({"dependencies": parts}, LOCK) == status


def test_it_is_said_loudly_and_with_the_command_for_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    judge({"dependencies": [SKIPPED]}, LOCK)
    said = capsys.readouterr().err
    assert "！！没有查成" in said
    assert "pip-audit -r requirements.lock --no-deps --disable-pip --strict" in said
