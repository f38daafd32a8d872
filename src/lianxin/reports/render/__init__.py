"""A reading of a ledger as a file."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import IO

from lianxin.reports.reading import Reading, Value
from lianxin.reports.render.csv import write_csv

Rows = Iterable[list[Value]]


def _write_xlsx(reading: Reading, rows: Rows, target: IO[bytes]) -> int:
    """Loaded when somebody exports: the writer behind it is large, and every process would carry it."""
    from lianxin.reports.render.xlsx import write_xlsx

    return write_xlsx(reading, rows, target)


def _write_pdf(reading: Reading, rows: Rows, target: IO[bytes]) -> int:
    from lianxin.reports.render.paper import write_pdf

    return write_pdf(reading, rows, target)


def _write_docx(reading: Reading, rows: Rows, target: IO[bytes]) -> int:
    from lianxin.reports.render.paper import write_docx

    return write_docx(reading, rows, target)


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: its ending, its name for people, its type, and who writes it (returns the number of rows).

    More rows than ``at_once`` are written by the worker: about two seconds' work.
    """

    code: str
    label: str
    content_type: str
    write: Callable[[Reading, Rows, IO[bytes]], int]
    at_once: int = 20_000


FORMATS: Mapping[str, Format] = {
    "xlsx": Format(
        "xlsx",
        "表格文件（.xlsx，用 Excel 或 WPS 打开）",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _write_xlsx,
    ),
    "pdf": Format("pdf", "打印稿（.pdf，排好版，打印、归档用）", "application/pdf", _write_pdf, at_once=1000),
    "docx": Format(
        "docx",
        "文档（.docx，用 Word 或 WPS 打开，还要接着改的）",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _write_docx,
    ),
    "csv": Format("csv", "纯文本表格（.csv，给其他系统用）", "text/csv; charset=utf-8", write_csv),
}


def file_name(reading: Reading, code: str) -> str:
    """The name a file is offered under: 党员花名册_20261120.xlsx."""
    return f"{reading.ledger.title}_{reading.as_of:%Y%m%d}.{code}"
