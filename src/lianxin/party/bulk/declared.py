"""What bulk changes tell the common rooms, registered when the app starts."""


def register() -> None:
    """Called once when the app starts."""
