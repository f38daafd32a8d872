"""How much of a file is read at most."""

from typing import NamedTuple, Self

MEGABYTE = 1024 * 1024


class Limits(NamedTuple):
    """Bounds of one file. Sizes in bytes, times in seconds.

    A community has some hundred members, a street some ten thousand; the bounds lie far above that and far below
    what would hurt the machine. A plain tuple, so that the child starts quickly.
    """

    file_size: int = 30 * MEGABYTE
    unpacked_size: int = 160 * MEGABYTE
    unpacked_ratio: int = 400
    archive_members: int = 2_000
    sheets: int = 20
    rows: int = 50_000
    columns: int = 200
    cells: int = 1_000_000
    characters: int = 40_000_000
    cell_characters: int = 2_000
    merges: int = 20_000
    memory: int = 256 * MEGABYTE
    cpu_seconds: int = 20
    wall_seconds: float = 60.0

    def to_text(self) -> str:
        """For the child's command line."""
        return ",".join(map(str, self))

    @classmethod
    def from_text(cls, text: str) -> Self:
        """The reverse of `to_text`."""
        return cls._make(float(number) if "." in number else int(number) for number in text.split(","))


DEFAULT_LIMITS = Limits()
