"""What the documents say of the code is true."""

import re
from pathlib import Path

import pytest

from lianxin.cli import build_parser
from lianxin.declare.ledgers import all_ledgers
from lianxin.declare.nav import nav_items
from lianxin.declare.roles import ROLE_LABELS, Role
from lianxin.party.records import FIELDS
from lianxin.party.rosters.reading.remarks import Refusal

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
MANUAL = DOCS / "manual"
TOP = [ROOT / name for name in ("README.md", "README.en.md", "CHANGELOG.md", "CONTRIBUTING.md")]
PAGES = [*TOP, *sorted(DOCS.rglob("*.md"))]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
ROW = re.compile(r"^\| ([^|]+?) \| ([^|]+?) \|", re.MULTILINE)
CODE = re.compile(r"`([^`]+)`")


def glossary() -> dict[str, list[str]]:
    """Term → the identifiers beside it."""
    rows = ROW.findall((DOCS / "glossary.md").read_text("utf-8"))
    return {term: CODE.findall(code) for term, code in rows}


def anchor_of(heading: str) -> str:
    return re.sub(r"[^\w\- 一-鿿]", "", heading.strip().lower()).replace(" ", "-")


def test_the_glossary_names_every_field_of_a_member() -> None:
    terms = glossary()
    assert {field.label: field.name for field in FIELDS.values()} == {
        term: codes[0] for term, codes in terms.items() if codes and term in {f.label for f in FIELDS.values()}
    }


def test_the_glossary_names_every_role() -> None:
    terms = glossary()
    assert {ROLE_LABELS[role]: [role.value] for role in Role if role is not Role.MEMBER} == {
        ROLE_LABELS[role]: terms.get(ROLE_LABELS[role]) for role in Role if role is not Role.MEMBER
    }
    assert "| 党员 | `member` |" in (DOCS / "glossary.md").read_text("utf-8")


def test_the_glossary_names_every_ledger() -> None:
    terms = glossary()
    assert {ledger.title: [ledger.name] for ledger in all_ledgers()} == {
        ledger.title: terms.get(ledger.title) for ledger in all_ledgers()
    }


def test_every_link_of_every_document_leads_somewhere() -> None:
    lost = []
    for page in PAGES:
        for target in LINK.findall(page.read_text("utf-8")):
            path, _, anchor = target.partition("#")
            if "://" in path:
                continue
            goal = (page.parent / path).resolve() if path else page
            if not goal.exists():
                lost.append(f"{page.relative_to(ROOT)}: {target}")
            elif anchor and goal.suffix == ".md":
                headings = re.findall(r"^#+ (.+)$", goal.read_text("utf-8"), re.MULTILINE)
                if anchor not in {anchor_of(heading) for heading in headings}:
                    lost.append(f"{page.relative_to(ROOT)}: {target}")
    assert lost == []


def test_the_manual_says_where_each_place_of_the_desk_is_told_of() -> None:
    index = (MANUAL / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \| \[[^\]]+\]\((\w[\w-]*\.md)\) \|$", index, re.MULTILINE)
    assert [(place, label) for place, label, _ in rows] == [(item.place.value, item.label) for item in nav_items()]


def test_every_page_of_the_manual_is_in_its_index() -> None:
    index = set(LINK.findall((MANUAL / "README.md").read_text("utf-8")))
    assert sorted(path.name for path in MANUAL.glob("*.md") if path.name not in {"README.md", *index}) == []


def test_every_picture_is_shown_and_made_by_the_script() -> None:
    shown = {
        Path(target).name
        for page in PAGES
        for target in LINK.findall(page.read_text("utf-8"))
        if target.endswith(".png")
    }
    script = (MANUAL / "shots.py").read_text("utf-8")
    kept = {path.name for path in (MANUAL / "img").glob("*.png")}
    assert kept == shown
    assert sorted(name for name in kept if f'"{name.removesuffix(".png")}"' not in script) == []


def test_the_manual_tells_every_reason_to_refuse_a_row() -> None:
    told = re.findall(r"^\| `(\w+)` \|", (MANUAL / "mending.md").read_text("utf-8"), re.MULTILINE)
    assert told == [refusal.value for refusal in Refusal]


def test_the_manual_names_every_command() -> None:
    page = (MANUAL / "commands.md").read_text("utf-8")
    names = re.findall(r"^    (\w+)\s", build_parser().format_help(), re.MULTILINE)
    assert len(names) > 5
    assert [name for name in names if f"`{name}" not in page] == []


def test_the_index_of_decisions_lists_every_decision_under_its_title() -> None:
    index = (DOCS / "adr" / "README.md").read_text("utf-8")
    listed = re.findall(r"^\d+\. \[(.+)\]\((\d{4}-[\w-]+\.md)\)$", index, re.MULTILINE)
    files = sorted(path.name for path in (DOCS / "adr").glob("0*.md"))
    assert [name for _, name in listed] == files
    titles = [(DOCS / "adr" / name).read_text("utf-8").splitlines()[0] for name in files]
    assert [re.sub(r"^# \d+\. ", "", title) for title in titles] == [title for title, _ in listed]


def test_the_index_of_documents_lists_every_document() -> None:
    index = (DOCS / "README.md").read_text("utf-8")
    pages = {path.name for path in DOCS.glob("*.md")} - {"README.md"}
    assert sorted(name for name in pages if f"({name})" not in index) == []


def test_the_architecture_names_every_package() -> None:
    text = (DOCS / "architecture.md").read_text("utf-8")
    packages = {path.name for path in (ROOT / "src" / "lianxin").iterdir() if (path / "__init__.py").is_file()}
    assert sorted(name for name in packages if not re.search(rf"\b{name}\b", text)) == []


@pytest.mark.parametrize("name", ["README.md", "README.en.md"])
def test_a_readme_names_both_commands(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert re.search(r"^\./lianxin up\b", text, re.MULTILINE)
    assert re.search(r"^\./lianxin test\b", text, re.MULTILINE)
