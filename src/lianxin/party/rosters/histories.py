"""The dated rows of members as they were before a roster changed them, so that taking it back leaves no seam."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from lianxin.declare.bulk import insert_rows
from lianxin.party.models import Affiliation, DatedFact, MembershipChange

Histories = dict[str, list[list[Any]]]
"""``facts`` and ``affiliations`` as rows of text, ``changes`` as identifiers; as JSON gives them back."""

_FACT = ("id", "member_id", "aspect", "value", "since", "until", "note")
_AFFILIATION = ("id", "member_id", "organisation_id", "group_id", "since", "until")


def remember_histories(member_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Histories]:
    """The dated rows of members as they stand; three queries whatever their number."""
    found: dict[uuid.UUID, Histories] = {pk: {"facts": [], "affiliations": [], "changes": []} for pk in member_ids}
    for row in DatedFact.objects.filter(member__in=found).values_list(*_FACT):
        found[row[1]]["facts"].append([_text(value) for value in row])
    for row in Affiliation.objects.filter(member__in=found).values_list(*_AFFILIATION):
        found[row[1]]["affiliations"].append([_text(value) for value in row])
    for row in MembershipChange.objects.filter(member__in=found).values_list("id", "member_id"):
        found[row[1]]["changes"].append([str(row[0])])
    return found


def restore_histories(histories: Mapping[uuid.UUID, Mapping[str, Any]]) -> None:
    """Put dated rows back as they were remembered; what came after goes. In the caller's transaction."""
    if not histories:
        return
    DatedFact.objects.filter(member__in=histories).delete()
    Affiliation.objects.filter(member__in=histories).delete()
    facts = [row for each in histories.values() for row in each["facts"]]
    insert_rows(DatedFact, _FACT, _typed(facts, _id, _id, str, str, _day, _day, str))
    places = [row for each in histories.values() for row in each["affiliations"]]
    insert_rows(Affiliation, _AFFILIATION, _typed(places, _id, _id, _id, _id, _day, _day))
    known = {uuid.UUID(row[0]) for each in histories.values() for row in each["changes"]}
    MembershipChange.objects.filter(member__in=histories).exclude(pk__in=known).delete()


def _text(value: Any) -> str | None:  # noqa: ANN401 - a column's value
    return None if value is None else str(value)


def _typed(rows: Iterable[list[Any]], *readers: Callable[[Any], Any]) -> list[tuple[Any, ...]]:
    return [tuple(read(value) for read, value in zip(readers, row, strict=True)) for row in rows]


def _id(text: str | None) -> uuid.UUID | None:
    return uuid.UUID(text) if text else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
