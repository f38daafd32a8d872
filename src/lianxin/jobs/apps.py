"""The app's entry in Django's registry; ``ready`` registers what it declares."""

from django.apps import AppConfig

from lianxin.declare.paths import register_path_column


class JobsConfig(AppConfig):
    """后台工作."""

    name = "lianxin.jobs"
    label = "jobs"
    verbose_name = "后台工作"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the copy of organisations' paths."""
        from lianxin.jobs.models import Job

        register_path_column(Job, "organisation_path")
