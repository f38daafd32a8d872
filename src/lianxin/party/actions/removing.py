"""Taking registrations back: an import of the wrong file, somebody registered twice."""

import uuid
from collections.abc import Collection, Sequence

from django.db.models import ProtectedError

from lianxin.audit.versions import StaleVersionError
from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.party.actions.common import entry_of, hold
from lianxin.party.actions.correcting import Correction, correct_members
from lianxin.party.choices import JOINING
from lianxin.party.finding import forget_members
from lianxin.party.models import Affiliation, Member, MembershipChange, OfficeHolding, PersonAccount
from lianxin.residents.models import Person
from lianxin.residents.search import indexed_person
from lianxin.search import index

REMOVE = "party.remove_registered"
REMOVE_ONE = "party.remove_member"
_SEEN = ("community_id", "organisation_id", "path", "person__name", "person__version")
"""All that is read of who goes: ten thousand go at once."""


def remove_registered(persons: Sequence[tuple[uuid.UUID, int]], *, actor: Actor, reason: str = "") -> int:
    """Remove persons and memberships that nobody touched since they were registered; how many. The trail stays.

    Args:
        persons: Identifier and the version that was written at registration.
        actor: Who takes them back.
        reason: Why, for the trail.

    Raises:
        StaleVersionError: one of them was changed since, or is gone; nothing is removed.
        RuleError: something else rests on one of them.
    """
    versions = dict(persons)
    with unit_of_work(actor) as work:
        members = list(
            Member.objects.select_related("person")
            .only(*_SEEN)
            .filter(person_id__in=versions)
            .select_for_update(of=("self",))
        )
        if len(members) != len(versions):
            raise StaleVersionError(None)
        for member in members:
            if member.person.version != versions[member.person_id]:
                raise StaleVersionError(member.person)
            work.record(entry_of(REMOVE, member, reason=reason))
        _delete_members([member.pk for member in members], persons=versions)
    return len(members)


def withdraw_enrolments(corrections: Sequence[Correction], *, actor: Actor, reason: str = "") -> None:
    """Take off the roll who was a registered resident before, and say of the person again what was known then.

    ``corrections`` hold the members (persons loaded), the versions written at enrolling and the persons' values before.

    Raises:
        StaleVersionError: one of them was changed since; nothing is withdrawn.
        RuleError: something else rests on one of the memberships.
    """
    with unit_of_work(actor) as work:
        correct_members(corrections, actor=actor, reason=reason, exact=True)
        members = [each.member for each in corrections]
        for member in members:
            work.record(entry_of(REMOVE, member, reason=reason))
        _delete_members([member.pk for member in members])
        persons = Person.objects.filter(pk__in=[member.person_id for member in members])
        index.put([indexed_person(person) for person in persons])


def remove_member(*, member: Member, version: int | None = None, reason: str, actor: Actor, once: str = "") -> None:
    """Take back the registration of somebody who should not have been registered; the trail stays.

    Who was known as no member before is that again; otherwise the person goes too.

    Raises:
        RuleError: no reason, or something was done since that is no correction (:func:`why_member_stays`).
        StaleVersionError: somebody changed the record meanwhile.
    """
    if not reason.strip():
        raise RuleError("请写明撤回的理由。", "reason")
    with unit_of_work(actor, once=once) as work:
        hold(member, version)
        if refusal := why_member_stays(member):
            raise RuleError(refusal)
        changes = {"name": [member.person.name, ""], "organisation": [member.organisation.short_name, ""]}
        work.record(entry_of(REMOVE_ONE, member, changes=changes, reason=reason))
        person, known_before = member.person, was_known_before(member)
        forget_members([member.pk])
        try:
            Member.objects.filter(pk=member.pk).delete()
            if known_before:
                index.put([indexed_person(person)])
            else:
                Person.objects.filter(pk=person.pk).delete()
        except ProtectedError as error:
            raise RuleError("这个人名下另有登记，不能撤回登记。") from error


def was_known_before(member: Member) -> bool:
    """Whether the person was registered before the membership was."""
    return member.person.recorded_at < member.recorded_at


def why_member_stays(member: Member) -> str:
    """Why a registration cannot be taken back, as a sentence; empty when it can."""
    if member.left_on is not None:
        return "已经登记离开名册；离开登记错了的，请先撤销离开，再撤回登记。"
    changes = MembershipChange.objects.filter(member=member)
    moved = Affiliation.objects.filter(member=member).count() > 1
    if moved or changes.exclude(kind__in=JOINING).exists() or changes.count() > 1:
        return "登记以后办过调整、离开或重新列入，登记不能撤回；真的不在名册上了，请用“离开名册”。"
    if OfficeHolding.objects.filter(member=member).exists():
        return "登记过党内职务；职务也是误登的，请先在“更正任职”里撤回，再撤回登记。"
    if PersonAccount.objects.filter(person=member.person_id).exists():
        return "有本人的账号对应着这名党员，登记不能撤回；真的不在名册上了，请用“离开名册”。"
    return ""


def _delete_members(members: Sequence[uuid.UUID], *, persons: Collection[uuid.UUID] = ()) -> None:
    forget_members(members)
    try:
        Member.objects.filter(pk__in=members).only("pk").delete()
        Person.objects.filter(pk__in=persons).only("pk").delete()
    except ProtectedError as error:
        raise RuleError("其中有人已经担任职务或另有登记，不能整批撤回，请逐人更正。") from error
