"""The app's entry in Django's registry; ``ready`` registers what it declares."""

from django.apps import AppConfig


class PartyConfig(AppConfig):
    """党员."""

    name = "lianxin.party"
    label = "party"
    verbose_name = "党员"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Actions, labels, pages, ledgers, checks, doors to persons, copies of paths."""
        from lianxin.party import declared

        declared.register()
