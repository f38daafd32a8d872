"""Which fonts documents are set in: the office's own where it has dropped them in, those of the installation behind them.

No free complete 仿宋 exists, and the prescribed fonts may not be given away; an office has them from its other programs.
Behind every one of them stands Noto, so that a name with a rare character never loses it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import typst
from django.conf import settings

from lianxin.documents.compiling import SANS, SERIF, folder_state

ENDINGS = frozenset({".ttf", ".otf", ".ttc", ".otc"})


@dataclass(frozen=True, slots=True)
class Slot:
    """A font that GB/T 9704-2012 asks for: what it is for, by which words its file or family is known, what stands in."""

    code: str
    label: str
    use: str
    words: tuple[str, ...]
    stand_in: str


SLOTS: Sequence[Slot] = (
    Slot("title", "方正小标宋", "公文标题、发文机关标志", ("xiaobiaosong", "fzxbs", "小标宋"), SERIF),
    Slot("body", "仿宋_GB2312", "公文正文、主送机关、落款", ("fangsong", "simfang", "仿宋"), SERIF),
    Slot("kai", "楷体_GB2312", "第二层标题“（一）”", ("kaiti", "simkai", "楷体"), SERIF),
    Slot("hei", "黑体", "第一层标题“一、”、表头", ("simhei", "heiti", "黑体"), SANS),
    Slot("song", "宋体", "页码", ("simsun", "songti", "宋体"), SERIF),
)
"""In the order in which a font is recognised: 小标宋体 is no 宋体."""


@dataclass(frozen=True, slots=True)
class Found:
    """A slot as it stands: the office's family and file, or "" where the stand-in serves."""

    slot: Slot
    family: str = ""
    file: str = ""


def fonts_folder() -> Path:
    """Where an office drops its fonts."""
    return Path(settings.DATA_DIR) / "fonts"


def found_fonts() -> Sequence[Found]:
    """Every slot with the office's font, in the order of ``SLOTS``."""
    folder = fonts_folder()
    return _found(folder, folder_state(folder))


def unrecognised() -> list[str]:
    """Files in the folder that serve no slot: not fonts, or fonts of another kind."""
    used = {found.file for found in found_fonts()}
    return sorted(name for name, _, _ in folder_state(fonts_folder()) if name not in used)


def families() -> dict[str, list[str]]:
    """For each slot the families to set it in, the best first; ``plain`` and ``strong`` are what tables are set in."""
    chosen = {found.slot.code: [*filter(None, [found.family]), found.slot.stand_in] for found in found_fonts()}
    both = {SERIF: SANS, SANS: SERIF}
    chains = {code: [*names, both[names[-1]]] for code, names in chosen.items()}
    return {**chains, "plain": [SERIF, SANS], "strong": [SANS, SERIF]}


@lru_cache(maxsize=2)
def _found(folder: Path, state: tuple[tuple[str, int, int], ...]) -> Sequence[Found]:
    slots: dict[str, Found] = {}
    if state:
        known = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]).fonts()
        for font in sorted(known, key=lambda font: font.path or ""):
            path = Path(font.path or "")
            slot = _slot_of(font.family, path.stem)
            if slot is not None:
                slots.setdefault(slot.code, Found(slot, font.family, path.name))
    return tuple(slots.get(slot.code, Found(slot)) for slot in SLOTS)


def _slot_of(family: str, stem: str) -> Slot | None:
    """The family's own name decides; the file's name helps where the family is written in another way."""
    for name in (family, stem):
        told = name.lower().replace(" ", "").replace("-", "").replace("_", "")
        for slot in SLOTS:
            if any(word in told for word in slot.words):
                return slot
    return None
