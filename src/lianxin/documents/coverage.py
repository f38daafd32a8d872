"""Which characters the fonts at hand can draw, read from their ``cmap`` tables (OpenType 1.9, formats 4 and 12).

A typesetter draws an empty box for what no font holds, and the name is lost for good. Such a character is written as its
code instead, so that it can be filled in by hand, and pages say which font to add.
"""

import struct
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

from lianxin.documents.compiling import folder_state, wheel_fonts

PLANES = 0x40000
"""Ideographs lie in the planes 0, 2 and 3."""
_ALWAYS = frozenset(range(0x80)) | {0x200B, 0x200C, 0x200D, 0xFE0F, 0xFEFF}
"""Plain letters, which the typesetter's own font has, and marks nobody sees."""


def missing_in(text: str, fonts: Path) -> list[str]:
    """The characters of a text that no font at hand can draw, in the order of their codes."""
    known = _known(fonts, folder_state(fonts))
    return sorted(
        char for char in set(text) if ord(char) not in _ALWAYS and not (ord(char) < PLANES and known[ord(char)])
    )


def spelled_out(text: str, fonts: Path) -> str:
    """The text with every character that cannot be drawn as its code: ［U+20BB7］."""
    missing = missing_in(text, fonts)
    return text.translate({ord(char): f"［U+{ord(char):04X}］" for char in missing}) if missing else text


@lru_cache(maxsize=2)
def _known(fonts: Path, state: tuple[tuple[str, int, int], ...]) -> bytes:
    """One byte for each character: whether some font has it. A broken font has nothing."""
    known = bytearray(PLANES)
    folders = [wheel_fonts(), *([fonts] if state else [])]
    for path in sorted(path for folder in folders for path in folder.iterdir() if path.is_file()):
        for first, last in _ranges(path):
            known[first : last + 1] = b"\1" * (last + 1 - first)
    return bytes(known)


def _ranges(path: Path) -> Iterator[tuple[int, int]]:
    """The stretches of characters a font file has, below ``PLANES``."""
    try:
        data = path.read_bytes()
        found = [pair for start in _faces(data) for pair in _cmap(data, start)]
    except (OSError, struct.error, IndexError):
        return
    yield from ((first, min(last, PLANES - 1)) for first, last in found if first <= last and first < PLANES)


def _faces(data: bytes) -> Iterable[int]:
    """Where the fonts of a file begin: one, or those of a collection."""
    if data[:4] == b"ttcf":
        (count,) = struct.unpack_from(">I", data, 8)
        return struct.unpack_from(f">{min(count, 64)}I", data, 12)
    return (0,) if data[:4] in {b"OTTO", b"true", b"\0\1\0\0"} else ()


def _cmap(data: bytes, start: int) -> Iterator[tuple[int, int]]:
    (tables,) = struct.unpack_from(">H", data, start + 4)
    for number in range(tables):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, start + 12 + 16 * number)
        if tag == b"cmap":
            (count,) = struct.unpack_from(">H", data, offset + 2)
            for record in range(count):
                (place,) = struct.unpack_from(">I", data, offset + 4 + 8 * record + 4)
                yield from _subtable(data, offset + place)


def _subtable(data: bytes, at: int) -> Iterator[tuple[int, int]]:
    (kind,) = struct.unpack_from(">H", data, at)
    if kind == 12:
        (groups,) = struct.unpack_from(">I", data, at + 12)
        for group in range(groups):
            first, last, _ = struct.unpack_from(">III", data, at + 16 + 12 * group)
            yield first, last
    elif kind == 4:
        (doubled,) = struct.unpack_from(">H", data, at + 6)
        count = doubled // 2
        lasts = struct.unpack_from(f">{count}H", data, at + 14)
        firsts = struct.unpack_from(f">{count}H", data, at + 16 + doubled)
        yield from ((first, last) for first, last in zip(firsts, lasts, strict=True) if first != 0xFFFF)
