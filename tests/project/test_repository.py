import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["requirements.lock", "requirements-dev.lock"]
# Written apart, so that this file does not hold what it looks for.
REGISTRY_HOSTS = [
    "py" + "pi.org",
    "python" + "hosted",
    "npm" + "js",
    "tuna." + "tsinghua",
    "mirrors" + ".",
    "ali" + "yun",
    "/wor" + "k/",
]
THIRD_PARTY = re.compile(
    r"\.min\.(js|css)$|\.(woff2?|ttf|otf|eot)$|(^|/)(htmx|leaflet|bootstrap|jquery)[^/]*\.(js|css)$"
)


def tracked() -> list[Path]:
    """Every file of the repository, also those not yet committed, without ignored ones."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def templates() -> list[Path]:
    return sorted((ROOT / "src").rglob("templates/**/*.html"))


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_address(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert [line for line in text.splitlines() if "://" in line or line.startswith("-")] == []


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_of_a_lock_is_pinned_and_hashed(name: str) -> None:
    entries = re.split(r"\n(?=[a-z])", (ROOT / name).read_text("utf-8").strip())
    assert [entry.splitlines()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_the_development_lock_agrees_with_the_other() -> None:
    pins = [
        dict(re.findall(r"^([\w.-]+)==([^\s;]+)", (ROOT / name).read_text("utf-8"), re.MULTILINE)) for name in LOCKS
    ]
    assert {name: pins[1].get(name) for name in pins[0]} == pins[0]


def test_no_file_names_a_registry_or_this_machine() -> None:
    found = []
    for path in tracked():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {host}" for host in REGISTRY_HOSTS if host in text]
    assert found == []


def test_no_third_party_file_is_kept() -> None:
    assert [str(path) for path in tracked() if THIRD_PARTY.search(path.as_posix())] == []


def test_no_template_carries_inline_script_or_style() -> None:
    inline = re.compile(
        r"<script(?![^>]*\bsrc=)|<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE
    )
    found = []
    for path in templates():
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if inline.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()}")
    assert found == []


def test_nothing_in_a_template_comes_from_elsewhere() -> None:
    outside = re.compile(r"(src|href)=[\"'](https?:)?//", re.IGNORECASE)
    assert [str(path) for path in templates() if outside.search(path.read_text("utf-8"))] == []


def test_views_reach_rows_through_queries_and_actions_only() -> None:
    views = [*(ROOT / "src/lianxin").glob("*/views.py"), *(ROOT / "src/lianxin").glob("*/views/**/*.py")]
    assert [str(path) for path in views if ".objects" in path.read_text("utf-8")] == []


def test_every_test_folder_mirrors_a_package() -> None:
    packages = {path.name for path in (ROOT / "src/lianxin").iterdir() if path.is_dir()}
    folders = {path.name for path in (ROOT / "tests").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert sorted(folders - packages - {"project"}) == []


def test_the_readme_names_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert "./lianxin up" in text
    assert "./lianxin test" in text


def test_the_runtime_dependencies_are_those_of_the_lock() -> None:
    import tomllib

    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    names = {re.match(r"[\w.-]+", entry).group().lower() for entry in wanted}  # type: ignore[union-attr]
    locked = set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE))
    assert sorted(names - locked) == []
