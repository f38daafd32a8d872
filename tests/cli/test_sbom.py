"""The list of what we are made of agrees with the lock."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from lianxin.cli import main
from lianxin.cli.sbom import bill

LOCK = Path(__file__).resolve().parents[2] / "requirements.lock"


def locked() -> dict[str, str]:
    """But for what only another system needs."""
    lines = re.findall(r"^([A-Za-z0-9._-]+)==(\S+)(.*)", LOCK.read_text("utf-8"), re.MULTILINE)
    return {name: version for name, version, marker in lines if "sys_platform == 'win32'" not in marker}


def test_the_list_holds_what_is_locked_and_nothing_else() -> None:
    assert {part["name"]: part["version"] for part in bill()["components"]} == locked()


def test_every_part_that_says_its_licence_is_listed_with_it() -> None:
    assert [part["name"] for part in bill()["components"] if not part.get("licenses")] == ["huey"]  # it says none


def test_every_reference_leads_to_a_part_and_the_list_is_the_same_each_time() -> None:
    told = bill()
    there = {part["bom-ref"] for part in told["components"]} | {told["metadata"]["component"]["bom-ref"]}
    assert {each for tied in told["dependencies"] for each in (tied["ref"], *tied["dependsOn"])} == there
    assert bill() == told


def test_the_command_writes_it_as_json(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["sbom"]) == 0
    told: dict[str, Any] = json.loads(capfd.readouterr().out)
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
