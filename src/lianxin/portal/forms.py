"""Forms of the common pages."""

from django import forms

CONFIRMATION = "删除演示"


class OwnCommunityForm(forms.Form):
    """The word that removes the demonstration, typed on purpose."""

    confirmation = forms.CharField(
        label=f"请输入“{CONFIRMATION}”四个字",
        help_text="删除以后演示数据找不回来；您自己的数据不受影响。",
        max_length=10,
    )

    def clean_confirmation(self) -> str:
        """Only the exact word counts."""
        value: str = self.cleaned_data["confirmation"]
        if value.strip() != CONFIRMATION:
            message = f"没有删除。请原样输入“{CONFIRMATION}”。"
            raise forms.ValidationError(message)
        return value
