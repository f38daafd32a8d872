"""A reading on paper: as PDF, and as a Word file in which the office edits on.

The columns are those of the page and the print, and those that hold what was asked for with a reason. Every value is a text:
whatever it begins with, a document runs nothing.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import IO

from lianxin.declare.errors import RuleError
from lianxin.declare.ledgers import CellKind, Column
from lianxin.documents.letters import chinese_day
from lianxin.documents.tables import MOST_ROWS, Table, TableColumn, write_table
from lianxin.kernel import clock
from lianxin.orgs.queries import demonstration_mark, home_community
from lianxin.reports.queries import organisations_of
from lianxin.reports.reading import Reading, Value

Rows = Iterable[list[Value]]


class TooLongForPaperError(RuleError):
    """More rows than anybody prints."""

    def __init__(self) -> None:
        super().__init__(f"超过 {MOST_ROWS} 行，印出来有上千张纸。请先筛选，或者导出 xlsx。")


def write_pdf(reading: Reading, rows: Rows, target: IO[bytes]) -> int:
    """Write the reading as PDF; the number of rows.

    Raises:
        TooLongForPaperError: more rows than anybody prints.
        DocumentError: it could not be typeset.
    """
    return write_table(table_of(reading), _texts(reading, rows), target)


def write_docx(reading: Reading, rows: Rows, target: IO[bytes]) -> int:
    """Write the reading as a Word file; the number of rows. Raises TooLongForPaperError."""
    from lianxin.documents.word import write_table_docx

    return write_table_docx(table_of(reading), _texts(reading, rows), target)


def table_of(reading: Reading) -> Table:
    """What stands around the rows: who made it, as of when, counted how, narrowed to what, made when."""
    makers = "、".join(organisation.name for organisation in organisations_of(reading.scope)) or _home()
    chosen = "　".join(f"{label}：{value}" for label, value in reading.chosen())
    made = f"编制单位：{makers}　　制表时间：{chinese_day(clock.today())}"
    return Table(
        title=reading.ledger.title,
        columns=[TableColumn(c.title, c.width, c.kind is CellKind.NUMBER) for c in _columns(reading)],
        notes=[made, reading.basis(), *([chosen] if chosen else [])],
        foot="　".join(filter(None, (makers, f"截至{chinese_day(reading.as_of)}", demonstration_mark()))),
        lying=reading.ledger.landscape,
    )


def _home() -> str:
    home = home_community()
    return home.organisation.name if home is not None else ""


def _columns(reading: Reading) -> list[Column]:
    return [column for column in reading.ledger.columns if _on_paper(reading, column)]


def _on_paper(reading: Reading, column: Column) -> bool:
    return column.on_page or (reading.revealed and column.sensitive)


def _texts(reading: Reading, rows: Rows) -> Iterator[list[str]]:
    places = [index for index, column in enumerate(reading.ledger.columns) if _on_paper(reading, column)]
    for number, row in enumerate(rows, 1):
        if number > MOST_ROWS:
            raise TooLongForPaperError
        yield [_text(row[place]) for place in places]


def _text(value: Value) -> str:
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
