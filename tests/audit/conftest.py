from collections.abc import Iterator

import pytest

from lianxin.audit.guards import guard_trail, unguard_trail


@pytest.fixture
def unguarded_trail(db: None) -> Iterator[None]:
    """The trail without its triggers, as whoever owns the database could have it."""
    unguard_trail()
    yield
    guard_trail()
