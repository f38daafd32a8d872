"""Fields that several forms of this app share."""

from typing import Any

from django import forms

from lianxin.residents.models import Place
from lianxin.residents.queries import full_name
from lianxin.residents.rules import MOST_HOUSEHOLDS
from lianxin.ui.widgets import FigureInput

REMOVE = "无"
"""Typed into a sealed field to empty it; a blank keeps what is there."""


class CourtyardChoice(forms.ModelChoiceField):  # type: ignore[type-arg] # not generic at run time
    """A place by its whole name."""

    def __init__(self, **more: Any) -> None:
        super().__init__(queryset=Place.objects.none(), required=False, **more)

    def label_from_instance(self, obj: Any) -> str:  # noqa: ANN401 (as Django declares it)
        """``3号院 2幢``."""
        return full_name(obj)


class HouseholdsField(forms.IntegerField):
    """A count of households."""

    widget = FigureInput

    def __init__(self, **more: Any) -> None:
        super().__init__(min_value=0, max_value=MOST_HOUSEHOLDS, **more)


class SealedField(forms.CharField):
    """A sensitive value that is never shown in the form: blank keeps it (None), 无 removes it ("")."""

    def clean(self, value: Any) -> str | None:  # noqa: ANN401 (as Django declares it)
        """None, "" or the value typed."""
        text = str(super().clean(value) or "")
        return None if not text else "" if text == REMOVE else text


def tell_present(field: forms.Field, masked: str) -> None:
    """Say in a sealed field's help what is there now, masked."""
    if masked:
        field.help_text = f"现登记 {masked}。不改就空着，要去掉写“{REMOVE}”。{field.help_text}"
