"""``lianxin demo``: the demonstration community, its accounts, and its removal."""

import argparse
import json
from typing import Any

from lianxin.cli import emit_json, say, setup_django
from lianxin.cli.parsing import Subparsers

DEFAULT_SITE = "http://127.0.0.1:8000"


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "demo",
        help="建立示范社区，列出各角色的账号",
        description="没有示范社区时建立它（人和事都是编的），然后列出每个角色的演示账号。演示账号只能在本机登录。",
    )
    parser.add_argument("--remove", action="store_true", help="删除示范社区和所有演示账号")
    parser.add_argument("--json", action="store_true", help="在标准输出给出 JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Make or remove the demonstration."""
    setup_django(create=True)
    return _remove(as_json=args.json) if args.remove else _make(as_json=args.json)


def _remove(*, as_json: bool) -> int:
    from lianxin.declare.actors import OPERATOR
    from lianxin.portal.demo import demo_community, remove_demo

    community = demo_community()
    name = community.name if community else None
    if community is not None:
        remove_demo(actor=OPERATOR)
        say(f"已删除示范社区“{name}”和所有演示账号。")
    else:
        say("没有示范社区，什么也没有删除。")
    if as_json:
        emit_json({"removed": name})
    return 0


def _make(*, as_json: bool) -> int:
    from lianxin.portal.demo import demo_accounts, ensure_demo
    from lianxin.portal.demo.accounts import LOGIN_PATH

    community, made = ensure_demo()
    site = _site()
    accounts: list[dict[str, Any]] = [
        {
            "role": account.role.value,
            "name": account.name,
            "username": account.username,
            "password": account.password,
            "login_url": f"{site}{LOGIN_PATH}",
        }
        for account in demo_accounts()
    ]
    say(f"示范社区“{community.name}”{'已建好' if made else '已经在了'}。")
    if as_json:
        emit_json({"community": community.name, "accounts": accounts})
        return 0
    say("演示账号（只能在本机登录）：")
    for account, entry in zip(demo_accounts(), accounts, strict=True):
        say(f"  {account.role.label}　{entry['name']}　用户名 {entry['username']}　密码 {entry['password']}")
    say(f"登录：{site}{LOGIN_PATH}")
    return 0


def _site() -> str:
    """Where the running service of this data folder answers; the usual address when none runs."""
    from lianxin.cli.preparation import data_folder

    try:
        kept = json.loads((data_folder() / "run.json").read_text(encoding="utf-8"))
        return str(kept["site"])
    except (OSError, ValueError, KeyError):
        return DEFAULT_SITE
