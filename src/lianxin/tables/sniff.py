"""What kind of file it is: told by its content, never by its name. Runs in the child process."""

import re
import zipfile
from pathlib import Path
from typing import Literal, NamedTuple

from lianxin.tables.limits import Limits
from lianxin.tables.problems import Fault, UnreadableFile

Kind = Literal["xlsx", "xls", "csv"]

MACROS = "文件里有宏，没有运行，也没有读。"
LINKS = "文件里有指向其他文件的链接，没有跟随，只读了保存在表里的值。"

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 64 * 1024
_SIGNATURES = (
    (b"%PDF", " PDF 文件"),
    (b"{\\rtf", " Word 文档"),
    (b"%!PS", " PostScript 文件"),
    (b"ID;P", " SYLK 表格"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"II*\x00", "图片"),
    (b"MM\x00*", "图片"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
    (b"PK\x05\x06", "空的压缩包"),
    (b"SQLite format 3", "数据库文件"),
    (b"MZ", "程序"),
    (b"\x7fELF", "程序"),
)
_TEXT_SIGNATURES = frozenset({b"BM", b"MZ"})
"""Two plain letters may also begin a text; they count only before something that is no text."""

_MARKUP = re.compile(
    rb"\s*<(?:!doctype\s+html|html|head|meta|style|body|div|table|\?xml|!--)|\s*mime-version:", re.IGNORECASE
)
"""A page as government systems hand it out under the name of a spreadsheet; also with its pictures in one file (.mht)."""
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_CONTROLS = bytes({*range(0x20), 0x7F} - {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1A, 0x00})
_OLE_ENTRY = 128
_SMALL_MEMBER = 4 * 1024 * 1024
_ZIP_ENCRYPTED = 0x1
_END_RECORD = b"PK\x05\x06"


class Sniffed(NamedTuple):
    """The kind of file and what should be said about it besides."""

    kind: Kind
    notes: list[str]


def sniff(path: Path, limits: Limits) -> Sniffed:
    """Tell the kind of a file and refuse what is no roster.

    Raises:
        UnreadableFile: another kind of file, encrypted, damaged, or a bomb.
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    if not head.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise UnreadableFile(Fault.EMPTY)
    if head.startswith(_ZIP):
        return _sniff_archive(path, limits)
    if head.startswith(_OLE):
        return _sniff_ole(path)
    if _MARKUP.match(head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")):
        raise UnreadableFile(Fault.WEB_PAGE)
    text = is_text(head)
    for signature, kind in _SIGNATURES:
        if head.startswith(signature) and not (text and signature in _TEXT_SIGNATURES):
            raise UnreadableFile(Fault.OTHER_KIND, kind=kind)
    if not text:
        raise UnreadableFile(Fault.OTHER_KIND, kind="别的文件")
    return Sniffed("csv", [])


def is_text(head: bytes) -> bool:
    """Whether the beginning of a file looks like text: hardly a control character, few NULs unless UTF-16."""
    if head.startswith(_UTF16_MARKS):
        return True
    strange = len(head) - len(head.translate(None, _CONTROLS))
    return strange * 200 <= len(head) and head.count(0) * 20 <= len(head)


def _sniff_archive(path: Path, limits: Limits) -> Sniffed:
    _refuse_crowded_directory(path, limits)
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError, OverflowError) as error:
        raise UnreadableFile(Fault.DAMAGED) from error
    names = {member.filename for member in members}
    if not ("[Content_Types].xml" in names and "xl/workbook.xml" in names):
        raise UnreadableFile(Fault.OTHER_KIND, kind=_kind_of_archive(names))
    _refuse_bomb(members, limits)
    if any(member.flag_bits & _ZIP_ENCRYPTED for member in members):
        raise UnreadableFile(Fault.ENCRYPTED)
    sniffed = Sniffed("xlsx", [])
    if any(name.rpartition("/")[2].lower() == "vbaproject.bin" for name in names):
        sniffed.notes.append(MACROS)
    if any(name.startswith("xl/externalLinks/") for name in names):
        sniffed.notes.append(LINKS)
    return sniffed


def _refuse_crowded_directory(path: Path, limits: Limits) -> None:
    """Before `zipfile` builds an object for each of a million members."""
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        stream.seek(max(0, size - _HEAD - 22))
        tail = stream.read()
    at = tail.rfind(_END_RECORD)
    if at < 0 or len(tail) < at + 22:
        raise UnreadableFile(Fault.DAMAGED)
    count = int.from_bytes(tail[at + 10 : at + 12], "little")
    directory = int.from_bytes(tail[at + 12 : at + 16], "little")
    if count > limits.archive_members or directory > limits.archive_members * 512:
        raise UnreadableFile(Fault.BOMB)


def _refuse_bomb(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > limits.archive_members:
        raise UnreadableFile(Fault.BOMB)
    if sum(member.file_size for member in members) > limits.unpacked_size:
        raise UnreadableFile(Fault.BOMB)
    for member in members:
        if member.file_size > _SMALL_MEMBER and member.file_size > limits.unpacked_ratio * member.compress_size:
            raise UnreadableFile(Fault.BOMB)


def _kind_of_archive(names: set[str]) -> str:
    if "word/document.xml" in names:
        return " Word 文档"
    if "ppt/presentation.xml" in names:
        return "演示文稿"
    if "xl/workbook.bin" in names:
        return " .xlsb 表格"
    if "content.xml" in names and "mimetype" in names:
        return " OpenDocument 文件（.ods 等）"
    if "OFD.xml" in names:
        return " OFD 文件"
    return "压缩包"


def _sniff_ole(path: Path) -> Sniffed:
    content = path.read_bytes()
    if _has_ole_entry(content, "EncryptedPackage"):
        raise UnreadableFile(Fault.ENCRYPTED)
    if _has_ole_entry(content, "Workbook") or _has_ole_entry(content, "Book"):
        macros = _has_ole_entry(content, "_VBA_PROJECT_CUR") or _has_ole_entry(content, "_VBA_PROJECT")
        return Sniffed("xls", [MACROS] if macros else [])
    if _has_ole_entry(content, "WordDocument"):
        raise UnreadableFile(Fault.OTHER_KIND, kind=" Word 文档")
    if _has_ole_entry(content, "PowerPoint Document"):
        raise UnreadableFile(Fault.OTHER_KIND, kind="演示文稿")
    raise UnreadableFile(Fault.DAMAGED)


def _has_ole_entry(content: bytes, name: str) -> bool:
    """Whether a directory entry of this name stands in a compound file; entries are 128 bytes, aligned."""
    wanted = name.encode("utf-16-le") + b"\x00\x00"
    length = len(wanted).to_bytes(2, "little")
    at = content.find(wanted)
    while at >= 0:
        if at % _OLE_ENTRY == 0 and content[at + 64 : at + 66] == length:
            return True
        at = content.find(wanted, at + 1)
    return False
