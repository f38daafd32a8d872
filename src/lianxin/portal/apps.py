"""The app's entry in Django's registry; ``ready`` registers what it declares."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The common pages: 今日, search, help, the demonstration."""

    name = "lianxin.portal"
    label = "portal"
    verbose_name = "首页"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare actions, places of the frame and audit labels."""
        from lianxin.declare.labels import register_audit_labels
        from lianxin.declare.nav import NavItem, Place, register_nav
        from lianxin.declare.roles import register_actions
        from lianxin.portal.rules import ACTIONS

        register_actions(ACTIONS)
        register_nav(NavItem(Place.TODAY, "今日", "portal:home", order=1))
        register_audit_labels(
            {
                "portal.make_demonstration": "建立演示社区",
                "portal.remove_demonstration": "删除演示社区",
            }
        )
