"""What a list is narrowed to, and who of it goes into which branch."""

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms

from lianxin.orgs.choices import BRANCH_KINDS
from lianxin.orgs.editing import DayField
from lianxin.orgs.models import Organisation
from lianxin.party.choices import Category, Employment, Floating
from lianxin.party.forms.fields import place_choices
from lianxin.party.queries import NO_FLOATING, ListFilters

ALL = ("", "全部")


class MemberFilterForm(forms.Form):
    """The filters above the list of members."""

    branch = forms.ChoiceField(label="党组织", required=False)
    category = forms.ChoiceField(label="人员类别", choices=[ALL, *Category.choices], required=False)
    employment = forms.ChoiceField(label="在职离退", choices=[ALL, *Employment.choices], required=False)
    floating = forms.ChoiceField(
        label="流动", choices=[ALL, *Floating.choices, (NO_FLOATING, "不是流动党员")], required=False
    )
    new_economy = forms.BooleanField(label="两新从业", required=False)
    incomplete = forms.BooleanField(label="资料不全", required=False)
    unassigned = forms.BooleanField(label="待分支部", required=False)
    left = forms.BooleanField(label="已离开", required=False)
    q = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, organisations: Sequence[Organisation], **more: Any) -> None:
        super().__init__(*args, **more)
        self._organisations = {str(row.pk): row for row in organisations}
        choices = [ALL, *((pk, row.short_name) for pk, row in self._organisations.items())]
        self.fields["branch"].choices = choices  # type: ignore[attr-defined]

    def filters(self, found: Sequence[uuid.UUID] | None) -> ListFilters:
        """What was chosen; whatever makes no sense narrows nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        return ListFilters(
            branch=self._organisations.get(chosen.get("branch", "")),
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
