"""Forms look alike everywhere: the renderer named in the settings, and what the field template asks of a field."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm, BoundField, CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect, Textarea
from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest, QueryDict
from django.template.loader import get_template
from django.utils.safestring import SafeString

from lianxin.ui.controls import drawn
from lianxin.ui.parts import PAGE_KEYS, Chip

MANY_CHOICES = 4


class UiBoundField(BoundField):
    """A bound field that also says how it wants to be laid out."""

    @property
    def is_checkbox(self) -> bool:
        """A single yes or no, its words beside the box."""
        return isinstance(self.field.widget, CheckboxInput)

    @property
    def is_choice_list(self) -> bool:
        """One or several of a few, each with a large target."""
        return isinstance(self.field.widget, RadioSelect | CheckboxSelectMultiple)

    @property
    def is_file(self) -> bool:
        """A file to choose."""
        return isinstance(self.field.widget, FileInput)

    @property
    def is_wide(self) -> bool:
        """Needs the whole width of a two-column form."""
        many = self.is_choice_list and len(getattr(self.field, "choices", ())) > MANY_CHOICES
        return many or isinstance(self.field.widget, Textarea | FileInput)

    @property
    def is_short(self) -> bool:
        """Holds a few characters: a date, a number."""
        return bool(getattr(self.field.widget, "short", False))

    @property
    def format_hint(self) -> str:
        """How to write the value, when the control knows better than the form."""
        return str(getattr(self.field.widget, "hint", ""))

    @property
    def anchor(self) -> str:
        """The id a link in the error summary leads to."""
        return self.id_for_label or f"{self.auto_id}_0"

    @property
    def aria_describedby(self) -> str | None:
        """Django's own ids, and the format hint's."""
        if self.field.widget.attrs.get("aria-describedby"):
            return None
        named = [
            (self.help_text, "helptext"),
            (self.format_hint, "format"),
            (self.errors, "error"),
        ]
        if not self.auto_id or self.is_hidden:
            return ""
        return " ".join(f"{self.auto_id}_{suffix}" for present, suffix in named if present)


class Renderer(DjangoTemplates):
    """The project's form renderer: ``FORM_RENDERER = "lianxin.ui.forms.Renderer"``."""

    form_template_name = "ui/forms/fields.html"
    field_template_name = "ui/field.html"
    bound_field_class = UiBoundField

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """As Django renders it; the commonest controls without their templates."""
        return drawn(template_name, context) or super().render(template_name, context, request)


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """Fields under one heading."""

    legend: str
    help: str
    fields: tuple[BoundField, ...]


def field_groups(form: BaseForm) -> Iterator[FieldGroup]:
    """The visible fields in groups: as ``form.fieldsets`` (legend, help, names) says, the rest last without a legend."""
    seen: set[str] = set()
    for legend, help_text, names in getattr(form, "fieldsets", ()):
        fields = tuple(form[name] for name in names if name in form.fields)
        seen.update(names)
        if fields:
            yield FieldGroup(legend, help_text, fields)
    rest = tuple(field for field in form.visible_fields() if field.name not in seen)
    if rest:
        yield FieldGroup("", "", rest)


def filter_chips(form: BaseForm, query: QueryDict) -> list[Chip]:
    """The active filters of a GET form, each with the address that takes only it away; paging starts anew."""
    chips = []
    for field in form.visible_fields():
        values = [value for value in query.getlist(field.html_name) if value]
        choices = {str(value): str(label) for value, label in getattr(field.field, "choices", ())}
        for value in values:
            rest = query.copy()
            rest.setlist(field.html_name, [other for other in values if other != value])
            for key in PAGE_KEYS:
                rest.pop(key, None)
            shown = "是" if isinstance(field.field.widget, CheckboxInput) else choices.get(value, value)
            chips.append(Chip(str(field.label), shown, f"?{rest.urlencode()}"))
    return chips


def filters_told(form: BaseForm) -> str:
    """What a validated GET form narrows to, in words: "第一支部、预备党员"; "" for nothing."""
    said = []
    for name, field in form.fields.items():
        value = form.cleaned_data.get(name)
        if value:
            choices = {str(key): str(label) for key, label in getattr(field, "choices", ())}
            said.append(f"查找“{value}”" if name == "q" else choices.get(str(value), str(field.label)))
    return "、".join(said)


def filter_box(form: BaseForm, query: QueryDict, *, label: str = "筛选", clear: str = "?") -> SafeString:
    """The markup of a GET form above a list: the same for the same form and query."""
    context = {
        "form": form,
        "label": label,
        "clear": clear,
        "chips": filter_chips(form, query),
        "sort": query.get("sort"),
    }
    return SafeString(get_template("ui/parts/filters.html").render(context))
