"""Kinds of hostile and odd spreadsheets, and mutations of good ones."""

import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

Make = Callable[[Path], Path]
NAMES = (
    "名册.xlsx",
    "../../../../etc/passwd.xlsx",
    "..\\..\\名册.xlsx",
    "a\x00b.xlsx",
    "名册.xlsx\x00.html",
    "CON.xlsx",
    "<img src=x onerror=1>.xlsx",
    "=1+1.xlsx",
    "名\u202exslx.exe",
    "长" * 190 + ".xlsx",
    "名册.html",
    ".htaccess",
    "名册\r\nX-Planted: 1.xlsx",
)
"""Under which files are sent, in turn: wrong types, ways out of the folder, NUL, line breaks."""


def kinds() -> dict[str, Make]:
    """Sixty and more kinds by name: those that tests give one sentence each, and such as are read or refused."""
    from tests.party.rosters.files import HEADINGS, member, package, roster, text_file, worksheet, xls, xlsx, xlsx_bytes
    from tests.party.rosters.reading.test_faults import SENTENCES

    def cell(name: str, text: str) -> str:
        return f'<c r="{name}" t="inlineStr"><is><t>{text}</t></is></c>'

    head = f'<row r="1">{cell("A1", "姓名")}{cell("B1", "身份证号")}</row>'
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = worksheet(head, f'<row r="2">{cell("A2", "&e11;")}</row>')
    outside = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    good = roster(5)
    return {
        **{name: make for name, (make, *_) in SENTENCES.items()},
        "good": lambda path: xlsx(path, good),
        "good xls": lambda path: xls(path, good),
        "gbk": lambda path: text_file(path, good, encoding="gb18030"),
        "big five": lambda path: text_file(path, [["姓名"], ["張三"]], encoding="big5"),
        "two-byte": lambda path: text_file(path, good, encoding="utf-16", delimiter="\t"),
        "full-width": lambda path: xlsx(path, [HEADINGS, member(1, 身份证号码="０" * 18, 出生日期="１９５７．７")]),
        "1e17": lambda path: xlsx(path, [HEADINGS, member(1, 身份证号码=1e17, 手机号码=1.39e10)]),
        "infinite": lambda path: xlsx(path, [HEADINGS, member(1, 身份证号码="1e999", 出生日期=1e300)]),
        "negative day": lambda path: xlsx(path, [HEADINGS, member(1, 出生日期=-1, 入党日期=99999999)]),
        "merged": lambda path: xlsx(path, [["党员花名册"], *good], merges=["A1:L1", "A3:A5", "B3:L5"]),
        "hidden": lambda path: xlsx(path, {"甲": [["x"]], "乙": good}, hidden=["乙"]),
        "duplicate headings": lambda path: xlsx(path, [[*HEADINGS, *HEADINGS], *(line * 2 for line in good[1:])]),
        "only headings": lambda path: xlsx(path, [HEADINGS]),
        "formulas": lambda path: xlsx(path, [HEADINGS, member(1, 姓名="=1+1", 学历='=HYPERLINK("http://x")')]),
        "script": lambda path: xlsx(path, [HEADINGS, member(1, 姓名="<script>1</script>", 所在党支部="{{7*7}}")]),
        "signs": lambda path: text_file(path, [HEADINGS, member(1, 姓名="张\u202e\x00三", 学历="\ud7ff\ufffe𠮷")]),
        "entities": lambda path: package(path, bomb.replace("?><w", f'?><!DOCTYPE x [<!ENTITY e0 "x">{entities}]><w')),
        "outer entity": lambda path: package(path, bomb.replace("?><w", f"?>{outside}<w").replace("&e11;", "&e;")),
        "links": lambda path: package(path, worksheet(head), xl__externalLinks__externalLink1_dot_xml=b"<x/>"),
        "macros": lambda path: package(path, worksheet(head), xl__vbaProject_dot_bin=b"x" * 5000),
        "way out": lambda path: package(path, worksheet(head), **{"..__..__..__tmp__planted": b"x"}),
        "nested": lambda path: package(path, worksheet(head), xl__media__image1=xlsx_bytes(good)),
        "doubled parts": _doubled,
        "deep": lambda path: package(path, worksheet("<row>" * 20_000 + "</row>" * 20_000)),
    }


def _doubled(path: Path) -> Path:
    """Two parts of one name."""
    import warnings

    from tests.party.rosters.files import roster, xlsx_bytes

    path.write_bytes(xlsx_bytes(roster(2)))
    with warnings.catch_warnings(), zipfile.ZipFile(path, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"<worksheet/>")
    return path


def cuts(count: int) -> Iterator[bytes]:
    """A good file cut off at so many points."""
    from tests.party.rosters.files import roster, xlsx_bytes

    content = xlsx_bytes(roster(20))
    for number in range(count):
        yield content[: len(content) * (number + 1) // (count + 1)]


def mutations(count: int) -> Iterator[bytes]:
    """Good files of each kind with bytes flipped, put in, left out, repeated; in archives also inside the parts."""
    from tests.party.rosters.files import roster, xls_bytes, xlsx_bytes

    chance = random.Random(10)
    rows = roster(20)
    packed, old = xlsx_bytes(rows), xls_bytes(rows)
    text = "\n".join(",".join(map(str, line)) for line in rows)
    for _ in range(count):
        kind = chance.randrange(4)
        if kind == 0:
            yield _inside(packed, chance)
        else:
            yield _damaged((packed, old, text.encode("gb18030"))[kind - 1], chance)


def _damaged(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randrange(1, 9)):
        at, length = chance.randrange(len(changed)), chance.randrange(1, 40)
        match chance.randrange(4):
            case 0:
                changed[at] = chance.randrange(256)
            case 1:
                del changed[at : at + length]
            case 2:
                changed[at:at] = changed[at : at + length]
            case _:
                changed[at:at] = chance.randbytes(length)
        if not changed:
            return b"\0"
    return bytes(changed)


def _inside(content: bytes, chance: random.Random) -> bytes:
    """The same done to one part of an archive, which is then packed rightly again."""
    import io

    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        chosen = chance.choice(old.namelist())
        for name in old.namelist():
            part = old.read(name)
            new.writestr(name, _damaged(part, chance) if name == chosen and part else part)
    return target.getvalue()
