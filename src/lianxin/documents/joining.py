"""Several PDFs of one document, made one after another, as one file, each page with its number out of all.

Typst holds a whole document in memory, and a ledger of ten thousand rows would take 1.8 GB; so it is typeset in parts.
As PDF 1.4 a part is a plain list of objects behind a table of offsets: joining gives them new numbers and hangs the
parts' trees of pages into one. How many pages there are is known last, so the feet of the pages are typeset last, in a
PDF of their own, and laid over the pages as forms. Only what ``compiling`` made ``plain`` may be joined.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import IO

_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_COUNT = re.compile(rb"/Type/Pages/Count (\d+)/Kids\[([^\]]*)\]")
_PAGE = re.compile(rb"/Type/Page/Resources (\d+) 0 R/MediaBox(\[[^\]]*\]).*?/Contents (\d+) 0 R", re.DOTALL)
_START = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*$")
_SECTION = re.compile(rb"xref\s+0 (\d+)\s+")
_OWN = re.compile(rb"/Type/Catalog\b|/(?:Producer|Creator|CreationDate|ModDate)\s*[(<]|/Subtype/XML")
"""Catalogue, information and metadata: the joined file has its own."""
CATALOGUE, TREE, INFORMATION, STAMP = 1, 2, 3, 4
LINE = 20
"""Bytes of a line in a table of offsets."""


@dataclass(frozen=True, slots=True)
class _Object:
    """An object of a PDF: its dictionary or value, and its stream with the word before it, or nothing."""

    head: bytes
    stream: bytes


def pages_in(part: bytes) -> int:
    """How many pages a part has."""
    return int(_tree_of(part)[1])


def join(parts: Sequence[bytes], feet: bytes, title: str, target: IO[bytes]) -> None:
    """Write the parts one after another as one PDF; page n is overlaid with page n of ``feet``."""
    sheet = _Sheet(target)
    forms = iter(sheet.add_feet(feet))
    trees = [sheet.add_part(part, forms) for part in parts]
    kids = b" ".join(b"%d 0 R" % number for number in trees)
    sheet.put(CATALOGUE, b"<</Type/Catalog/Pages %d 0 R/Lang(zh-CN)>>" % TREE)
    sheet.put(TREE, b"<</Type/Pages/Count %d/Kids[%s]>>" % (sum(map(pages_in, parts)), kids))
    sheet.put(INFORMATION, b"<</Title<feff%s>>>" % title.encode("utf-16-be").hex().encode())
    sheet.put(STAMP, b"<</Length 12>>\nstream\nq /Foot Do Q\nendstream")
    sheet.close()


class _Sheet:
    """The file being written: where each object begins."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target
        self._offsets: dict[int, int] = {}
        self._next = STAMP + 1
        self._position = 0
        self._write(b"%PDF-1.4\n%\xe4\xb8\x8a\n")

    def add_feet(self, feet: bytes) -> list[int]:
        """Write the contents of every page as a form; their numbers in the order of the pages."""
        objects, shift = _objects(feet), self._next - 1
        forms, order = {}, []
        for number in _kids(feet):
            page = _page_of(objects[number])
            forms[int(page[3])] = b"<</Type/XObject/Subtype/Form/BBox%s/Resources %d 0 R" % (page[2], int(page[1]))
            order.append(int(page[3]) + shift)
        for number, found in objects.items():
            if b"/Type/Page" in found.head:
                continue
            head = found.head.replace(b"<<", forms[number], 1) if number in forms else found.head
            self.put(number + shift, _shifted(head, shift) + found.stream)
        self._next += max(objects)
        return order

    def add_part(self, part: bytes, forms: Iterator[int]) -> int:
        """Write a part under new numbers, its pages with the next feet; the number of its tree of pages."""
        objects, shift = _objects(part), self._next - 1
        changed = dict(_stamped(objects, _kids(part), forms, shift))
        tree = 0
        for number, found in objects.items():
            head = changed.get(number) or _shifted(found.head, shift)
            if b"/Type/Pages/" in head:
                tree = number + shift
                head = head.replace(b"/Type/Pages", b"/Type/Pages/Parent %d 0 R" % TREE, 1)
            self.put(number + shift, head + found.stream)
        self._next += max(objects)
        return tree

    def put(self, number: int, body: bytes) -> None:
        """Write one object."""
        self._offsets[number] = self._position
        self._write(b"%d 0 obj\n%s\nendobj\n" % (number, body))

    def close(self) -> None:
        """The table of offsets, and where it stands."""
        start = self._position
        self._write(b"xref\n0 %d\n0000000000 65535 f \n" % self._next)
        for number in range(1, self._next):
            offset = self._offsets.get(number)
            self._write(b"0000000000 65535 f \n" if offset is None else b"%010d 00000 n \n" % offset)
        self._write(b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R>>\n" % (self._next, CATALOGUE, INFORMATION))
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)

    def _write(self, data: bytes) -> None:
        self._target.write(data)
        self._position += len(data)


def _stamped(
    objects: Mapping[int, _Object], kids: Sequence[int], forms: Iterator[int], shift: int
) -> Iterator[tuple[int, bytes]]:
    """The pages of a part with the stamp behind their contents, and their resources with the foot it calls."""
    for number in kids:
        head = objects[number].head
        page = _page_of(objects[number])
        resources, contents = int(page[1]), b"/Contents %s 0 R" % page[3]
        stamped = b"/Contents[%d 0 R %d 0 R]" % (int(page[3]) + shift, STAMP)
        before, _, after = head.rpartition(contents)
        yield number, _shifted(before, shift) + stamped + _shifted(after, shift)
        drawn = _shifted(objects[resources].head.removesuffix(b">>"), shift)
        yield resources, drawn + b"/XObject<</Foot %d 0 R>>>>" % next(forms)


def _shifted(head: bytes, shift: int) -> bytes:
    return _REFERENCE.sub(lambda found: b"%d 0 R" % (int(found[1]) + shift), head)


def _tree_of(part: bytes) -> "re.Match[bytes]":
    found = _COUNT.search(part)
    assert found is not None, "a part has a tree of pages"
    return found


def _kids(part: bytes) -> list[int]:
    tree = _tree_of(part)
    numbers = [int(found[1]) for found in _REFERENCE.finditer(tree[2])]
    assert len(numbers) == int(tree[1]), "the tree of a part is flat"
    return numbers


def _page_of(found: _Object) -> "re.Match[bytes]":
    page = _PAGE.search(found.head)
    assert page is not None, "a page has its own resources and one stream of contents"
    return page


def _objects(part: bytes) -> dict[int, _Object]:
    """The objects of a part by number, without those the joined file has itself."""
    start = _START.search(part, max(0, len(part) - 200))
    assert start is not None, "a part ends with the place of its table"
    table = int(start[1])
    section = _SECTION.match(part, table)
    assert section is not None, "a part has one table of offsets"
    lines = range(section.end(), section.end() + LINE * int(section[1]), LINE)
    offsets = {number: int(part[at : at + 10]) for number, at in enumerate(lines) if part[at + 17 : at + 18] == b"n"}
    borders = [*sorted(offsets.values()), table]
    ends = dict(pairwise(borders))
    objects = {}
    for number, offset in offsets.items():
        body = part[part.index(b"obj", offset) + 3 : ends[offset]].strip().removesuffix(b"endobj").rstrip()
        head, word, content = body.partition(b"\nstream\n")
        if not _OWN.search(head):
            objects[number] = _Object(head, word + content)
    return objects
