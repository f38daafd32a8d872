"""What is known of one member when counts are made."""

from typing import NamedTuple


class Facts(NamedTuple):
    """One member on the day: codes of the standards and of the register, ages in full years; None and "" are not known.

    ``path`` is the organisation's of that day; ``standing`` full years of 党龄, of full members only.
    """

    sex: str = ""
    ethnicity: str = ""
    age: int | None = None
    education: str = ""
    degree: str = ""
    category: str = ""
    employment: str = ""
    floating: str = ""
    new_economy: bool = False
    standing: int | None = None
    path: str = ""
    lost: bool = False
    migrant_worker: bool = False
    hardship: bool = False
