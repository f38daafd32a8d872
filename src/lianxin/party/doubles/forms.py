"""Which of two records stays, and whose word holds."""

from collections.abc import Mapping
from typing import Any

from django import forms

from lianxin.party.doubles.sides import Pair, Side, choices, kept_beforehand

PREFIX = "take_"


class MergeForm(forms.Form):
    """Who stays; for every part that differs a side, as radio buttons beside the words."""

    stays = forms.ChoiceField(choices=[(side.value, side.value) for side in Side])
    first_version = forms.IntegerField(min_value=1)
    second_version = forms.IntegerField(min_value=1)
    reason = forms.CharField(max_length=200, required=False)

    def __init__(self, data: Mapping[str, Any] | None, *, pair: Pair) -> None:
        super().__init__(data)
        self.pair = pair
        self.before = kept_beforehand(pair)
        self.proposed = choices(pair, self.before)
        for name in self.proposed:
            self.fields[PREFIX + name] = forms.ChoiceField(choices=[(side.value, side.value) for side in Side])

    @property
    def stays_now(self) -> Side:
        """Who stays: as sent, or as proposed."""
        said = str(self.data.get("stays", ""))
        return Side(said) if said in list(Side) else self.before

    @property
    def chosen(self) -> dict[str, Side]:
        """The side of every part that differs: as sent, or as proposed."""
        said = {name: str(self.data.get(PREFIX + name, "")) for name in self.proposed}
        return {name: Side(said[name]) if said[name] in list(Side) else side for name, side in self.proposed.items()}

    @property
    def versions(self) -> dict[Side, int]:
        """The versions that were seen."""
        return {side: self.cleaned_data[f"{side}_version"] for side in Side}

    def hidden(self) -> list[dict[str, Any]]:
        """Everything that was said, for the page that asks once more."""
        return [
            {"name": "stays", "value": self.stays_now.value},
            *({"name": f"{side}_version", "value": self.cleaned_data[f"{side}_version"]} for side in Side),
            *({"name": PREFIX + name, "value": side.value} for name, side in self.chosen.items()),
            {"name": "reason", "value": self.cleaned_data["reason"]},
            {"name": "confirmed", "value": "yes"},
        ]
