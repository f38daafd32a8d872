"""What models cannot express, made by one idempotent step after migrating."""

from collections.abc import Callable

SetupStep = Callable[[str], None]

_steps: list[SetupStep] = []


def register_after_migrate(step: SetupStep) -> None:
    """Register a step taking a database alias; it must be safe to repeat."""
    if step not in _steps:
        _steps.append(step)


def after_migrate_steps() -> list[SetupStep]:
    """The registered steps in order of registration."""
    return list(_steps)
