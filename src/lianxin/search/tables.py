"""The full-text table, made after migrating."""

from lianxin.search.engine import engine


def make_tables(alias: str) -> None:
    """Make what is missing; safe to repeat."""
    engine(alias).create(alias)
