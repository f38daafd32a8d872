"""Members named in words on a form: 柳秀兰、曾小红（第二支部）."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from lianxin.declare.errors import RuleError
from lianxin.kernel.names import tidy_name
from lianxin.kernel.text import tidy_text
from lianxin.orgs.models import Organisation
from lianxin.party.choices import POSTS, Office
from lianxin.party.models import Member

_BETWEEN = re.compile(r"[、，,；;]")
_NAMED = re.compile(r"(?P<name>[^（）()]+)(?:[（(](?P<branch>[^（）()]+)[）)])?")


class Post(NamedTuple):
    """Somebody in a post."""

    member: Member
    office: Office


class _Named(NamedTuple):
    office: Office
    name: str
    branch: str


def posts_from(organisation: Organisation, written: Mapping[str, str], *, past: bool = False) -> list[Post]:
    """The posts as written: code of the office → names; members (persons loaded) of the organisation's community.

    Who has left is found for a ``past`` term only. Raises ``RuleError`` for a name nobody or more than one has.
    """
    asked = [named for office in POSTS for named in _read(office, written.get(office.value, ""))]
    rows = Member.objects.filter(community=organisation.community_id, person__name__in={each.name for each in asked})
    if not past:
        rows = rows.filter(left_on__isnull=True)
    known = list(rows.select_related("person", "organisation", "community__organisation"))
    posts = [Post(_one(each, known), each.office) for each in asked]
    _check_once(posts)
    return posts


def _read(office: Office, text: str) -> Iterable[_Named]:
    for part in _BETWEEN.split(text):
        if not part.strip():
            continue
        found = _NAMED.fullmatch(tidy_text(part))
        if found is None:
            raise RuleError(f"“{part.strip()}”读不懂，请只写姓名，几个人用顿号隔开。", office.value)
        yield _Named(office, tidy_name(found["name"]), tidy_text(found["branch"] or ""))


def _one(asked: _Named, known: Sequence[Member]) -> Member:
    same = [member for member in known if member.person.name == asked.name]
    fitting = [member for member in same if asked.branch in ("", member.organisation.short_name)]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        raise RuleError(f"本社区的党员里没有{asked.name}{asked.branch and f'（{asked.branch}）'}。", asked.office.value)
    branches = "、".join(member.organisation.short_name for member in fitting)
    raise RuleError(
        f"有 {len(fitting)} 名党员叫{asked.name}，请写明支部，例如“{asked.name}（{fitting[0].organisation.short_name}）”。"
        f"他们在{branches}。",
        asked.office.value,
    )


def _check_once(posts: Sequence[Post]) -> None:
    for number, post in enumerate(posts):
        if post in posts[:number]:
            raise RuleError(f"{post.member.person.name}写了两次。", post.office.value)
    if sum(post.office is Office.SECRETARY for post in posts) > 1:
        raise RuleError("书记只能有一名。", Office.SECRETARY.value)
