"""Bands of the statistics as filters of the roster, so that every figure opens the list of whom it counts."""

from collections.abc import Iterator, Mapping
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from lianxin.declare.ledgers import Choice, Filter
from lianxin.party.queries.bands import BY_CODE, DIMENSIONS

_OWN = ("age", "education")
"""Breakdowns with a filter of their own, so that two of them can be crossed; the others share one."""
_SHARED = "group"
_BETWEEN = ":"

_SHARED_CHOICES = [
    Choice(f"{dimension.code}{_BETWEEN}{band.code}", f"{dimension.label}：{band.label}")
    for dimension in DIMENSIONS
    if dimension.code not in _OWN
    for band in dimension.bands
]


def _own_filter(code: str) -> Filter:
    choices = [Choice(band.code, band.label) for band in BY_CODE[code].bands]
    return Filter(code, BY_CODE[code].label, lambda _: choices)


BAND_FILTERS = [*(_own_filter(code) for code in _OWN), Filter(_SHARED, "统计分类", lambda _: _SHARED_CHOICES)]


def chosen_bands(filters: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The (breakdown, band) pairs a reading of the roster is narrowed to."""
    for code in _OWN:
        if band := filters.get(code, ""):
            yield code, band
    if chosen := filters.get(_SHARED, ""):
        dimension, _, band = chosen.partition(_BETWEEN)
        yield dimension, band


def roster_of(as_of: date, narrowed: Mapping[str, str], **bands: str) -> str:
    """The address of the roster of a day with exactly the members of some bands."""
    own = {code: band for code, band in bands.items() if code in _OWN}
    query = {"as_of": as_of.isoformat(), **narrowed, **own}
    for code in bands.keys() - own.keys():
        query[_SHARED] = f"{code}{_BETWEEN}{bands[code]}"
    return f"{reverse('reports:ledger', args=['members'])}?{urlencode(query)}"
