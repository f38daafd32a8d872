"""What a list is narrowed to, and who of it goes into which branch."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from lianxin.orgs.choices import BRANCH_KINDS
from lianxin.orgs.editing import DayField
from lianxin.orgs.models import Organisation
from lianxin.party.choices import Category, Employment, Floating
from lianxin.party.forms.fields import place_choices
from lianxin.party.queries import NO_FLOATING, ListFilters, Place

ALL = ("", "全部")
SELECTED, CHECKED = SafeString(" selected"), SafeString(" checked")


class QuickSelect(forms.Select):
    """The choice as Django writes it, without a template for each option: a list has hundreds of branches."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ANN401
        """The element."""
        chosen = str(value or "")
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, SELECTED if str(key) == chosen else "", label) for key, label in self.choices),
        )
        return format_html('<select name="{}" id="{}">{}</select>', name, (attrs or {}).get("id", ""), options)


class QuickCheckbox(forms.CheckboxInput):
    """The box as Django writes it, without a template."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ANN401
        """The element."""
        checked = CHECKED if self.check_test(value) else ""
        return format_html('<input type="checkbox" name="{}" id="{}"{}>', name, (attrs or {}).get("id", ""), checked)


def _choice(label: str, choices: Sequence[tuple[str, Any]] = ()) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[ALL, *choices], required=False, widget=QuickSelect)


def _box(label: str) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, widget=QuickCheckbox)


class MemberFilterForm(forms.Form):
    """The filters above the list of members."""

    branch = _choice("党组织")
    category = _choice("人员类别", Category.choices)
    employment = _choice("在职离退", Employment.choices)
    floating = _choice("流动", [*Floating.choices, (NO_FLOATING, "不是流动党员")])
    new_economy = _box("两新从业")
    incomplete = _box("资料不全")
    unassigned = _box("待分支部")
    left = _box("已离开")
    q = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, places: Sequence[Place], **more: Any) -> None:
        super().__init__(*args, **more)
        self._places = {str(place.pk): place for place in places}
        choices = [ALL, *((pk, place.short_name) for pk, place in self._places.items())]
        self.fields["branch"].choices = choices  # type: ignore[attr-defined]

    def filters(self, found: Sequence[uuid.UUID] | None) -> ListFilters:
        """What was chosen; whatever makes no sense narrows nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        return ListFilters(
            branch=self._places.get(chosen.get("branch", "")),
            category=chosen.get("category", ""),
            employment=chosen.get("employment", ""),
            floating=chosen.get("floating", ""),
            new_economy=chosen.get("new_economy", False),
            incomplete=chosen.get("incomplete", False),
            unassigned=chosen.get("unassigned", False),
            left=chosen.get("left", False),
            found=found,
        )


class BranchAssignmentForm(forms.Form):
    """Several members into one branch."""

    place = forms.ChoiceField(label="编入", help_text="党支部，或支部里的党小组。")
    on = DayField(
        label="从哪一天起", required=False, help_text="原来就在这个支部、只是没写明的，空着；从别处调来的填日期。"
    )

    def __init__(self, *args: Any, places: Sequence[Organisation], **more: Any) -> None:
        super().__init__(*args, **more)
        self._places = {str(row.pk): row for row in places}
        self.fields["place"].choices = place_choices(places)  # type: ignore[attr-defined]

    def clean_place(self) -> Organisation:
        """The chosen branch or group."""
        return self._places[self.cleaned_data["place"]]

    def target(self) -> tuple[Organisation, uuid.UUID | None]:
        """The branch, and the group in it when one was chosen."""
        place: Organisation = self.cleaned_data["place"]
        if place.kind in BRANCH_KINDS:
            return place, None
        assert place.parent is not None
        return place.parent, place.pk
