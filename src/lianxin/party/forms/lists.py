"""What a list is narrowed to, and who of it goes into which branch."""

import uuid
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.safestring import SafeString

from lianxin.orgs.choices import BRANCH_KINDS
from lianxin.orgs.editing import DayField
from lianxin.orgs.models import Organisation
from lianxin.party.choices import Category, Employment, Floating
from lianxin.party.forms.fields import place_choices
from lianxin.party.queries import NO_FLOATING, ListFilters, Place
from lianxin.ui.forms import filter_box

ALL = ("", "全部")


def _choice(label: str, choices: Sequence[tuple[str, Any]] = ()) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[ALL, *choices], required=False)


def _box(label: str) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False)


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

    def filters(self) -> ListFilters:
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
        )


class Narrowing(NamedTuple):
    """What a list is narrowed to, and the box above it that says so."""

    filters: ListFilters
    box: SafeString


def narrowing(places: Sequence[Place], query: QueryDict) -> Narrowing:
    """What a request asks for. The same places and choices give the same box, so it is made once and kept.

    Not when words are searched for: they hardly ever come twice.
    """
    chosen = [(name, value) for name in MemberFilterForm.base_fields for value in query.getlist(name)]
    make = _narrowing if query.get("q") else _kept_narrowing
    return make(tuple(places), urlencode(chosen))


def _narrowing(places: tuple[Place, ...], chosen: str) -> Narrowing:
    query = QueryDict(chosen)
    form = MemberFilterForm(query, places=places)
    return Narrowing(form.filters(), filter_box(form, query))


_kept_narrowing = lru_cache(maxsize=128)(_narrowing)


SAVED_FILTERS = tuple(name for name in MemberFilterForm.base_fields if name != "q")
"""What of a narrowed list can be kept under a name: not words searched for, which are mostly names of people."""


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
