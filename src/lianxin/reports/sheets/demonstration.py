"""A sheet the demonstration community has filled and sent: last month's, from the blank one that is there to try."""

import io
import tempfile
import uuid
from datetime import timedelta
from pathlib import Path

from python_calamine import CalamineWorkbook

from lianxin.declare.actors import SYSTEM
from lianxin.files.models import StoredFile
from lianxin.files.places import passing_folder
from lianxin.files.store import remove as erase
from lianxin.kernel import clock
from lianxin.orgs.models import Community
from lianxin.reports.sheets.actions import Details, keep_filled
from lianxin.reports.sheets.filling.choice import Choice
from lianxin.reports.sheets.filling.prepared import prepare
from lianxin.reports.sheets.layouts.recognise import recognise
from lianxin.reports.sheets.models import SheetDraft, SheetHeading, Submission
from lianxin.reports.sheets.queries import words_of
from lianxin.reports.sheets.samples import SAMPLES
from lianxin.tables.grid import Grid
from lianxin.tables.limits import DEFAULT_LIMITS
from lianxin.tables.workbook import Merge, Sheet, Workbook

DAYS_AGO = 30


def build(community: Community) -> None:
    """One kept submission. The blank sheet is our own, so no limited process stands between."""
    from lianxin.reports.sheets.writing.package import fill_package  # carries a large library

    sample = SAMPLES["people"]
    blank = sample.content()
    day = clock.today() - timedelta(days=DAYS_AGO)
    choice = Choice(community.organisation, day, order="branch")
    prepared = prepare(recognise(_workbook(blank), words_of(community), {}), choice)
    with tempfile.NamedTemporaryFile(dir=passing_folder(), suffix=".xlsx") as file:
        file.write(blank)
        file.flush()
        content, _ = fill_package(Path(file.name), prepared.orders, DEFAULT_LIMITS)
    details = Details(
        "党员基本情况登记表", "某某街道党建办（演示）", day - timedelta(days=2), "打印盖章后送去，留了复印件（演示）"
    )
    keep_filled(
        community=community,
        file_name="党员基本情况登记表.xlsx",
        choice=choice,
        details=details,
        content=content,
        prepared=prepared,
        actor=SYSTEM,
    )


def _workbook(content: bytes) -> Workbook:
    """The cells of a sheet of our own."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = []
    for name in book.sheet_names:
        found = book.get_sheet_by_name(name)
        grid = Grid(name, DEFAULT_LIMITS)
        for number, values in enumerate(found.iter_rows(), start=1):
            grid.add(number, values)
        merges = [
            Merge(top + 1, left, bottom + 1, right) for (top, left), (bottom, right) in found.merged_cell_ranges or []
        ]
        sheets.append(Sheet(name, numbers=grid.numbers, rows=[list(row) for row in grid.rows], merges=merges))  # type: ignore[arg-type]  # it holds texts only
    return Workbook("xlsx", sheets=sheets)


def remove(community_id: uuid.UUID) -> None:
    """Everything of the community's, the kept files too."""
    drafts, submissions = (model.objects.filter(community=community_id) for model in (SheetDraft, Submission))
    files = [*drafts.values_list("file", flat=True), *submissions.values_list("file", flat=True)]
    drafts.delete()
    submissions.delete()
    SheetHeading.objects.filter(community=community_id).delete()
    for stored in StoredFile.objects.filter(pk__in=files):
        erase(stored)
        stored.delete()
