"""Rows of a list, made in one go: a template resolves each cell for itself, which costs more than reading the row."""

from collections.abc import Collection

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from lianxin.party.showing import ListLine
from lianxin.ui.templatetags.ui import ui_pill

register = template.Library()

_PICK = (
    '<td class="pick-cell"><label class="pick"><input type="checkbox" name="member" value="{}"{} aria-label="选 {}">'
    "</label></td>"
)
_ROW = (
    '<tr class="row-link">{}<th scope="row"><a class="go" href="{}">{}</a></th><td data-label="性别">{}</td>'
    '<td class="num" data-label="年龄">{}</td><td data-label="所在支部">{}</td><td data-label="人员类别">{}</td>'
    '<td data-label="在职离退">{}</td><td data-label="入党日期">{}</td><td data-label="注意">{}</td></tr>'
)


@register.simple_tag
def member_row(line: ListLine, *, pick: bool = False, chosen: Collection[str] = ()) -> SafeString:
    """One member of a list; with ``pick`` a box before the name."""
    box = SafeString("")
    if pick:
        box = format_html(_PICK, line.id, SafeString(" checked") if line.id in chosen else "", line.name)
    notes = SafeString(" ".join(ui_pill(text, tone) for text, tone in line.notes))
    return format_html(
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
        notes,
    )
