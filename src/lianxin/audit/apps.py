"""The app's entry in Django's registry; ``ready`` registers what it declares."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """审计."""

    name = "lianxin.audit"
    label = "audit"
    verbose_name = "审计"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """The guards after migrating, the checks of ``verify``, the role × action table and words."""
        from lianxin.audit import labels
        from lianxin.audit.guards import guard_trail
        from lianxin.audit.references import check_references
        from lianxin.audit.rules import ACTIONS
        from lianxin.audit.verification import check_chains
        from lianxin.declare.labels import register_audit_labels
        from lianxin.declare.roles import register_actions
        from lianxin.declare.setup import register_after_migrate
        from lianxin.declare.verification import register_check

        register_after_migrate(guard_trail)
        register_check("audit", "审计链", check_chains)
        register_check("references", "引用", check_references)
        register_actions(ACTIONS)
        register_audit_labels(labels.AUDIT)
