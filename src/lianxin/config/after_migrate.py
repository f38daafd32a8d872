"""What models cannot express, made after migrating: triggers, full-text tables, the cache table.

Each step is registered by its app through ``lianxin.declare.setup`` and must be safe to repeat.
"""

from django.core.management import call_command

from lianxin.declare.setup import after_migrate_steps


def run_steps(alias: str = "default") -> None:
    """Run every registered step on the database ``alias``, then make the cache table if it is missing."""
    for step in after_migrate_steps():
        step(alias)
    call_command("createcachetable", database=alias, verbosity=0)
