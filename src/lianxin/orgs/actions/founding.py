"""Founding organisations and communities."""

from dataclasses import asdict
from datetime import date

from django.db.models import Max

from lianxin.audit.actions import open_chain
from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.kernel.text import tidy_text
from lianxin.orgs.actions.trail import entry, note_step, put_into_search
from lianxin.orgs.actions.values import CommunityDetails, OrganisationDetails, Step, given
from lianxin.orgs.choices import OrganisationChangeKind, OrganisationKind
from lianxin.orgs.models import Community, Organisation
from lianxin.orgs.paths import free_path
from lianxin.orgs.rules import check_community_kind, check_parent

NO_DETAILS = OrganisationDetails()
_SHORT_ENDINGS = {
    OrganisationKind.PRIMARY_COMMITTEE: "党委",
    OrganisationKind.GENERAL_BRANCH: "党总支",
    OrganisationKind.BRANCH: "党支部",
}


def found_organisation(
    *,
    parent: Organisation | None,
    kind: str,
    name: str,
    short_name: str,
    actor: Actor,
    details: OrganisationDetails = NO_DETAILS,
    once: str = "",
) -> Organisation:
    """Found an organisation under ``parent`` (None: a root, at set-up).

    Raises ``RuleError`` when the kind may not stand there or a sibling has the name.
    """
    with unit_of_work(actor, once=once) as work:
        check_parent(kind, parent)
        name, short_name = tidy_text(name), tidy_text(short_name) or tidy_text(name)
        check_name_free(parent, name, short_name)
        values = given(details)
        values.setdefault("position", _last_position(parent) + 1)
        organisation = Organisation.objects.create(
            parent=parent,
            community_id=parent.community_id if parent else None,
            path=free_path(parent),
            kind=kind,
            name=name,
            short_name=short_name,
            **values,
        )
        step = Step(details.founded_on, details.approval_no)
        note_step(organisation, OrganisationChangeKind.FOUNDED, step, actor, after=name)
        put_into_search([organisation])
        changes = {"name": ["", name], "kind": ["", organisation.get_kind_display()]}
        work.record(entry("orgs.found_organisation", organisation, changes))
        work.leads_to(str(organisation.pk))
    return organisation


def found_community(
    *,
    parent: Organisation | None,
    kind: str,
    name: str,
    short_name: str,
    community: CommunityDetails,
    actor: Actor,
    is_home: bool = False,
    is_demo: bool = False,
) -> Community:
    """Found a community-level organisation and its community, and open the community's audit chain.

    ``name`` and ``short_name`` are the organisation's. Raises ``RuleError``.
    """
    with unit_of_work(actor) as work:
        check_community_kind(kind)
        if parent is not None and parent.community_id is not None:
            raise RuleError("社区的党组织不能设在另一个社区的党组织下面。", "parent")
        if is_home and Community.objects.filter(is_home=True).exists():
            raise RuleError("本机已经建过社区了。")
        organisation = found_organisation(parent=parent, kind=kind, name=name, short_name=short_name, actor=actor)
        organisation.community = organisation
        organisation.save(update_fields=["community"])
        values = {field: tidy_text(value) for field, value in asdict(community).items()}
        created = Community.objects.create(organisation=organisation, is_home=is_home, is_demo=is_demo, **values)
        open_chain(organisation.pk, created.name, actor=actor, path=organisation.path)
        work.record(entry("orgs.found_community", organisation, {"name": ["", created.name]}))
    return created


def found_home_community(  # noqa: PLR0913 (all of it makes one founding)
    *,
    street_name: str,
    district_name: str,
    community_name: str,
    general_branch_name: str,
    kind: str,
    actor: Actor,
    is_demo: bool = False,
    profile: CommunityDetails | None = None,
    once: str = "",
) -> Community:
    """First set-up: the street's working committee, under it the community that this installation is for.

    Without a street name the community's organisation is a root. ``profile`` says more of the community than its
    names. Raises ``RuleError`` when there is a home community.
    """
    with unit_of_work(actor, once=once):
        street_name, community_name = tidy_text(street_name), tidy_text(community_name)
        name = tidy_text(general_branch_name) or f"中共{community_name}{OrganisationKind(kind).label}"
        return found_community(
            parent=_street_committee(street_name, district_name, actor) if street_name else None,
            kind=kind,
            name=name,
            short_name=f"{community_name}{_SHORT_ENDINGS.get(OrganisationKind(kind), '')}",
            community=profile or CommunityDetails(community_name, street_name, district_name),
            actor=actor,
            is_home=True,
            is_demo=is_demo,
        )


def check_name_free(parent: Organisation | None, name: str, short_name: str, but: Organisation | None = None) -> None:
    """Refuse a full or short name that a standing sibling has. Raises ``RuleError``."""
    siblings = Organisation.objects.filter(parent=parent, dissolved_on__isnull=True)
    if but is not None:
        siblings = siblings.exclude(pk=but.pk)
    taken = siblings.filter(name=name).exists()
    if taken or siblings.filter(short_name=short_name).exists():
        shown, field = (name, "name") if taken else (short_name, "short_name")
        raise RuleError(f"同一个上级下面已经有“{shown}”了。", field)


def _street_committee(street_name: str, district_name: str, actor: Actor) -> Organisation:
    name = f"中共{tidy_text(district_name)}{street_name}工作委员会"
    kind = OrganisationKind.WORKING_COMMITTEE
    there = Organisation.objects.filter(kind=kind, name=name, dissolved_on__isnull=True).first()
    return there or found_organisation(
        parent=None, kind=kind, name=name, short_name=f"{street_name}党工委", actor=actor
    )


def _last_position(parent: Organisation | None) -> int:
    last: int | None = Organisation.objects.filter(parent=parent).aggregate(last=Max("position"))["last"]
    return last or 0


def founded_before(organisation: Organisation, on: date | None) -> bool:
    """Whether a day lies before the organisation's own founding, as far as both are known."""
    return on is not None and organisation.founded_on is not None and on < organisation.founded_on
