"""The app's entry in Django's registry."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """文书."""

    name = "lianxin.documents"
    label = "documents"
    verbose_name = "文书"
    default_auto_field = "django.db.models.BigAutoField"
