"""The app's entry in Django's registry; ``ready`` registers what it declares."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """文件."""

    name = "lianxin.files"
    label = "files"
    verbose_name = "文件"
    default_auto_field = "django.db.models.BigAutoField"
