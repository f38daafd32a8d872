"""Reads of persons."""

import uuid
from collections.abc import Iterable, Mapping

from django.db.models import Q, QuerySet
from django.urls import reverse

from lianxin.access.scope import scope_of
from lianxin.declare.refs import RefTarget
from lianxin.residents.doors import described_elsewhere, opened_by_others
from lianxin.residents.models import Consent, Person, Place, Unit
from lianxin.residents.rules import VIEW_PERSONS


def persons_visible_to(user: object, code: str = VIEW_PERSONS) -> QuerySet[Person]:
    """Persons with whom the user may do ``code``: of the community, oneself, and whose contact one is."""
    condition = scope_of(user, code).q("path", residents__person="pk")
    others = opened_by_others(user, code)
    return Person.objects.filter(condition if others is None else condition | others)


def persons_at(place: Place, among: QuerySet[Person] | None = None) -> QuerySet[Person]:
    """Who (of ``among``) lives in a place or in a part of it, by name."""
    inside = Q(place=place) | Q(place__parent=place) | Q(place__parent__parent=place)
    rows = Person.objects.all() if among is None else among
    return rows.filter(inside, died_on__isnull=True).order_by("name_key", "id")


def persons_of_unit(unit: Unit, among: QuerySet[Person]) -> QuerySet[Person]:
    """Who of ``among`` works in a unit, by name."""
    return among.filter(unit=unit, died_on__isnull=True).order_by("name_key", "id")


def person_targets(ids: Iterable[uuid.UUID]) -> Mapping[uuid.UUID, RefTarget]:
    """Names and pages of persons, for ``declare.refs``."""
    rows = Person.objects.filter(pk__in=list(ids)).values_list("pk", "name")
    return {pk: RefTarget(name, reverse("residents:person", args=[pk])) for pk, name in rows}


def consents_of(person: Person) -> QuerySet[Consent]:
    """What a person agreed to, by purpose, the latest first."""
    return Consent.objects.filter(person=person).order_by("purpose", "-given_on", "-id")


def not_described_elsewhere(rows: QuerySet[Person]) -> QuerySet[Person]:
    """Persons whose list is this app's own: those no other app describes (members have their list)."""
    elsewhere = described_elsewhere()
    return rows.exclude(elsewhere) if elsewhere is not None else rows
