"""Offices inside the community's organisations: taken up, laid down."""

from datetime import date

from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.kernel import clock
from lianxin.orgs.choices import OrganisationKind
from lianxin.orgs.models import Organisation, Term
from lianxin.party.actions.common import entry_of, hold
from lianxin.party.choices import Category, Office
from lianxin.party.models import Member, OfficeHolding

APPOINT = "party.appoint_office"
END = "party.end_office"
CORRECT = "party.correct_office"
STRIKE = "party.strike_office"


def appoint_office(
    *,
    member: Member,
    version: int | None = None,
    organisation: Organisation,
    office: Office,
    since: date | None,
    actor: Actor,
    once: str = "",
) -> OfficeHolding:
    """Let a member hold an office from a day on (None: since before anybody knows), in the term that runs then.

    Raises:
        RuleError: not a full member on the roll (党章第七条: who is on probation is not elected), another community's
            organisation, the office does not fit its kind, held already, a secretary there already, or a day to come.
        StaleVersionError: somebody changed the record meanwhile.
    """
    with unit_of_work(actor, once=once) as work:
        hold(member, version)
        _check(member, organisation, office, since)
        holding = OfficeHolding.objects.create(
            member=member,
            organisation=organisation,
            office=office.value,
            since=since,
            term=_term_of(organisation, office, since),
        )
        begun = f"（{since:%Y-%m-%d}起）" if since else ""
        changes = {"offices": ["", f"{organisation.short_name}{office.label}{begun}"]}
        work.record(entry_of(APPOINT, member, changes=changes))
    return holding


def _term_of(organisation: Organisation, office: Office, since: date | None) -> Term | None:
    """The term that runs, for an office taken up in it."""
    if office is Office.GROUP_LEADER or since is None:
        return None
    return Term.objects.filter(
        organisation=organisation, since__lte=since, ended_on__isnull=True, withdrawn_at__isnull=True
    ).first()


def _check(member: Member, organisation: Organisation, office: Office, since: date | None) -> None:
    if member.left_on is not None:
        raise RuleError("已经离开名册的人不能担任党内职务。")
    if member.category == Category.PROBATIONARY:
        raise RuleError("预备党员没有选举权和被选举权，转正以后才能担任党内职务。", "office")
    if not organisation.path.startswith(member.community.organisation.path) or organisation.dissolved_on is not None:
        raise RuleError("选的党组织不在本社区，或已经撤销。", "organisation")
    if (office is Office.GROUP_LEADER) != (organisation.kind == OrganisationKind.GROUP):
        raise RuleError("党小组只设党小组长；党小组长要选到党小组。", "office")
    if since is not None and since > clock.today():
        raise RuleError("任职日期还没有到。", "since")
    _check_free(member, organisation, office)


def _check_free(member: Member, organisation: Organisation, office: Office, but: OfficeHolding | None = None) -> None:
    held = OfficeHolding.objects.filter(organisation=organisation, office=office.value, until__isnull=True)
    if but is not None:
        held = held.exclude(pk=but.pk)
    if held.filter(member=member).exists():
        raise RuleError("已经登记了这个职务。", "office")
    if office in {Office.SECRETARY, Office.GROUP_LEADER}:
        other = held.select_related("member__person").first()
        if other is not None:
            raise RuleError(
                f"{organisation.short_name}的{office.label}现在是{other.member.person.name}，请先登记他（她）的任期结束。",
                "office",
            )


def end_office(
    *, holding: OfficeHolding, version: int | None = None, until: date, actor: Actor, once: str = ""
) -> OfficeHolding:
    """Let an office end on a day.

    Raises:
        RuleError: ended already, or a day to come or before it began.
        StaleVersionError: somebody changed the record meanwhile.
    """
    member = holding.member
    with unit_of_work(actor, once=once) as work:
        hold(member, version)
        if until > clock.today():
            raise RuleError("结束日期还没有到。", "until")
        if holding.since is not None and until < holding.since:
            raise RuleError(f"任职从 {holding.since:%Y-%m-%d} 起，结束日期不能更早。", "until")
        open_row = OfficeHolding.objects.filter(pk=holding.pk, until__isnull=True)
        if not open_row.update(until=until):
            raise RuleError("这个职务已经结束了。")
        holding.until = until
        name = f"{holding.organisation.short_name}{holding.get_office_display()}"
        work.record(entry_of(END, member, changes={"offices": [name, f"{until:%Y-%m-%d}止"]}))
    return holding


def correct_office(
    *,
    holding: OfficeHolding,
    version: int | None = None,
    since: date | None,
    until: date | None,
    reason: str,
    actor: Actor,
    once: str = "",
) -> OfficeHolding:
    """Put right from when to when an office was held; ``until`` None: it is held still, its end was a mistake.

    Raises:
        RuleError: no reason, days that cannot be, or an office that cannot be held again: who left the roll, a
            dissolved organisation, somebody else in it.
        StaleVersionError: somebody changed the record meanwhile.
    """
    member, organisation = holding.member, holding.organisation
    if not reason.strip():
        raise RuleError("请写明更正的理由。", "reason")
    with unit_of_work(actor, once=once) as work:
        hold(member, version)
        today = clock.today()
        if since is not None and since > today:
            raise RuleError("任职日期还没有到。", "since")
        if until is not None and until > today:
            raise RuleError("结束日期还没有到。", "until")
        if until is not None and since is not None and until < since:
            raise RuleError("结束日期不能早于任职日期。", "until")
        if until is None:
            _check_still_held(holding)
        elif member.left_on is not None and until > member.left_on:
            raise RuleError(f"{member.left_on:%Y-%m-%d} 离开了名册，任职不能比这一天更晚结束。", "until")
        before = _span(holding)
        holding.since, holding.until = since, until
        holding.save(update_fields=["since", "until"])
        name = f"{organisation.short_name}{holding.get_office_display()}"
        changes = {"offices": [f"{name}{before}", f"{name}{_span(holding)}"]}
        work.record(entry_of(CORRECT, member, changes=changes, reason=reason))
    return holding


def _check_still_held(holding: OfficeHolding) -> None:
    if holding.member.left_on is not None:
        raise RuleError("已经离开名册的人不能担任党内职务，结束日期不能空着。", "until")
    if holding.organisation.dissolved_on is not None:
        raise RuleError(f"{holding.organisation.short_name}已经撤销，结束日期不能空着。", "until")
    try:
        _check_free(holding.member, holding.organisation, Office(holding.office), but=holding)
    except RuleError as refusal:
        raise RuleError(refusal.message, "until") from refusal


def strike_office(
    *, holding: OfficeHolding, version: int | None = None, reason: str, actor: Actor, once: str = ""
) -> None:
    """Strike an office that was never held; the trail keeps what was entered and why it was wrong.

    Raises:
        RuleError: no reason.
        StaleVersionError: somebody changed the record meanwhile.
    """
    member = holding.member
    if not reason.strip():
        raise RuleError("请写明撤回的理由。", "reason")
    with unit_of_work(actor, once=once) as work:
        hold(member, version)
        name = f"{holding.organisation.short_name}{holding.get_office_display()}{_span(holding)}"
        OfficeHolding.objects.filter(pk=holding.pk).delete()
        work.record(entry_of(STRIKE, member, changes={"offices": [name, ""]}, reason=reason))


def _span(holding: OfficeHolding) -> str:
    since = f"{holding.since:%Y-%m-%d}" if holding.since else "不详"
    return f"（{since}起，{f'{holding.until:%Y-%m-%d}止' if holding.until else '至今'}）"
