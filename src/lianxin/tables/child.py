"""The child process that opens a roster file: `python -m lianxin.tables.child PATH LIMITS`.

It gives itself little memory and little time before it touches the file, and writes frames to standard output:
`("kind", kind, notes)`, then for each sheet `("sheet", name, hidden)`, `("rows", numbers, rows)` repeatedly and
`("merges", ranges)`, and at last `("end",)`; or `("fault", fault, details)`. It imports neither Django nor the kernel.
"""

import gc
import sys
from pathlib import Path
from typing import BinaryIO

from lianxin.tables.frames import write_frame
from lianxin.tables.grid import Grid
from lianxin.tables.limits import Limits
from lianxin.tables.problems import Fault, UnreadableFile
from lianxin.tables.sniff import sniff

_ROWS_PER_FRAME = 2_000


def main(arguments: list[str]) -> int:
    """Read the file named first within the limits given second."""
    gc.disable()  # the process ends before there is anything to collect
    limits = Limits.from_text(arguments[1])
    confine(limits)
    out = sys.stdout.buffer
    try:
        tell(Path(arguments[0]), limits, out)
    except UnreadableFile as problem:
        write_frame(out, "fault", str(problem.fault), problem.details)
    except MemoryError:
        write_frame(out, "fault", str(Fault.TOO_MUCH_WORK), {})
    except OSError:
        write_frame(out, "fault", str(Fault.NOT_FOUND), {})
    except BaseException:  # noqa: BLE001 - a panic in the Rust reader derives from BaseException
        write_frame(out, "fault", str(Fault.DAMAGED), {})
    return 0


def confine(limits: Limits) -> None:
    """Limit memory and processor time of this process; Windows has only the parent's clock."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def tell(path: Path, limits: Limits, out: BinaryIO) -> None:
    """Read a file and write its frames.

    Raises:
        UnreadableFile: whatever keeps it from being read.
    """
    sniffed = sniff(path, limits)
    write_frame(out, "kind", sniffed.kind, sniffed.notes)
    if sniffed.kind == "csv":
        from lianxin.tables.delimited import read_delimited

        _tell_grid(read_delimited(path, limits), out)
    else:
        from lianxin.tables.spreadsheets import Spreadsheet

        book = Spreadsheet(path, limits, zipped=sniffed.kind == "xlsx")
        cells = 0
        for name in book.sheets:
            grid = book.grid(name)
            cells += grid.cells
            if cells > limits.cells:
                raise UnreadableFile(Fault.TOO_MANY_CELLS)
            _tell_grid(grid, out)
    write_frame(out, "end")


def _tell_grid(grid: Grid, out: BinaryIO) -> None:
    write_frame(out, "sheet", grid.name, grid.hidden)
    for start in range(0, len(grid.rows), _ROWS_PER_FRAME):
        part = slice(start, start + _ROWS_PER_FRAME)
        write_frame(out, "rows", grid.numbers[part], grid.rows[part])
    write_frame(out, "merges", grid.merges)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
