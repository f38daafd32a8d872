"""The child process that fills a sheet: `python -m lianxin.reports.sheets.writing.child PATH LIMITS`.

It limits itself as the one that reads, takes orders from standard input, one frame each (`("order", order)`, then
`("end",)`), and answers `("formulas", by sheet)`, `("file", bytes)` repeatedly and `("end",)`; or
`("fault", fault, details)`. Nothing it makes touches the disk.
"""

import sys
from pathlib import Path
from typing import BinaryIO

from lianxin.tables.child import confine
from lianxin.tables.frames import read_frames, write_frame
from lianxin.tables.limits import Limits
from lianxin.tables.problems import Fault, UnreadableFile
from lianxin.tables.sniff import sniff

_PIECE = 1024 * 1024


def main(arguments: list[str]) -> int:
    """Fill the file named first within the limits given second."""
    limits = Limits.from_text(arguments[1])
    out = sys.stdout.buffer
    orders = [frame[1] for frame in read_frames(sys.stdin.buffer) if frame[0] == "order"]
    confine(limits)
    try:
        _fill(Path(arguments[0]), orders, limits, out)
    except UnreadableFile as problem:
        write_frame(out, "fault", str(problem.fault), problem.details)
    except MemoryError:
        write_frame(out, "fault", str(Fault.TOO_MUCH_WORK), {})
    except OSError:
        write_frame(out, "fault", str(Fault.NOT_FOUND), {})
    except BaseException:  # noqa: BLE001 - whatever a hostile file makes a parser raise
        write_frame(out, "fault", str(Fault.DAMAGED), {})
    return 0


def _fill(path: Path, orders: list[object], limits: Limits, out: BinaryIO) -> None:
    from lianxin.reports.sheets.writing.package import fill_package

    sniff(path, limits)
    content, formulas = fill_package(path, orders, limits)  # type: ignore[arg-type]  # plain values of our own other end
    write_frame(out, "formulas", formulas)
    for start in range(0, len(content), _PIECE):
        write_frame(out, "file", content[start : start + _PIECE])
    write_frame(out, "end")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
