"""The app's entry in Django's registry; ``ready`` registers what it declares."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """检索."""

    name = "lianxin.search"
    label = "search"
    verbose_name = "检索"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The full-text table after migrating, entries that follow moved organisations, the check."""
        from lianxin.declare.paths import register_path_mover
        from lianxin.declare.setup import register_after_migrate
        from lianxin.declare.verification import register_check
        from lianxin.search.checks import check_entries
        from lianxin.search.index import move_entries
        from lianxin.search.tables import make_tables

        register_after_migrate(make_tables)
        register_path_mover("search.entry", move_entries)
        register_check("search", "检索与登记一致", check_entries)
