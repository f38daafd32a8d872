"""The app's entry in Django's registry."""

from django.apps import AppConfig


class ParametersConfig(AppConfig):
    """规定参数."""

    name = "lianxin.parameters"
    label = "parameters"
    verbose_name = "规定参数"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Labels of the trail."""
        from lianxin.declare.labels import register_audit_labels, register_field_labels

        register_audit_labels(
            {
                "parameters.set": "设定规定参数",
                "parameters.withdraw": "撤销规定参数",
                "parameters.set_public_address": "设定公开网址",
            }
        )
        register_field_labels({"public_address": "公开网址"})
