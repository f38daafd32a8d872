"""Does the search name what is there, and nothing else?"""

from collections.abc import Iterator

from lianxin.declare.verification import Fault
from lianxin.search.engine import ENTRIES, TABLE, engine, rows_of
from lianxin.search.index import LONGEST, number_of, providers
from lianxin.search.models import SearchEntry

MENDING = "用 lianxin doctor --rebuild-search 可以重建检索。"


def check_entries() -> Iterator[Fault]:
    """Each kind's entries against its own table (title and place), and every entry has its words."""
    for kind, provider in providers().items():
        entries = {
            number: (title, path)
            for number, title, path in SearchEntry.objects.filter(kind=kind).values_list(
                "number", "title", "organisation_path"
            )
        }
        for thing in provider():
            entry = entries.pop(number_of(kind, thing.subject_id), None)
            if entry is None:
                yield Fault(ENTRIES, str(thing.subject_id), f"“{thing.title}”（{kind}）检索不到。{MENDING}")
            elif entry != (thing.title[:LONGEST], thing.organisation_path):
                yield Fault(ENTRIES, str(thing.subject_id), f"“{thing.title}”（{kind}）的检索条目过时了。{MENDING}")
        for number, (title, _) in entries.items():
            yield Fault(ENTRIES, str(number), f"检索里还有“{title}”（{kind}），登记里已经没有。{MENDING}")
    yield from _wordless()


def _wordless() -> Iterator[Fault]:
    sql = (
        f"SELECT e.number, e.title FROM {ENTRIES} e "  # noqa: S608 (constants)
        f"WHERE NOT EXISTS (SELECT 1 FROM {TABLE} t WHERE t.{engine().key} = e.number)"
    )
    for number, title in rows_of(sql, []):
        yield Fault(ENTRIES, str(number), f"“{title}”没有可检索的文字。{MENDING}")
