"""The app ``ui``: templates, static files and tags only."""

from django import forms
from django.apps import AppConfig


class UiConfig(AppConfig):
    """The look of every page."""

    name = "lianxin.ui"
    label = "ui"
    verbose_name = "界面"

    def ready(self) -> None:
        """Say in plain words what every form says most often; Django's own reads “这个字段是必填项”."""
        forms.Field.default_error_messages["required"] = "还没有填。"
        forms.ChoiceField.default_error_messages = {
            **forms.ChoiceField.default_error_messages,
            "required": "还没有选。",
        }
