"""Every sheet of a workbook: what it asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lianxin.reports.sheets.layouts.conditions import Vocabulary
from lianxin.reports.sheets.layouts.counts import count_layout
from lianxin.reports.sheets.layouts.layout import ByHand, Layout, UnknownLayout
from lianxin.reports.sheets.layouts.people import people_layout
from lianxin.tables.workbook import Sheet, Workbook

NOT_UNDERSTOOD = "没有认出表头：逐人的表要有“姓名”一列，统计表的横竖表头要有“男”“35岁及以下”“合计”这样的说法。"
EMPTY = "这张工作表是空的。"


@dataclass(frozen=True, slots=True)
class Words:
    """What this community's headings mean besides the common words."""

    vocabulary: Vocabulary
    columns: Mapping[str, str] = field(default_factory=dict)
    """Heading in ``bare`` form → field, "" not to be filled."""


def recognise(workbook: Workbook, words: Words, by_hand: Mapping[str, ByHand], only: str = "") -> list[Layout]:
    """The layouts of the sheets that are neither hidden nor empty, or of the one named."""
    shown = [sheet for sheet in workbook.sheets if sheet.rows and not sheet.hidden]
    chosen = [sheet for sheet in workbook.sheets if sheet.name == only] if only else shown
    return [_layout(sheet, words, by_hand.get(sheet.name, ByHand())) for sheet in chosen]


def _layout(sheet: Sheet, words: Words, by_hand: ByHand) -> Layout:
    if not sheet.rows:
        return UnknownLayout(sheet.name, EMPTY)
    found = people_layout(sheet, words.columns, by_hand) or count_layout(sheet, words.vocabulary)
    return found or UnknownLayout(sheet.name, NOT_UNDERSTOOD)
