"""The full-text table on SQLite: FTS5, words cut by us, positions not kept (``detail=none``)."""

from collections.abc import Mapping, Sequence

from django.db import connections

from lianxin.search.engine import ENTRIES, ENTRY_COLUMNS, TABLE, UPSERT, Row, Wanted, rows_of, run, run_many

_AT_ONCE = 500


class SqliteText:
    """FTS5; rows are written in the order of their number, or it would flush its memory at every row."""

    key = "rowid"

    def create(self, alias: str) -> None:
        """Make the table if it is missing (``IF NOT EXISTS`` also guards against the test database's reuse)."""
        run(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5("
            "words, detail=none, columnsize=0, tokenize='unicode61 remove_diacritics 0')",
            alias=alias,
        )

    def write(self, rows: Sequence[Row]) -> None:
        """Store entries and words, replacing what was there."""
        run_many(
            f"INSERT INTO {ENTRIES} ({ENTRY_COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s) {UPSERT}",  # noqa: S608 (constants)
            [(row.number, row.kind, row.subject_id.hex, row.title, row.detail, row.path) for row in rows],
        )
        self.rewrite_words([(row.number, row.words) for row in rows])

    def rewrite_words(self, words: Sequence[tuple[int, str]]) -> None:
        """Replace the words of numbers."""
        run_many(f"INSERT OR REPLACE INTO {TABLE} (rowid, words) VALUES (%s, %s)", words)  # noqa: S608 (a constant)

    def erase_words(self, numbers: Sequence[int]) -> None:
        """Forget the words of numbers."""
        run_many(f"DELETE FROM {TABLE} WHERE rowid = %s", [(number,) for number in sorted(numbers)])  # noqa: S608 (a constant)

    def words(self, numbers: Sequence[int]) -> Mapping[int, str]:
        """The stored words."""
        found: dict[int, str] = {}
        for start in range(0, len(numbers), _AT_ONCE):
            some = numbers[start : start + _AT_ONCE]
            marks = ",".join(["%s"] * len(some))
            sql = f"SELECT rowid, words FROM {TABLE} WHERE rowid IN ({marks})"  # noqa: S608 (marks only)
            found |= dict(rows_of(sql, some))
        return found

    def condition(self, wanted: Wanted) -> tuple[str, str]:
        """FTS5's own language; every word quoted."""
        parts = [_quoted(word) for word in wanted.words]
        parts += ["(" + " OR ".join(map(_quoted, group)) + ")" for group in wanted.any_of]
        if wanted.beginning:
            parts.append(f"{_quoted(wanted.beginning)} *")
        return f"{TABLE} MATCH %s", " AND ".join(parts)


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def has_fts5(alias: str = "default") -> bool:
    """Whether this SQLite was built with FTS5; ``doctor`` asks."""
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')")
        row = cursor.fetchone()
    return bool(row and row[0])
