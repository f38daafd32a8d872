"""The rows of a ledger: a page has a thousand cells, and a template resolves every part of each for itself."""

from collections.abc import Iterable, Iterator, Sequence

from django import template
from django.utils.safestring import SafeString

from lianxin.reports.showing import Cell
from lianxin.ui.markup import fill, joined

register = template.Library()


@register.simple_tag
def ledger_rows(rows: Iterable[Sequence[Cell]], *, numbered: bool = False) -> SafeString:
    """The rows of a table's body; ``numbered``: with a first column that counts them."""
    return joined(
        fill("<tr>{}{}</tr>\n", fill('<td class="num">{}</td>', number) if numbered else "", joined(_cells(row)))
        for number, row in enumerate(rows, 1)
    )


def _cells(row: Sequence[Cell]) -> Iterator[SafeString]:
    """The first names the row: it stays in sight while the others scroll past."""
    yield _cell(row[0], '<th scope="row"{}>{}</th>')
    for cell in row[1:]:
        yield _cell(cell, "<td{}>{}</td>")


def _cell(cell: Cell, pattern: str) -> SafeString:
    text = fill('<a href="{}">{}</a>', cell.url, cell.text) if cell.url and cell.text else cell.text
    return fill(pattern, fill(' class="{}"', cell.css) if cell.css else "", text)
