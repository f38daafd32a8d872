"""Everything in one run, in a data folder of its own."""

from collections.abc import Callable, Iterator

from bench.harness import Result


def everything(members: int, say: Callable[[str], None]) -> Iterator[Result]:
    """Fill a register and measure the pages, the exports, the documents, a street's sheet and the import."""
    from bench import documents, export_xlsx, fill_sheet, import_roster, pages, population

    say(f"正在登记 {members:,} 位编造的党员……")
    community = population.community()
    population.fill(community, members)
    from django.db import connection

    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    yield from pages.results(community)
    yield from export_xlsx.results(community)
    yield from documents.results(community)
    yield from fill_sheet.results(community)
    yield from import_roster.results(community)
