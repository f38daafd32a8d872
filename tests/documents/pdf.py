"""A PDF read back: only what our own typesetter writes as PDF 1.4 (plain objects, one stream a page, ToUnicode tables)."""

import re
import zlib
from dataclasses import dataclass

from lianxin.documents.joining import _Object, _objects

POINT = 25.4 / 72
_SHOWN = re.compile(
    rb"1 0 0 -1 (\S+) (\S+) cm[^()]*?BT[^()]*?/(f\d+) (\S+) Tf.*?0 0 Tm\[?(.*?)\]?T[jJ]\n",
    re.DOTALL,
)
_STRING = re.compile(rb"\(((?:\\.|[^\\)])*)\)", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(frozen=True)
class Run:
    """A run of text: millimetres from the left and the bottom of the page to the start of its baseline."""

    x: float
    y: float
    size: float
    text: str


def pages(pdf: bytes) -> list[list[Run]]:
    """The runs of every page, in the order in which they were written."""
    objects = _objects(pdf)
    (root,) = [n for n, found in objects.items() if b"/Type/Pages" in found.head and b"/Parent" not in found.head]
    return [_page(objects, number) for number in _leaves(objects, root)]


def objects_of(pdf: bytes) -> list[bytes]:
    """Every object's dictionary, as it is written."""
    return [found.head for found in _objects(pdf).values()]


def texts(pdf: bytes) -> list[str]:
    """The text of every page."""
    return ["".join(run.text for run in page) for page in pages(pdf)]


def lines(page: list[Run]) -> dict[float, str]:
    """The text of every line by its baseline in millimetres from the bottom, from the top down."""
    found: dict[float, str] = {}
    for run in sorted(page, key=lambda run: (-run.y, run.x)):
        found[round(run.y, 2)] = found.get(round(run.y, 2), "") + run.text
    return found


def stream_of(found: _Object) -> bytes:
    content = found.stream.partition(b"stream\n")[2]
    return zlib.decompressobj().decompress(content) if b"FlateDecode" in found.head else content


def _leaves(objects: dict[int, _Object], number: int) -> list[int]:
    kids = re.search(rb"/Kids\[([^\]]*)\]", objects[number].head)
    if kids is None:
        return [number]
    return [leaf for kid in re.findall(rb"(\d+) 0 R", kids[1]) for leaf in _leaves(objects, int(kid))]


def _page(objects: dict[int, _Object], number: int) -> list[Run]:
    """A page, and the foot laid over it where it came in a part."""
    resources, contents = (_reference(objects[number].head, name) for name in (b"Resources", b"Contents"))
    runs = _runs(objects, resources, contents)
    if b"/Foot" in objects[resources].head:
        foot = _reference(objects[resources].head, b"Foot")
        runs += _runs(objects, _reference(objects[foot].head, b"Resources"), foot)
    return runs


def _reference(head: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb"[ \[]+(\d+) 0 R", head)
    assert found is not None
    return int(found[1])


def _runs(objects: dict[int, _Object], resources: int, contents: int) -> list[Run]:
    named = re.findall(rb"/(f\d+) (\d+) 0 R", objects[resources].head)
    fonts = {name: _unicode(objects, int(font)) for name, font in named}
    runs = []
    for x, y, font, size, shown in _SHOWN.findall(stream_of(objects[contents])):
        codes = b"".join(_bytes(string) for string in _STRING.findall(shown))
        text = "".join(fonts[font].get(codes[at : at + 2], "\ufffd") for at in range(0, len(codes), 2))
        runs.append(Run(float(x) * POINT, float(y) * POINT, float(size), text))
    return runs


def _bytes(string: bytes) -> bytes:
    def plain(found: "re.Match[bytes]") -> bytes:
        code = found[1]
        return bytes([int(code, 8)]) if code.isdigit() else _ESCAPES.get(code, code)

    return re.sub(rb"\\([0-7]{1,3}|.)", plain, string, flags=re.DOTALL)


def _unicode(objects: dict[int, _Object], number: int) -> dict[bytes, str]:
    found = re.search(rb"/ToUnicode (\d+) 0 R", objects[number].head)
    assert found is not None
    table: dict[bytes, str] = {}
    content = stream_of(objects[int(found[1])])
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", content, re.DOTALL):
        for code, text in re.findall(rb"<(\w+)>\s*<(\w+)>", block):
            table[bytes.fromhex(code.decode())] = bytes.fromhex(text.decode()).decode("utf-16-be")
    return table
