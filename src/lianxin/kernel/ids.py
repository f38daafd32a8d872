"""Keys that are unique everywhere and grow with time."""

from uuid import UUID

from uuid_utils import compat


def uuid7() -> UUID:
    """A new UUID of version 7 (RFC 9562): ordered by time, also within one millisecond of one process.

    It follows the computer's own clock, never a stopped one, so that keys made under a stopped clock stay unique.
    """
    return compat.uuid7()
