"""Removing the demonstration's persons, places and units."""

import uuid

from lianxin.files.models import StoredFile
from lianxin.files.store import remove as erase
from lianxin.residents.models import Consent, Person, Place, Roster, RosterHeading, Unit, UnitChange
from lianxin.residents.rosters.receiving import PURPOSE


def remove_residents(community_id: uuid.UUID) -> None:
    """Delete every person, unit and place of the community, parts before what they are part of."""
    Roster.objects.filter(community=community_id).delete()
    kept = StoredFile.objects.filter(community_id=community_id, purpose=PURPOSE)
    for stored in kept:
        erase(stored)
    kept.delete()
    RosterHeading.objects.filter(community=community_id).delete()
    Consent.objects.filter(person__community=community_id).delete()
    Person.objects.filter(community=community_id).delete()
    UnitChange.objects.filter(unit__community=community_id).delete()
    Unit.objects.filter(community=community_id).delete()
    places = Place.objects.filter(community=community_id)
    places.filter(parent__parent__isnull=False).delete()
    places.filter(parent__isnull=False).delete()
    places.delete()
