"""The way out when the only security administrator has lost the telephone and the recovery codes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lianxin.access.actions import reset_second_factor
from lianxin.access.lockout import tidy_username
from lianxin.access.models import User
from lianxin.declare.actors import OPERATOR
from lianxin.declare.errors import RuleError


class Command(BaseCommand):
    """Who may start programs on this computer and read its keys may do anything here anyway; it stands in the trail."""

    help = "重设一个账号的两步登录（手机和备用码都丢了的时候用）"

    def add_arguments(self, parser: CommandParser) -> None:
        """The user name."""
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reset it, as this computer's operator."""
        user = User.objects.filter(username=tidy_username(options["username"])).first()
        if user is None:
            raise CommandError("没有这个用户名。")
        try:
            reset_second_factor(user=user, actor=OPERATOR, reason="在本机用命令重设")
        except RuleError as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"{user.name}的两步登录已经重设，现在只要密码。")
