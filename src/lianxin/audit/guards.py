"""The database itself refuses to change or remove what the trail holds.

SQLite and plain PostgreSQL: triggers. Citus refuses triggers on its distributed schemas, so there the role the
product connects with is given no UPDATE or DELETE on the table (``docs/architecture.md``). Whoever owns the database
can take either away again; what was changed meanwhile is found by ``audit.verification``.
"""

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

ENTRY = "audit_auditentry"
CHAIN = "audit_auditchain"
MESSAGE = "audit trail is append-only"

# REPLACE removes a row without asking delete triggers, so an insert over an existing row is refused by itself.
_SQLITE = {
    "audit_entry_no_update": f"BEFORE UPDATE ON {ENTRY} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
    "audit_entry_no_delete": f"BEFORE DELETE ON {ENTRY} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
    "audit_entry_no_replace": (
        f"BEFORE INSERT ON {ENTRY} WHEN EXISTS (SELECT 1 FROM {ENTRY} WHERE id = NEW.id"  # noqa: S608 (a table of ours)
        " OR (chain_id = NEW.chain_id AND number = NEW.number)"
        " OR (chain_id = NEW.chain_id AND previous = NEW.previous))"
        f" BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    ),
    "audit_chain_no_delete": f"BEFORE DELETE ON {CHAIN} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
    "audit_chain_only_grows": (
        f"BEFORE UPDATE ON {CHAIN} WHEN NEW.length < OLD.length OR NEW.id <> OLD.id"
        f" BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
    ),
}
_POSTGRESQL = {
    "audit_entry_no_change": f"BEFORE UPDATE OR DELETE ON {ENTRY} FOR EACH ROW EXECUTE FUNCTION lianxin_append_only()",
    "audit_entry_no_truncate": f"BEFORE TRUNCATE ON {ENTRY} FOR EACH STATEMENT EXECUTE FUNCTION lianxin_append_only()",
    "audit_chain_no_delete": f"BEFORE DELETE ON {CHAIN} FOR EACH ROW EXECUTE FUNCTION lianxin_append_only()",
    "audit_chain_only_grows": (
        f"BEFORE UPDATE ON {CHAIN} FOR EACH ROW WHEN (NEW.length < OLD.length OR NEW.id <> OLD.id)"
        " EXECUTE FUNCTION lianxin_append_only()"
    ),
}
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION lianxin_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def guard_trail(alias: str = "default") -> None:
    """Put the triggers in place (after migrating; safe to repeat)."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            if _has_citus(connection):
                return
            cursor.execute(_FUNCTION)
            for name, body in _POSTGRESQL.items():
                cursor.execute(f"CREATE OR REPLACE TRIGGER {name} {body}")
        else:
            for name, body in _SQLITE.items():
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
                cursor.execute(f"CREATE TRIGGER {name} {body}")


def unguard_trail(alias: str = "default") -> None:
    """Take the triggers away: for emptying a test database and for showing what verification finds."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        for name in _expected(connection):
            on = (
                f" ON {CHAIN if name.startswith('audit_chain') else ENTRY}" if connection.vendor == "postgresql" else ""
            )
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")


def missing_guards(alias: str = "default") -> list[str]:
    """Names of triggers that should be there and are not (doctor)."""
    connection = connections[alias]
    if connection.vendor == "postgresql":
        if _has_citus(connection):
            return []
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {row[0] for row in cursor.fetchall()}
    return [name for name in _expected(connection) if name not in present]


def _expected(connection: BaseDatabaseWrapper) -> dict[str, str]:
    return _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE


def _has_citus(connection: BaseDatabaseWrapper) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'citus'")
        return cursor.fetchone() is not None
