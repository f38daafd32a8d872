"""Bulk changes."""

from tests.access.url_table import Row, Side

from lianxin.declare.actors import OPERATOR
from lianxin.jobs.running import run_job
from lianxin.orgs.models import Community
from lianxin.party.bulk.committing import ask_for_commit
from lianxin.party.bulk.fields import Wanted
from lianxin.party.bulk.staging import stage_bulk
from lianxin.party.models import BulkChange, BulkRow
from lianxin.party.rules import BULK


def _change(side: Side) -> BulkChange:
    community = Community.objects.select_related("organisation").get(pk=side.community.pk)
    wanted = Wanted("employer", "金碧路超市", words="金碧路超市")
    return stage_bulk(community=community, members=[side.member.pk], wanted=wanted, actor=OPERATOR)


def _staged(side: Side) -> list[object]:
    return [_change(side).pk]


def _made(side: Side) -> list[object]:
    bulk = _change(side)
    run_job(ask_for_commit(bulk=bulk, actor=OPERATOR).pk)
    return [bulk.pk]


def _rows(side: Side) -> dict[str, object]:
    rows = BulkRow.objects.filter(member_id=side.member.pk)
    return {"row": [str(pk) for pk in rows.values_list("pk", flat=True)]}


ROWS = [
    Row("party:bulks", BULK),
    # Without anybody ticked the form comes again.
    Row("party:new_bulk", BULK, data={"who": "ticked", "field": "employer"}, post=200, changes=False),
    Row("party:bulk", BULK, args=_staged),
    Row("party:bulk_progress", BULK, args=_staged, get=302),
    # Only what waits grows shorter; nothing of the register is touched, so there is nothing for the trail.
    Row("party:bulk_without", BULK, args=_staged, get=None, data=_rows, post=302, changes=False),
    Row("party:commit_bulk", BULK, args=_staged, get=None, post=302),
    Row("party:discard_bulk", BULK, args=_staged, get=None, post=302),
    Row("party:take_back_bulk", BULK, args=_made, post=302),
]
