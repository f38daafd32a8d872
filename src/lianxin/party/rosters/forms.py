"""Choosing a members' roster, and saying by hand what its columns mean."""

from typing import Any

from lianxin.party.models.roster import RosterBatch
from lianxin.party.rosters.reading.headings import MEMBERS
from lianxin.tables import forms


class UploadForm(forms.UploadForm):
    """A file, which of its sheets, and into which community."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = "花名册文件"


class ColumnsForm(forms.ColumnsForm):
    """What each column of each sheet means, one select box a column; and in which row the heading stands."""

    def __init__(self, *args: Any, batch: RosterBatch, **kwargs: Any) -> None:
        super().__init__(*args, reading=batch.reading, mapping=batch.mapping, words=MEMBERS, **kwargs)
