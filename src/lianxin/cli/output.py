"""What a command says and hands out: words on standard error, results on standard output, UTF-8 in any locale."""

import io
import json
import sys
from typing import Any, BinaryIO


class Refusal(Exception):  # noqa: N818 (a refusal is an answer, not a fault)
    """A command cannot go on: a Chinese sentence for the person at the keyboard, and the exit status."""

    def __init__(self, text: str, code: int = 1) -> None:
        super().__init__(text)
        self.text = text
        self.code = code


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
    stream.write(data)
    stream.flush()
