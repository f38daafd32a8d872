"""The demonstration community: the figures of the source document under invented names."""

from lianxin.portal.demo.accounts import DemoAccount, demo_accounts
from lianxin.portal.demo.build import demo_community, ensure_demo
from lianxin.portal.demo.remove import demo_was_removed, remove_demo

__all__ = ["DemoAccount", "demo_accounts", "demo_community", "demo_was_removed", "ensure_demo", "remove_demo"]
