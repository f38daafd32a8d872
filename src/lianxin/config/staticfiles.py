"""Static files: hashed and compressed names once collected into the data folder, plain names before."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class CollectedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise ships no types
    """Manifest storage that falls back to plain names while nothing was collected (tests, one-off commands)."""

    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """The hashed name of ``name``, or ``name`` itself when there is no manifest."""
        if not self.hashed_files:
            return name
        hashed: str = super().stored_name(name)
        return hashed
