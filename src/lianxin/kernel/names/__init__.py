"""Names of people: tidied, sorted and searched by pinyin, masked."""

from lianxin.kernel.names.keys import name_initials, name_key
from lianxin.kernel.names.masking import mask_name
from lianxin.kernel.names.tidy import tidy_name
from lianxin.kernel.names.tokens import query_tokens, search_tokens

__all__ = ["mask_name", "name_initials", "name_key", "query_tokens", "search_tokens", "tidy_name"]
