"""What the page of one member shows."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet

from lianxin.audit.models import AuditEntry
from lianxin.declare.labels import audit_label, field_label
from lianxin.kernel import clock
from lianxin.party.models import Affiliation, DatedFact, Member, MembershipChange, OfficeHolding, PersonAccount

LATEST = 30
CHANGE_COLUMNS = (
    "kind",
    "happened_on",
    "counterpart",
    "document_no",
    "note",
    "channel",
    "recorded_at",
    "recorded_by",
    "withdrawn_at",
    "withdrawn_reason",
)


@dataclass(frozen=True, slots=True)
class Changed:
    """One field of a trace: before and after, in words."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Trace:
    """Who did what with the record, when and why."""

    when: str
    who: str
    what: str
    reason: str
    fields: Sequence[Changed]


def affiliations_of(member: Member) -> QuerySet[Affiliation]:
    """Where the relation stood, the present place first."""
    rows = Affiliation.objects.select_related("organisation", "group").filter(member=member)
    rows = rows.only("since", "until", "organisation__short_name", "group__short_name")
    return rows.order_by(F("until").desc(nulls_first=True), F("since").desc(nulls_last=True), "-id")


def facts_of(member: Member) -> dict[str, list[DatedFact]]:
    """The dated facts by aspect, the latest first."""
    found: dict[str, list[DatedFact]] = {}
    rows = list(DatedFact.objects.filter(member=member))
    rows.sort(key=lambda fact: (fact.until is None, fact.until or clock.today(), str(fact.pk)), reverse=True)
    for fact in rows:
        found.setdefault(fact.aspect, []).append(fact)
    return found


def spans_of(member: Member) -> QuerySet[DatedFact]:
    """The dated facts of a member, each to be put right."""
    return DatedFact.objects.select_related("member__person", "member__community__organisation").filter(member=member)


def offices_of(member: Member) -> QuerySet[OfficeHolding]:
    """Offices held, those held now first."""
    rows = OfficeHolding.objects.select_related("organisation").filter(member=member)
    rows = rows.only("member", "office", "since", "until", "organisation__short_name")
    return rows.order_by(F("until").desc(nulls_first=True), F("since").desc(nulls_last=True), "id")


def changes_of(member: Member) -> QuerySet[MembershipChange]:
    """How the membership came, moved and left, the latest first, withdrawn ones too."""
    rows = MembershipChange.objects.select_related("organisation").filter(member=member)
    rows = rows.only(*CHANGE_COLUMNS, "organisation__short_name")
    return rows.order_by(F("happened_on").desc(nulls_last=True), "-recorded_at", "-id")


def traces_of(member: Member, *, limit: int = LATEST) -> list[Trace]:
    """The latest writes to the record and its person, and who looked at what is masked."""
    rows = AuditEntry.objects.filter(target_id__in=[member.pk, member.person_id]).order_by("-at", "-number")
    rows = rows.only("at", "actor_name", "action", "reason", "changes")[:limit]
    return [
        Trace(
            when=f"{row.at.astimezone(clock.TZ):%Y-%m-%d %H:%M}",
            who=row.actor_name,
            what=audit_label(row.action),
            reason=row.reason,
            fields=[
                Changed(field_label(name), _text(old), _text(new)) for name, (old, new) in sorted(row.changes.items())
            ],
        )
        for row in rows
    ]


def has_account(person_id: uuid.UUID) -> bool:
    """Whether the person has an account of his own."""
    return PersonAccount.objects.filter(person=person_id).exists()


def last_writer(member: Member) -> AuditEntry | None:
    """Who changed the record last; for the page of a conflict."""
    rows = AuditEntry.objects.filter(target_id__in=[member.pk, member.person_id]).exclude(
        action__in=["party.see_telephone", "party.reveal_id_number", "residents.see_telephone"]
    )
    return rows.order_by("-at", "-number").first()


def _text(value: object) -> str:
    return "" if value is None else str(value)
