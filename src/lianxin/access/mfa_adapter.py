"""What allauth's second factor asks the project: its secrets are sealed before they reach the database."""

from allauth.mfa.adapter import DefaultMFAAdapter

from lianxin.kernel.crypto import keyring

CONTEXT = "access.second_factor"


def sealed(secret: str) -> str:
    """A secret as it may lie in the database or a session."""
    return keyring().seal(secret, CONTEXT).hex()


def opened(text: str) -> str:
    """The secret again. Raises ``CryptoError``, and ``ValueError`` for what was never sealed."""
    return keyring().open(bytes.fromhex(text), CONTEXT)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Sealing; all else as allauth has it."""

    def encrypt(self, text: str) -> str:
        """Called before saving."""
        return sealed(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Called before use."""
        return opened(encrypted_text)
