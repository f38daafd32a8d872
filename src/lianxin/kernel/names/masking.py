"""Names shown where people must not be recognised by strangers."""

from lianxin.kernel.names.readings import COMPOUND_SURNAMES
from lianxin.kernel.names.tidy import tidy_name

_COMPOUND = 2


def mask_name(name: str) -> str:
    """`张*`, `欧阳*`: the surname and one star, however long the given name is.

    A name of one character is all hidden. Of names that are no Chinese surname and given name (`买买提·艾力`,
    `John Smith`) the first character stays.
    """
    tidied = tidy_name(name)
    if len(tidied) <= 1:
        return "*" * len(tidied)
    compound = len(tidied) > _COMPOUND and tidied[:_COMPOUND] in COMPOUND_SURNAMES
    return tidied[: _COMPOUND if compound else 1] + "*"
