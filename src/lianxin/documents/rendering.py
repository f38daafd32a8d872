"""A document as PDF: small ones in this process, large ones in a child that takes its memory with it."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import typst

from lianxin.documents.compiling import picture_here, typeset_here
from lianxin.documents.coverage import spelled_out
from lianxin.documents.errors import DocumentError
from lianxin.documents.fonts import families, fonts_folder

SMALL = 400
"""Cells, cards or paragraphs up to which a document is typeset in this process: some milliseconds, some megabytes."""
LONGEST = 120
"""Seconds after which a child is given up."""
_CHILD = "lianxin.documents.child"
_SOURCE = Path(__file__).parents[2]
_NEEDED_ON_WINDOWS = ("SYSTEMROOT", "TEMP", "TMP")
_FAILED = "这份文书没有排成。请再试一次；还不行，请到“本机”看体检结果。"


def render_pdf(template: str, data: Mapping[str, Any], *, weight: int = 0, plain: bool = False) -> bytes:
    """A PDF of ``template`` (see ``data/``) filled with ``data``; ``weight`` counts its cells, cards or paragraphs.

    Raises:
        DocumentError: it could not be typeset.
    """
    filled = _drawable({"fonts": families(), **data})
    if weight > SMALL:
        return _by_child(template, filled, plain=plain)
    try:
        return typeset_here(template, filled, fonts_folder(), plain=plain)
    except typst.TypstError as problem:
        raise DocumentError(_FAILED) from problem


def picture(template: str, data: Mapping[str, Any], *, kind: Literal["png", "svg"] = "png", ppi: float = 96) -> bytes:
    """The first page as a picture. Raises DocumentError."""
    try:
        filled = _drawable({"fonts": families(), **data})
        return picture_here(template, filled, fonts_folder(), kind=kind, ppi=ppi)
    except typst.TypstError as problem:
        raise DocumentError(_FAILED) from problem


def _drawable(data: Mapping[str, Any]) -> dict[str, Any]:
    """The data with what no font can draw spelled out; most documents are let through by one look."""
    text = json.dumps(data, ensure_ascii=False)
    drawn = spelled_out(text, fonts_folder())
    filled: dict[str, Any] = dict(data) if drawn == text else json.loads(drawn)
    return filled


def _by_child(template: str, data: Mapping[str, Any], *, plain: bool) -> bytes:
    order = {"template": template, "data": data, "fonts": str(fonts_folder()), "plain": plain}
    environment = {name: os.environ[name] for name in _NEEDED_ON_WINDOWS if name in os.environ}
    environment |= {"PYTHONPATH": str(_SOURCE), "PYTHONUTF8": "1"}
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no shell; the data goes through a pipe
            [sys.executable, "-P", "-s", "-m", _CHILD],
            input=json.dumps(order, ensure_ascii=False).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=LONGEST,
            check=True,
        )
    except (subprocess.SubprocessError, OSError):
        # What was typeset stands in the exception's arguments: it must not reach a log.
        raise DocumentError(_FAILED) from None
    return done.stdout
