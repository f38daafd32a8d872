"""How far a young house has come."""

from django.urls import reverse

from lianxin.access.models import User
from lianxin.access.queries import accounts_visible_to
from lianxin.access.rules import MANAGE_ACCOUNTS
from lianxin.access.scope import can
from lianxin.party.queries import members_visible_to
from lianxin.party.rules import IMPORT_ROSTER
from lianxin.ui.parts import Due


def beginnings(user: User) -> list[Due]:
    """What to do first, in its order; what can be seen to be done says so."""
    lines = []
    if can(user, IMPORT_ROSTER):
        done = members_visible_to(user, IMPORT_ROSTER).exists()
        lines.append(
            Due(
                "做了" if done else "第一件",
                "导入党员花名册",
                "手里的 Excel 表不用改样子；先看预览，再入册，导错了可以整批撤回。",
                "ok" if done else "info",
                "导入花名册",
                reverse("party:rosters"),
            )
        )
    if can(user, MANAGE_ACCOUNTS):
        done = accounts_visible_to(user).exclude(pk=user.pk).exists()
        lines.append(
            Due(
                "做了" if done else "接着",
                "给同事开账号，打印启用单",
                "一人一个账号，凭单子上的口令自己定密码；不要合用。三样管理也从这里分出去。",
                "ok" if done else "info",
                "开账号",
                reverse("backoffice:open_account"),
            )
        )
    lines += [
        Due(
            "今天",
            "打印密钥单",
            "锁进柜子，不和电脑、备份放在一起。丢了密钥，身份证号和电话谁也读不出来，备份也打不开。",
            "info",
            *_link(user, "backoffice.print_key", "去打印", "backoffice:key_sheet"),
        ),
        Due(
            "今天",
            "做一次备份",
            "以后每天自己备份；每周抄一份到 U 盘，放到别的屋。",
            "info",
            *_link(user, "backoffice.make_backups", "去备份", "backoffice:backups"),
        ),
    ]
    return lines


def _link(user: User, action: str, words: str, page: str) -> tuple[str, str]:
    """The words and the address of a page, for who may go there."""
    return (words, reverse(page)) if can(user, action) else ("", "")
