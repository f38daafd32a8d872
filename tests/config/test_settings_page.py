import re
from pathlib import Path

from lianxin.config.env import DECLARED

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| `(LIANXIN_\w+)` \| (?:`([^`]*)`|（空）) \| (.+) \|$", re.MULTILINE)


def test_the_page_lists_what_the_code_reads() -> None:
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    assert ROW.findall(page) == [(setting.name, setting.default, setting.help) for setting in DECLARED]


def test_the_code_reads_nothing_else() -> None:
    declared = {setting.name for setting in DECLARED}
    used = set()
    for path in [*(ROOT / "src").rglob("*.py"), ROOT / "lianxin"]:
        used |= set(re.findall(r"\bLIANXIN_[A-Z_]+[A-Z]\b", path.read_text("utf-8")))
    assert used == declared
