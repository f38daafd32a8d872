"""A rule that does not allow something, said to the person who tried."""


class RuleError(Exception):
    """Refused by a rule. The message is a whole Chinese sentence; ``field`` names the form field it belongs to."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
