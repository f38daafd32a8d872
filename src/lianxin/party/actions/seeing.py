"""Showing what is masked: a telephone to who is responsible, an identity number for a reason; both leave a trace."""

from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.party.actions.common import entry_of
from lianxin.party.models import Member
from lianxin.party.records import shown

SEE_TELEPHONE = "party.see_telephone"
REVEAL = "party.reveal_id_number"
LOOK_UP = "party.look_up_number"
TELEPHONES = ("mobile", "phone")
SHORTEST_REASON = 2


def see_telephone(*, member: Member, field: str, actor: Actor) -> str:
    """A telephone (``mobile``, ``phone``) in clear. Raises ``RuleError`` when there is no such one."""
    if field not in TELEPHONES:
        raise RuleError("没有这一项电话。")
    number: str = getattr(member.person, field)
    if not number:
        raise RuleError("没有登记电话。")
    with unit_of_work(actor) as work:
        work.record(entry_of(SEE_TELEPHONE, member, changes={field: ["", shown(field, number)]}))
    return number


def reveal_id_number(*, member: Member, reason: str, actor: Actor) -> str:
    """The identity number in clear. Raises ``RuleError`` without a reason or a number."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise RuleError("请写明为什么要看公民身份号码，例如“办理组织关系介绍信”。", "reason")
    number = member.person.id_number
    if not number:
        raise RuleError("没有登记公民身份号码。")
    with unit_of_work(actor) as work:
        changes = {"id_number": ["", shown("id_number", number)]}
        work.record(entry_of(REVEAL, member, changes=changes, reason=reason.strip()))
    return number
