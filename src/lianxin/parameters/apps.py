"""The app's entry in Django's registry."""

from django.apps import AppConfig


class ParametersConfig(AppConfig):
    """规定参数."""

    name = "lianxin.parameters"
    label = "parameters"
    verbose_name = "规定参数"
    default_auto_field = "django.db.models.BigAutoField"
