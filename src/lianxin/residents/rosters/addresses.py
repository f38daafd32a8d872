"""The names of the pages' addresses, the same for every kind but for one word."""

_WORDS = {"courtyards": "courtyard_roster", "units": "unit_roster"}
_NAMES = {
    "rosters": "{}s",
    "new": "new_{}",
    "template": "{}_template",
    "roster": "{}",
    "columns": "{}_columns",
    "progress": "{}_progress",
    "commit": "commit_{}",
    "discard": "discard_{}",
    "errors": "{}_errors",
    "take_back": "take_back_{}",
}


def name_of(kind: str, page: str, *, full: bool = True) -> str:
    """``residents:commit_unit_roster`` for ``units`` and ``commit``; without the app's name when not ``full``."""
    name = _NAMES[page].format(_WORDS[kind])
    return f"residents:{name}" if full else name


def names_of(kind: str) -> dict[str, str]:
    """Page → the full name of its address, for templates."""
    return {page: name_of(kind, page) for page in _NAMES}
