"""Typst in this process: one compiler, used again, for templates that lie in the package.

Knows nothing of Django, so that the child process that typesets large tables starts in a moment. What a template prints
comes to it as JSON through ``sys.inputs``: data is never pasted into markup, so no text can become a command.
"""

import json
import threading
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import pylopdf_fonts_zh_cn
import typst

TEMPLATES = Path(__file__).parent / "data"
SERIF = "Noto Serif SC"
SANS = "Noto Sans SC"
_one_at_a_time = threading.Lock()
"""A compiler keeps what it has read between two calls; two threads must not be inside it at once."""


def wheel_fonts() -> Path:
    """The folder of the fonts that come with the installation."""
    return Path(pylopdf_fonts_zh_cn.__file__).parent


@lru_cache(maxsize=2)
def _compiler(folder: str, state: tuple[tuple[str, int, int], ...]) -> typst.Compiler:
    """``state`` is what lies in the folder: another file there makes another compiler."""
    folders: list[Path] = [wheel_fonts(), *([Path(folder)] if state else [])]
    return typst.Compiler(input=TEMPLATES / "empty.typ", root=TEMPLATES, font_paths=folders, ignore_system_fonts=True)


def folder_state(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """The files of a folder with their sizes and times; nothing where there is no such folder."""
    if not folder.is_dir():
        return ()
    found = [(path.name, path.stat()) for path in folder.iterdir() if path.is_file()]
    return tuple(sorted((name, stat.st_size, stat.st_mtime_ns) for name, stat in found))


def typeset_here(template: str, data: Mapping[str, Any], fonts: Path, *, plain: bool = False) -> bytes:
    """A PDF of ``template`` (a name in ``data/``, without ending) filled with ``data``.

    It is PDF 1.4, which the oldest office printer reads. ``plain``: without tags, so that it can be joined (see ``joining``).
    """
    compiler = _compiler(str(fonts), folder_state(fonts))
    with _one_at_a_time:
        made = compiler.compile(
            TEMPLATES / f"{template}.typ",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards=["1.4"],
            pdf_tags=not plain,
        )
    return _only(made)


def picture_here(
    template: str, data: Mapping[str, Any], fonts: Path, *, kind: Literal["png", "svg"] = "png", ppi: float = 96
) -> bytes:
    """The first page as a picture; ``ppi``: pixels per inch."""
    compiler = _compiler(str(fonts), folder_state(fonts))
    with _one_at_a_time:
        made = compiler.compile(
            TEMPLATES / f"{template}.typ",
            format=kind,
            ppi=ppi,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        )
    return _only(made)


def asked_here(template: str, data: Mapping[str, Any], fonts: Path, selector: str) -> Any:  # noqa: ANN401 (JSON)
    """What a template says of itself: the values of its metadata ``selector`` (``<grid>``)."""
    compiler = typst.Compiler(
        input=TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=[wheel_fonts(), *([fonts] if fonts.is_dir() else [])],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    return json.loads(compiler.query(selector, field="value"))


def _only(made: bytes | list[bytes] | None) -> bytes:
    found = made[0] if isinstance(made, list) else made
    assert found is not None, "compiled to memory, not to a file"
    return found
