"""The app ``ui``: templates, static files and tags only."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """The look of every page."""

    name = "lianxin.ui"
    label = "ui"
    verbose_name = "界面"
