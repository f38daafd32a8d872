"""A document typeset in a process of its own: ``python -m lianxin.documents.child``.

Typst keeps what it has laid out and gives it back late: 600 rows of 16 columns take some 150 MB. The process that serves
pages must not carry that, so whatever is large is made here: the order comes on standard input as JSON, the PDF leaves on
standard output, and the memory ends with the process. Nothing touches the disk.
"""

import json
import sys
from contextlib import suppress
from pathlib import Path

from lianxin.documents.compiling import typeset_here

MOST_MEMORY = 3 * 1024**3
"""Bytes of address space, fonts and shared code included."""


def main() -> None:
    """Read one order, write one PDF."""
    _limit_memory()
    order = json.load(sys.stdin.buffer)
    made = typeset_here(order["template"], order["data"], Path(order["fonts"]), plain=order["plain"])
    sys.stdout.buffer.write(made)


def _limit_memory() -> None:
    with suppress(ImportError, ValueError, OSError):  # not there on Windows, not allowed everywhere
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


if __name__ == "__main__":
    main()
