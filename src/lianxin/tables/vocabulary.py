"""The words one kind of roster uses above its columns: members, courtyards, units each have their own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

SEQUENCE = "sequence"
"""Not a field of anybody: the running number of the sheet, read over."""


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """What the headings of one kind of roster mean, and what its fields are.

    ``labels``: field → the heading of our own template; ``plain``: word → field; ``weak``: words that give way to a
    plainer heading of the same field (then they take the next of their fields, or nothing). All words stand in the form
    that ``wordings.bare`` brings a heading to; ``brought_to_one`` brings other ways of saying a word to one.

    A row is a heading when it has ``name`` and one of ``proofs``; ``needed`` says so in a sentence's second half.
    Under groups that hold a word of ``others`` a column is about somebody else. ``computed`` need no field.
    ``never_repeated``: 同上 and merged cells say nothing in them. ``written_out``: numbers that are shown as understood.
    ``section``: the field that a line standing alone above others gives them; "" for none.
    """

    labels: Mapping[str, str]
    plain: Mapping[str, str]
    weak: Mapping[str, tuple[str, ...]]
    name: str
    proofs: frozenset[str]
    needed: str
    brought_to_one: Callable[[str], str]
    others: tuple[str, ...] = ()
    computed: frozenset[str] = field(default_factory=frozenset)
    never_repeated: frozenset[str] = field(default_factory=frozenset)
    written_out: frozenset[str] = field(default_factory=frozenset)
    section: str = ""
