"""Rows of a list, made in one go: a template resolves each cell for itself, which costs more than reading the row."""

from collections.abc import Collection, Iterable

from django import template
from django.utils.safestring import SafeString

from lianxin.party.showing import ListLine
from lianxin.ui.markup import fill, joined
from lianxin.ui.templatetags.ui import ui_pill

register = template.Library()

NOTHING, CHECKED = SafeString(""), SafeString(" checked")

_PICK = (
    '<td class="pick-cell"><label class="pick"><input type="checkbox" name="member" value="{}"{} aria-label="选 {}">'
    "</label></td>"
)
_ROW = (
    '<tr class="row-link">{}<th scope="row"><a class="go" href="{}">{}</a></th><td data-label="性别">{}</td>'
    '<td class="num said" data-label="年龄">{}</td><td data-label="所在支部">{}</td><td data-label="人员类别">{}</td>'
    '<td data-label="在职离退">{}</td><td class="said" data-label="入党日期">{}</td><td data-label="注意">{}</td></tr>\n'
)


@register.simple_tag
def member_rows(lines: Iterable[ListLine], *, pick: bool = False, chosen: Collection[str] = ()) -> SafeString:
    """The members of a list; with ``pick`` a box before each name."""
    return joined(_row(line, _box(line, chosen) if pick else NOTHING) for line in lines)


def _row(line: ListLine, box: SafeString) -> SafeString:
    return fill(
        _ROW,
        box,
        line.url,
        line.name,
        line.sex,
        line.age,
        line.branch,
        line.category,
        line.employment,
        line.joined,
        SafeString(" ".join(ui_pill(text, tone) for text, tone in line.notes)),
    )


def _box(line: ListLine, chosen: Collection[str]) -> SafeString:
    return fill(_PICK, line.id, CHECKED if line.id in chosen else NOTHING, line.name)
