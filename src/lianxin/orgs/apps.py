"""The app's entry in Django's registry; ``ready`` registers what it declares."""

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    """党组织."""

    name = "lianxin.orgs"
    label = "orgs"
    verbose_name = "党组织"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Actions, labels, pages, ledgers, checks; the copies of paths here and in the apps below."""
        from lianxin.orgs import declared

        declared.register()
