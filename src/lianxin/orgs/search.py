"""How organisations are found."""

from collections.abc import Iterator

from lianxin.orgs.models import Organisation
from lianxin.search.index import Indexed

KIND = "orgs.organisation"


def indexed(organisation: Organisation) -> Indexed:
    """The search entry of an organisation."""
    state = "（已撤销）" if organisation.dissolved_on else ""
    return Indexed(
        kind=KIND,
        subject_id=organisation.pk,
        title=organisation.name,
        detail=f"{organisation.get_kind_display()}{state}",
        organisation_path=organisation.path,
        texts=(organisation.name, organisation.short_name),
    )


def all_indexed() -> Iterator[Indexed]:
    """Every organisation, for rebuilding the index."""
    return map(indexed, Organisation.objects.order_by("pk").iterator(chunk_size=2000))
