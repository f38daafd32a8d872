"""Shape and wording of a merger."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from lianxin.orgs.editing import VersionedForm
from lianxin.orgs.forms import STEP_FIELDSET, StepFields
from lianxin.orgs.models import Organisation


class MergerForm(VersionedForm, StepFields):
    """Into which branch, from which day, on which paper."""

    target = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="并入哪个支部",
        empty_label="请选择",
        help_text="党员都编到这个支部；两个支部合成一个新的，先成立新支部，再各办一次。",
    )
    fieldsets = (("合并", "", ["target"]), STEP_FIELDSET)

    def __init__(self, *args: Any, targets: QuerySet[Organisation], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["target"].queryset = targets  # type: ignore[attr-defined]
