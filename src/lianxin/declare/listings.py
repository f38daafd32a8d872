"""Lists whose filters can be kept under a name: an app that has one says so when it starts."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Listing:
    """A list at an address: ``name`` is stable, ``action`` who may look, ``filters`` the names its address takes."""

    name: str
    title: str
    url_name: str
    action: str
    filters: Sequence[str]


_listings: dict[str, Listing] = {}


def register_listing(listing: Listing) -> None:
    """Add a list."""
    _listings[listing.name] = listing


def listing(name: str) -> Listing | None:
    """The list of that name; None when there is none."""
    return _listings.get(name)
