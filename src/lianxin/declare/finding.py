"""Which kinds of things the search box finds, and which allowance opens each."""

_kinds: dict[str, str] = {}


def register_search_kind(kind: str, action: str) -> None:
    """Let things of ``kind`` be found by whoever may do ``action`` where they stand."""
    _kinds[kind] = action


def search_kinds() -> dict[str, str]:
    """Kind → action, in order of registration."""
    return dict(_kinds)
