"""The controls drawn without templates are what Django's templates write."""

from collections.abc import Mapping

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe

from lianxin.ui.forms import Renderer

ODD = "a\"<b>&'中"
CHOICES = [("", "全部"), ("1", ODD), (2, "两"), (ODD, mark_safe("<i>x</i>")), ("组", [("g", "组里"), ("h", ODD)])]


class _Bold(forms.Select):
    option_template_name = "django/forms/widgets/radio_option.html"


FIELDS = {
    "text": forms.CharField(max_length=7, widget=forms.TextInput(attrs={"data-x": ODD, "hidden": True, "off": False})),
    "number": forms.IntegerField(min_value=1, max_value=9),
    "mail": forms.EmailField(),
    "address": forms.URLField(assume_scheme="https"),
    "word": forms.CharField(widget=forms.PasswordInput),
    "unseen": forms.CharField(widget=forms.HiddenInput),
    "day": forms.DateField(),
    "hour": forms.TimeField(),
    "paper": forms.FileField(),
    "yes": forms.BooleanField(),
    "long": forms.CharField(widget=forms.Textarea(attrs={"rows": 3})),
    "one": forms.ChoiceField(choices=CHOICES),
    "some": forms.MultipleChoiceField(choices=CHOICES),
    "one_seen": forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect),
    "some_seen": forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple),
    "odd_options": forms.ChoiceField(choices=CHOICES, widget=_Bold),
    "unknown": forms.NullBooleanField(),
}
FILLED = dict.fromkeys(FIELDS, ODD) | {"number": "3", "some": ["1", "2", "h"], "some_seen": [ODD, "g"]}


def _made(renderer: DjangoTemplates, data: Mapping[str, object] | None) -> forms.BaseForm:
    made: forms.BaseForm = type("Made", (forms.Form,), dict(FIELDS))(data, renderer=renderer)
    return made


def _lines(field: forms.BoundField) -> list[str]:
    """Django's templates leave blank lines between the choices."""
    return [line for line in str(field).splitlines() if line]


@pytest.mark.parametrize("data", [None, {}, FILLED], ids=["new", "empty", "filled"])
@pytest.mark.parametrize("name", FIELDS)
def test_same_markup(name: str, data: Mapping[str, object] | None) -> None:
    ours, theirs = _made(Renderer(), data)[name], _made(DjangoTemplates(), data)[name]
    assert _lines(ours) == _lines(theirs)


@pytest.mark.parametrize("name", ["one_seen", "some_seen"])
def test_same_markup_of_each_choice(name: str) -> None:
    ours, theirs = _made(Renderer(), FILLED)[name], _made(DjangoTemplates(), FILLED)[name]
    assert [option.tag() for option in ours] == [option.tag() for option in theirs]


def test_hostile_values_stay_text() -> None:
    assert "<b>" not in str(_made(Renderer(), FILLED)["text"])
