"""What a command says and hands out: words on standard error, results on standard output, UTF-8 in any locale."""

import io
import json
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, BinaryIO

from lianxin.kernel.faults import reason_of


class Refusal(Exception):  # noqa: N818 (a refusal is an answer, not a fault)
    """A command cannot go on: a Chinese sentence for the person at the keyboard, and the exit status."""

    def __init__(self, text: str, code: int = 1) -> None:
        super().__init__(text)
        self.text = text
        self.code = code


def fill_missing_streams() -> None:
    """Started without one of the three streams, a file opened later (the database) would take its number and its words."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 (as long as the program)


def use_utf8() -> None:
    """Both streams speak UTF-8 whatever the locale says; a lone surrogate must not end the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def reserve_standard_output(*, for_json: bool) -> None:
    """With ``--json`` even a stray ``print`` goes to standard error; ``emit_json`` keeps the real stream."""
    if for_json:
        sys.stdout = sys.stderr


def say(text: str) -> None:
    """One line for the person, on standard error."""
    print(text, file=sys.stderr, flush=True)


def fail(text: str, code: int = 1) -> int:
    """Say why it was not done; gives ``code`` back, so that a command can end with it."""
    say(text)
    return code


def emit_json(value: Any) -> None:  # noqa: ANN401 (whatever json can write)
    """The command's one object on standard output, ending in a line break."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=str)
    write_bytes(text.encode("utf-8", "replace") + b"\n")


def write_bytes(data: bytes) -> None:
    """Bytes as they are to standard output (a CSV, a spreadsheet, JSON)."""
    stream: BinaryIO | None = getattr(sys.__stdout__, "buffer", None)
    if stream is None:
        raise Refusal("没有标准输出可写。", 1)
    try:
        stream.write(data)
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        abandon_standard_output()
        raise Refusal(f"标准输出写不进去：{reason_of(error)}。", 1) from error


def abandon_standard_output() -> None:
    """What is still held back must not be tried again at the end of the program."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)


def write_file(path: Path, fill: Callable[[IO[bytes]], object]) -> None:
    """Write a file whole or not at all: beside its place, then under its name. A device or a link is written into.

    Raises ``Refusal`` saying why it cannot be written.
    """
    part: Path | None = None
    try:
        if path.is_symlink() or (path.exists() and not path.is_file()):
            with path.open("wb") as target:
                fill(target)
            return
        descriptor, name = tempfile.mkstemp(prefix=".lianxin-", suffix=".part", dir=path.parent)
        part = Path(name)
        with os.fdopen(descriptor, "wb") as target:
            fill(target)
        part.replace(path)
    except OSError as problem:
        if part is not None:
            with suppress(OSError):  # what went wrong is what must be said
                part.unlink(missing_ok=True)
        raise Refusal(f"写不了文件 {path}：{reason_of(problem)}。") from problem
