"""What a saved view is of: a ledger or a registered list, as far as the reader may see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from lianxin.access.scope import can
from lianxin.declare.ledgers import Ledger
from lianxin.declare.listings import Listing, listing
from lianxin.reports.queries import ledger_visible_to

LEDGER, LIST = "ledger", "list"


@dataclass(frozen=True, slots=True)
class Target:
    """A ledger or a list; exactly one of the two."""

    ledger: Ledger | None = None
    listing: Listing | None = None

    @property
    def code(self) -> str:
        """As it is stored."""
        return f"{LEDGER}:{self.ledger.name}" if self.ledger else f"{LIST}:{self.listing.name}" if self.listing else ""

    @property
    def title(self) -> str:
        """The office's name of it."""
        return self.ledger.title if self.ledger else self.listing.title if self.listing else ""

    @property
    def filters(self) -> Sequence[str]:
        """The names of its filters."""
        if self.ledger is not None:
            return [wanted.name for wanted in self.ledger.filters]
        return self.listing.filters if self.listing else ()

    def address(
        self,
        filters: Mapping[str, str],
        columns: Sequence[str],
        days: tuple[date | None, date | None],
    ) -> str:
        """Where it is shown like that; what the target no longer knows is left out."""
        pairs = [(name, value) for name, value in filters.items() if name in self.filters]
        if self.ledger is None:
            assert self.listing is not None
            return f"{reverse(self.listing.url_name)}?{urlencode(pairs)}"
        since, as_of = days
        if since is not None and self.ledger.period:
            pairs.append(("since", since.isoformat()))
        if as_of is not None:
            pairs.append(("as_of", as_of.isoformat()))
        known = {column.name for column in self.ledger.columns}
        pairs += [("columns", name) for name in columns if name in known]
        return f"{reverse('reports:ledger', args=[self.ledger.name])}?{urlencode(pairs)}"


def target_visible_to(user: Any, code: str) -> Target | None:  # noqa: ANN401 (a user or a visitor)
    """The ledger or list of a stored code, None when there is none or it is not open to the user."""
    kind, _, name = code.partition(":")
    if kind == LEDGER:
        ledger = ledger_visible_to(user, name)
        return Target(ledger=ledger) if ledger else None
    found = listing(name) if kind == LIST else None
    return Target(listing=found) if found and can(user, found.action) else None
