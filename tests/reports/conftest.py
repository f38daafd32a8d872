from collections.abc import Iterator

import pytest
from tests.reports.toys import REVEAL_TOYS, TREE, VIEW_TOYS

from lianxin.declare import ledgers, nav, roles


@pytest.fixture
def toys() -> Iterator[None]:
    """The toy ledger and its actions alone, for one test."""
    kept_ledgers, kept_actions = dict(ledgers._ledgers), dict(roles._actions)
    kept_places = list(nav._items)
    nav._items[:] = [item for item in kept_places if item.url_name.startswith("reports:")]
    ledgers._ledgers.clear()
    ledgers.register_ledgers(TREE)
    roles.register_actions([VIEW_TOYS, REVEAL_TOYS])
    yield
    nav._items[:] = kept_places
    ledgers._ledgers.clear()
    ledgers._ledgers.update(kept_ledgers)
    roles._actions.clear()
    roles._actions.update(kept_actions)
