"""The app's entry in Django's registry; ``ready`` registers what it declares."""

from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    """居民与院坝."""

    name = "lianxin.residents"
    label = "residents"
    verbose_name = "居民与院坝"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Actions, labels, pages, ledgers, checks, search kinds, copies of paths."""
        from lianxin.residents import declared

        declared.register()
