"""The full-text table on PostgreSQL: ``tsvector`` made of our own words, with a GIN index.

Words go in by ``array_to_tsvector`` and come out by a quoted ``tsquery``: no parser, no dictionary, no locale in
between, which is what the configuration ``simple`` would do to words already cut.
"""

from collections.abc import Mapping, Sequence

from lianxin.search.engine import ENTRIES, ENTRY_COLUMNS, TABLE, UPSERT, Row, Wanted, rows_of, run


class PostgresText:
    """A side table, so that writing an entry does not rewrite its words.

    GIN keeps new rows in a list that every search reads through: kept short, a search stays at a millisecond right
    after an import, and writing in bulk is still merged.
    """

    key = "number"

    def create(self, alias: str) -> None:
        """Make table and index if they are missing."""
        run(
            f"CREATE TABLE IF NOT EXISTS {TABLE} (number bigint PRIMARY KEY, words tsvector NOT NULL)",
            alias=alias,
        )
        run(
            f"CREATE INDEX IF NOT EXISTS {TABLE}_words ON {TABLE} USING gin (words) WITH (gin_pending_list_limit = 256)",
            alias=alias,
        )

    def write(self, rows: Sequence[Row]) -> None:
        """Store entries and words, replacing what was there; two statements whatever their number."""
        columns = zip(*((r.number, r.kind, r.subject_id, r.title, r.detail, r.path) for r in rows), strict=True)
        run(
            f"INSERT INTO {ENTRIES} ({ENTRY_COLUMNS}) "  # noqa: S608 (constants)
            "SELECT * FROM unnest(%s::bigint[], %s::text[], %s::uuid[], %s::text[], %s::text[], %s::text[]) "
            f"{UPSERT}",
            [list(column) for column in columns],
        )
        self.rewrite_words([(row.number, row.words) for row in rows])

    def rewrite_words(self, words: Sequence[tuple[int, str]]) -> None:
        """Replace the words of numbers."""
        run(
            f"INSERT INTO {TABLE} (number, words) "  # noqa: S608 (a constant)
            "SELECT n, array_to_tsvector(string_to_array(w, ' ')) FROM unnest(%s::bigint[], %s::text[]) AS given (n, w) "
            "ON CONFLICT (number) DO UPDATE SET words = excluded.words",
            [[number for number, _ in words], [text for _, text in words]],
        )

    def erase_words(self, numbers: Sequence[int]) -> None:
        """Forget the words of numbers."""
        run(f"DELETE FROM {TABLE} WHERE number = ANY(%s)", [list(numbers)])  # noqa: S608 (a constant)

    def words(self, numbers: Sequence[int]) -> Mapping[int, str]:
        """The stored words."""
        sql = f"SELECT number, array_to_string(tsvector_to_array(words), ' ') FROM {TABLE} WHERE number = ANY(%s)"  # noqa: S608 (a constant)
        return dict(rows_of(sql, [list(numbers)]))

    def condition(self, wanted: Wanted) -> tuple[str, str]:
        """A ``tsquery`` with every word quoted."""
        parts = [_quoted(word) for word in wanted.words]
        parts += ["(" + " | ".join(map(_quoted, group)) + ")" for group in wanted.any_of]
        if wanted.beginning:
            parts.append(f"{_quoted(wanted.beginning)}:*")
        return "t.words @@ %s::tsquery", " & ".join(parts)


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"
