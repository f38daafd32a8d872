"""The style sheets: weight, contrast, layers, what old browsers understand; and no inline style or script anywhere."""

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import lianxin
from lianxin.ui.templatetags.ui import LAYERS

PACKAGE = Path(lianxin.__file__).parent
STATIC = PACKAGE / "ui" / "static" / "ui"
SHEETS = [STATIC / f"{layer}.css" for layer in LAYERS]
TEMPLATES = sorted(PACKAGE.glob("*/templates/**/*.html"))

PAPERS = ("paper", "card", "rail")
PAIRS = [
    *(
        (ink, paper)
        for ink in ("ink", "ink-2", "ink-3", "link", "red", "bad", "warn", "ok", "gold")
        for paper in PAPERS
    ),
    *((tone, f"{tone}-soft") for tone in ("bad", "warn", "ok", "info", "quiet", "gold")),
    *((ink, f"{tone}-soft") for ink in ("ink", "ink-2", "link") for tone in ("bad", "warn", "ok", "info", "gold")),
    ("on-red", "red"),
    ("on-red", "red-deep"),
    ("card", "ink"),
    ("ink-2", "quiet-soft"),
]
BOUNDARIES = [("edge", paper) for paper in PAPERS] + [("focus", paper) for paper in PAPERS]


def _tokens(*, large: bool) -> dict[str, str]:
    text = (STATIC / "tokens.css").read_text()
    usual, _, rest = text.partition('[data-type="large"]')
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", usual))
    if large:
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", rest))
    return found


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_rightly() -> None:
    assert round(_contrast("#000000", "#ffffff"), 2) == 21
    assert round(_contrast("#767676", "#ffffff"), 2) == 4.54


@pytest.mark.parametrize("large", [False, True])
def test_text_is_readable_on_every_ground(large: bool) -> None:
    colours = _tokens(large=large)
    faint = {pair: round(_contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in PAIRS}
    assert {pair: ratio for pair, ratio in faint.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("large", [False, True])
def test_edges_of_controls_are_seen(large: bool) -> None:
    colours = _tokens(large=large)
    faint = {pair: round(_contrast(colours[pair[0]], colours[pair[1]]), 2) for pair in BOUNDARIES}
    assert {pair: ratio for pair, ratio in faint.items() if ratio < 3} == {}


def test_all_sheets_together_weigh_at_most_12_kilobytes() -> None:
    assert sum(len(gzip.compress(sheet.read_bytes(), 9)) for sheet in SHEETS) <= 12 * 1024


def test_script_stays_small() -> None:
    assert len((STATIC / "app.js").read_text().splitlines()) <= 150


def test_layers_are_declared_in_the_first_sheet() -> None:
    assert f"@layer {', '.join(LAYERS)};" in (STATIC / "tokens.css").read_text()
    for layer, sheet in zip(LAYERS, SHEETS, strict=True):
        assert f"@layer {layer} {{" in sheet.read_text()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_chromium_109_understands_every_rule(sheet: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    for newer in ("color-mix(", "&", ":popover-open", "@scope", "light-dark(", "@starting-style", "anchor("):
        assert newer not in text
    assert text.count("{") == text.count("}")
    assert re.findall(r"url\((?!\"[\w.-]+\.svg\")", text) == []


@pytest.mark.parametrize("sheet", SHEETS[1:-1], ids=lambda sheet: sheet.name)
def test_every_variable_is_a_token(sheet: Path) -> None:
    known = set(re.findall(r"(--[\w-]+):", (STATIC / "tokens.css").read_text()))
    assert set(re.findall(r"var\((--[\w-]+)", sheet.read_text())) <= known


class _Inline(HTMLParser):
    """Collects what a strict content security policy would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        self.found += [f"{tag} {name}" for name in names if name == "style" or re.fullmatch(r"on[a-z]+", name)]
        self.found += [
            f"{tag} {n}={v}" for n, v in names.items() if n.startswith("hx-on") or "javascript:" in (v or "")
        ]
        if tag == "style":
            self.found.append("<style>")
        self._script = tag == "script" and "src" not in names

    def handle_data(self, data: str) -> None:
        if self._script and data.strip():
            self.found.append(f"<script> {data.strip()[:40]}")

    def handle_endtag(self, tag: str) -> None:
        self._script = False


def _inline(text: str) -> list[str]:
    reader = _Inline()
    reader.feed(re.sub(r"\{%.*?%\}", "", text))
    return reader.found


def test_inline_code_would_be_found() -> None:
    text = '<p style="x"></p><a onclick="f()" href="javascript:g()"></a><style></style><script>h()</script>'
    assert len(_inline(text)) == 5


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_template_holds_style_or_script(template: Path) -> None:
    assert _inline(template.read_text()) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_template_fetches_from_elsewhere(template: Path) -> None:
    assert re.findall(r"(?:src|href)=[\"'](?:https?:)?//", template.read_text()) == []
