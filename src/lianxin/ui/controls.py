"""The commonest controls, drawn without a template: what Django's templates write, less some blank lines.

Django renders a template for the control, one for each option and one for the attributes of each; a form with a list
of peoples or branches is a few hundred of them.
"""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from lianxin.ui.markup import fill, joined

_FOLDER = "django/forms/widgets/"
_OPTION = f"{_FOLDER}select_option.html"
_INPUTS = ("checkbox", "date", "email", "file", "hidden", "number", "password", "search", "tel", "text", "time", "url")

Widget = Mapping[str, Any]


def drawn(template_name: str, context: Mapping[str, Any]) -> SafeString | None:
    """A widget's markup from the context it gives its template; None for what is left to the template."""
    draw = _DRAWN.get(template_name)
    return draw(context["widget"]) if draw else None


def _input(widget: Widget) -> SafeString:
    value = "" if widget["value"] is None else f' value="{_text(widget["value"])}"'
    pattern = '<input type="{}" name="{}"{}{}>'
    return fill(pattern, widget["type"], widget["name"], SafeString(value), _attributes(widget))


def _choice(widget: Widget) -> SafeString | None:
    return None if widget.get("wrap_label") else _input(widget)


def _textarea(widget: Widget) -> SafeString:
    return fill('<textarea name="{}"{}>\n{}</textarea>', widget["name"], _attributes(widget), widget["value"] or "")


def _select(widget: Widget) -> SafeString | None:
    if any(option["template_name"] != _OPTION for _, options, _ in widget["optgroups"] for option in options):
        return None
    groups = joined(_group(str(name) if name else "", options) for name, options, _ in widget["optgroups"])
    return fill('<select name="{}"{}>{}\n</select>', widget["name"], _attributes(widget), groups)


def _group(name: str, options: list[Widget]) -> SafeString:
    lines = joined(
        fill('\n  <option value="{}"{}>{}</option>', str(option["value"]), _attributes(option), option["label"])
        for option in options
    )
    return fill('\n  <optgroup label="{}">{}\n  </optgroup>', name, lines) if name else lines


def _attributes(widget: Widget) -> SafeString:
    return joined(
        f" {_text(name)}" if value is True else f' {_text(name)}="{_text(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _text(value: object) -> str:
    return escape(str(value))


_DRAWN: Mapping[str, Callable[[Widget], SafeString | None]] = {
    **{f"{_FOLDER}{kind}.html": _input for kind in _INPUTS},
    f"{_FOLDER}radio_option.html": _choice,
    f"{_FOLDER}checkbox_option.html": _choice,
    f"{_FOLDER}textarea.html": _textarea,
    f"{_FOLDER}select.html": _select,
}
