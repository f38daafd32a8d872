"""Leaving the roll and coming back, with the reasons of the annual statistics (domain §14.3)."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor, Channel, Recorded
from lianxin.declare.errors import RuleError
from lianxin.kernel import clock
from lianxin.party.actions.accounts import release_account
from lianxin.party.actions.common import entry_of, hold, refresh_missing
from lianxin.party.actions.histories import end_again, end_facts, reopen_facts, say_fact
from lianxin.party.actions.moving import Move, write_members
from lianxin.party.actions.places import Places, Standing
from lianxin.party.choices import LEAVING, RETURNING, Aspect, Category, ChangeKind, Floating
from lianxin.party.finding import reindex_members
from lianxin.party.models import Affiliation, DatedFact, Member, MembershipChange, OfficeHolding

DEPART = "party.depart_member"
UNDO = "party.undo_departure"
RETURN = "party.return_member"
UNDO_RETURN = "party.undo_return"


@dataclass(frozen=True, slots=True)
class Paper:
    """What a change rests on: the organisation on the other side, the document or letter, a remark."""

    counterpart: str = ""
    document_no: str = ""
    note: str = ""


def depart_member(
    *,
    member: Member,
    version: int | None = None,
    kind: ChangeKind,
    on: date,
    paper: Paper = Paper(),
    actor: Actor,
    recorded: Recorded | None = None,
    once: str = "",
) -> MembershipChange:
    """Take a member off the roll from a day on: relation, dated facts and offices end; a death also ends the life.

    So do the roles of the person's account; that of who died is closed.

    Raises:
        RuleError: no reason of leaving, one that does not fit the member, a day to come or before the relation began.
        StaleVersionError: somebody changed the record meanwhile.
    """
    with unit_of_work(actor, once=once) as work:
        hold(member, version)
        open_row = Affiliation.objects.filter(member=member, until__isnull=True).first()
        _check_departure(member, kind, on, open_row)
        Affiliation.objects.filter(member=member, until__isnull=True).update(until=on)
        end_facts(member, on)
        offices = OfficeHolding.objects.filter(member=member, until__isnull=True)
        ended = [holding.get_office_display() for holding in offices.exclude(since__gt=on)]
        offices.filter(since__gt=on).delete()
        offices.update(until=on)
        member.left_on, member.left_kind = on, kind.value
        member.save(update_fields=["left_on", "left_kind"])
        if kind is ChangeKind.DIED:
            member.person.died_on = on
            member.person.save(update_fields=["died_on"])
        change = _change(member, kind, on, paper, actor, recorded)
        release_account(member, kind, actor)
        changes = {"left_kind": ["", kind.label], "left_on": ["", on.isoformat()]}
        if ended:
            changes["offices"] = ["、".join(ended), "已结束"]
        work.record(entry_of(DEPART, member, changes=changes, reason=paper.note))
    return change


def _check_departure(member: Member, kind: ChangeKind, on: date, open_row: Affiliation | None) -> None:
    if kind not in LEAVING:
        raise RuleError("请选离开名册的原因。", "kind")
    if member.left_on is not None or open_row is None:
        raise RuleError("这名党员已经离开名册。")
    if on > clock.today():
        raise RuleError("离开日期还没有到，请到那一天再登记。", "on")
    if open_row.since is not None and on < open_row.since:
        raise RuleError(f"现在的组织关系从 {open_row.since:%Y-%m-%d} 起，离开日期不能更早。", "on")
    if member.join_date is not None and on < member.join_date:
        raise RuleError("离开日期不能早于入党日期。", "on")
    inward = member.floating == Floating.INWARD
    if inward and kind not in {ChangeKind.FLOATED_BACK, ChangeKind.DIED}:
        raise RuleError("流入党员的组织关系不在本社区，只能登记“流入结束”或“死亡”。", "kind")
    if not inward and kind is ChangeKind.FLOATED_BACK:
        raise RuleError("“流入结束”只用于流入党员。", "kind")
    if kind is ChangeKind.REVOKED and member.category != Category.PROBATIONARY:
        raise RuleError("“取消预备党员资格”只用于预备党员。", "kind")


def undo_departure(*, member: Member, version: int | None = None, reason: str, actor: Actor, once: str = "") -> Member:
    """Put right a departure entered by mistake: everything stands as if it had not been; the change is withdrawn.

    Ended offices come back too, unless another holds them meanwhile or their term is over; roles of an account are
    given anew by hand.

    Raises:
        RuleError: has not left, or no reason.
        StaleVersionError: somebody changed the record meanwhile.
    """
    if not reason.strip():
        raise RuleError("请写明撤销的理由。", "reason")
    with unit_of_work(actor, once=once) as work:
        hold(member, version)
        if member.left_on is None:
            raise RuleError("这名党员仍在名册上，没有可撤销的离开登记。")
        on, kind = member.left_on, ChangeKind(member.left_kind)
        ended = Affiliation.objects.filter(member=member, until=on)
        last = ended.order_by(F("since").desc(nulls_last=True), "-id").first()
        if last is not None:
            Affiliation.objects.filter(pk=last.pk).update(until=None)
        reopen_facts(member, on, since=None)
        _reopen_offices(member, on)
        MembershipChange.objects.filter(member=member, kind=kind, happened_on=on, withdrawn_at__isnull=True).update(
            withdrawn_at=clock.now(), withdrawn_by=actor.name[:100], withdrawn_reason=reason[:200]
        )
        _stand_again(member, kind)
        changes = {"left_kind": [kind.label, ""], "left_on": [on.isoformat(), ""]}
        work.record(entry_of(UNDO, member, changes=changes, reason=reason))
    return member


def return_member(  # noqa: PLR0913 - who, how, when, whereto, on what paper, seen when
    *,
    member: Member,
    version: int | None = None,
    kind: ChangeKind,
    on: date,
    organisation: uuid.UUID | None = None,
    paper: Paper = Paper(),
    actor: Actor,
    recorded: Recorded | None = None,
    once: str = "",
) -> MembershipChange:
    """Put somebody who left on the roll again from a day on; the dated facts begin anew with their last values.

    Raises:
        RuleError: has not left, has died, a reason that does not fit, a day to come or before leaving, or a branch of
            another community.
        StaleVersionError: somebody changed the record meanwhile.
    """
    with unit_of_work(actor, once=once) as work:
        hold(member, version)
        _check_return(member, kind, on)
        left, was = member.left_on, ChangeKind(member.left_kind)
        assert left is not None
        places = Places.of(member.community, [organisation])
        place = places.resolve(organisation, None)
        Affiliation.objects.create(member=member, organisation_id=place.organisation_id, since=on)
        write_members([Move(member, place, on)])
        reopen_facts(member, left, since=on)
        _set_inward(member, on, inward=kind is ChangeKind.FLOATED_IN)
        _stand_again(member, was)
        change = _change(member, kind, on, paper, actor, recorded)
        refresh_missing([member], places.waiting_in)
        reindex_members([member.pk])
        changes = {"left_kind": [was.label, kind.label], "left_on": [left.isoformat(), f"{on:%Y-%m-%d}起在册"]}
        work.record(entry_of(RETURN, member, changes=changes, reason=paper.note))
    return change


def _check_return(member: Member, kind: ChangeKind, on: date) -> None:
    if member.left_on is None:
        raise RuleError("这名党员仍在名册上。")
    if member.left_kind == ChangeKind.DIED:
        raise RuleError("登记为去世的人不能重新列入；如果是误登，请撤销。")
    if kind not in RETURNING:
        raise RuleError("请选重新列入名册的原因。", "kind")
    if kind is ChangeKind.RESUMED and member.left_kind != ChangeKind.SUSPENDED:
        raise RuleError("“停止党籍后恢复”只用于停止党籍的人。", "kind")
    if on > clock.today():
        raise RuleError("日期还没有到。", "on")
    if on < member.left_on:
        raise RuleError(f"{member.left_on:%Y-%m-%d} 才离开，重新列入不能更早。", "on")


def undo_return(*, member: Member, version: int | None = None, reason: str, actor: Actor, once: str = "") -> Member:
    """Put right a coming back entered by mistake: the member is off the roll as before; the change is withdrawn.

    Raises:
        RuleError: no reason, or something later stands on it (:func:`why_return_stays`).
        StaleVersionError: somebody changed the record meanwhile.
    """
    if not reason.strip():
        raise RuleError("请写明撤回的理由。", "reason")
    with unit_of_work(actor, once=once) as work:
        hold(member, version)
        if refusal := why_return_stays(member):
            raise RuleError(refusal)
        back, gone = _last_return(member)
        assert back is not None
        assert gone is not None
        assert back.happened_on is not None
        assert gone.happened_on is not None
        on, left, was = back.happened_on, gone.happened_on, ChangeKind(gone.kind)
        Affiliation.objects.filter(member=member, until__isnull=True).delete()
        last = Affiliation.objects.filter(member=member).order_by("-until", F("since").desc(nulls_last=True), "-id")
        stood = last.select_related("organisation", "group").first()
        if stood is not None:
            narrow = stood.group or stood.organisation
            place = Standing(stood.organisation_id, stood.group_id, narrow.path, stood.organisation.short_name)
            write_members([Move(member, place)])
        end_again(member, on, left)
        member.left_on, member.left_kind = left, was.value
        member.save(update_fields=["left_on", "left_kind"])
        MembershipChange.objects.filter(pk=back.pk).update(
            withdrawn_at=clock.now(), withdrawn_by=actor.name[:100], withdrawn_reason=reason[:200]
        )
        release_account(member, was, actor)
        reindex_members([member.pk])
        changes = {"left_kind": [back.get_kind_display(), was.label], "left_on": [f"{on:%Y-%m-%d}起在册", f"{left}"]}
        work.record(entry_of(UNDO_RETURN, member, changes=changes, reason=reason))
    return member


def why_return_stays(member: Member) -> str:
    """Why a coming back cannot be taken back, as a sentence; empty when it can."""
    back, gone = _last_return(member)
    if member.left_on is not None or back is None or gone is None:
        return "没有可以撤回的“重新列入名册”。"
    if OfficeHolding.objects.filter(member=member, until__isnull=True).exists():
        return "重新列入以后又登记了任职，请先撤回任职。"
    on = back.happened_on
    if not Affiliation.objects.filter(member=member, until__isnull=True, since=on).exists():
        return "重新列入以后又调整过支部，请先把支部调回来。"
    if DatedFact.objects.filter(member=member, since__gt=on).exists():
        return "重新列入以后又登记过新的情况，请先撤回那些情况。"
    return ""


def _last_return(member: Member) -> tuple[MembershipChange | None, MembershipChange | None]:
    """The coming back that was recorded last, and the leaving before it; None where the last change is no such thing."""
    rows = MembershipChange.objects.filter(member=member, withdrawn_at__isnull=True).order_by("-recorded_at", "-id")
    latest = list(rows.exclude(kind=ChangeKind.BRANCH_MOVED)[:2])
    if len(latest) < 2 or latest[0].kind not in RETURNING or latest[1].kind not in LEAVING:
        return None, None
    return latest[0], latest[1]


def _set_inward(member: Member, on: date, *, inward: bool) -> None:
    """Who comes back as flowing in does not count; who comes back with the relation no longer flows in."""
    if inward != (member.floating == Floating.INWARD):
        say_fact([(member, Floating.INWARD.value if inward else "")], Aspect.FLOATING, on)


def _stand_again(member: Member, was: ChangeKind) -> None:
    member.left_on, member.left_kind = None, ""
    member.save(update_fields=["left_on", "left_kind"])
    if was is ChangeKind.DIED:
        member.person.died_on = None
        member.person.save(update_fields=["died_on"])


def _reopen_offices(member: Member, on: date) -> None:
    over = Q(term__ended_on__isnull=False) | Q(term__withdrawn_at__isnull=False)
    for holding in OfficeHolding.objects.filter(member=member, until=on).exclude(over):
        taken = OfficeHolding.objects.filter(
            organisation_id=holding.organisation_id, office=holding.office, until__isnull=True
        )
        if not taken.exists():
            OfficeHolding.objects.filter(pk=holding.pk).update(until=None)


def _change(
    member: Member, kind: ChangeKind, on: date, paper: Paper, actor: Actor, recorded: Recorded | None
) -> MembershipChange:
    return MembershipChange.objects.create(
        member=member,
        kind=kind.value,
        happened_on=on,
        organisation_id=member.organisation_id,
        counterpart=paper.counterpart[:100],
        document_no=paper.document_no[:60],
        note=paper.note[:200],
        channel=(recorded.channel if recorded else Channel.DESK).value,
        recorded_at=clock.now(),
        recorded_by=actor.name[:100],
    )
