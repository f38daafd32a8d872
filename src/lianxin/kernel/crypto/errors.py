"""What can go wrong with keys and sealed values; every message is a Chinese sentence without any secret in it."""


class CryptoError(Exception):
    """A sealed value cannot be opened, or the machine's cryptography does not work."""


class KeyFileError(CryptoError):
    """The key file is missing, damaged, or would be overwritten."""


class KeyWordsError(CryptoError):
    """The groups of a printed key were not copied rightly; `group` counts from 1, 0 when no single group is to blame."""

    def __init__(self, message: str, group: int = 0) -> None:
        """Keep the number of the group beside the sentence."""
        super().__init__(message)
        self.group = group
