"""A sheet leaves the house: made, and noted with what it is and how many are on it."""

from collections.abc import Mapping
from typing import Any

from lianxin.access.scope import Scope
from lianxin.audit.work import Entry, unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.declare.handouts import MOST_ON_HANDOUTS, HandoutRow, HandoutSource
from lianxin.orgs.queries import demonstration_mark
from lianxin.reports.handouts.kinds import HandoutKind
from lianxin.reports.queries import organisations_of

MAKE_HANDOUT = "reports.make_handout"


def make_handout(
    *,
    source: HandoutSource,
    kind: HandoutKind,
    scope: Scope,
    rows: list[HandoutRow],
    told: str,
    chosen: Mapping[str, Any],
    actor: Actor,
) -> bytes:
    """The sheet as PDF.

    Raises:
        RuleError: nobody on it, or more than one sheet should hold.
        DocumentError: it could not be typeset.
    """
    if len(rows) > MOST_ON_HANDOUTS:
        raise RuleError(f"名单超过 {MOST_ON_HANDOUTS} 个，请先在名单里筛选到一个支部或一类人。")
    printed = [row for row in rows if row.address] if kind.addressed else rows
    if not printed and (kind.addressed or not chosen.get("blank_rows")):
        raise RuleError("没有登记了地址的人，信封印不了。" if kind.addressed else "名单是空的，没有可以印的。")
    organisation = next(iter(organisations_of(scope)), None)
    foot = "　".join(filter(None, (organisation.name if organisation else "", kind.title, demonstration_mark())))
    made = kind.make(printed, chosen, foot)
    facts: dict[str, Any] = {"format": "pdf", "rows": len(printed), "sheet": kind.title}
    facts |= {"narrowed": told} if told else {}
    with unit_of_work(actor) as work:
        work.record(
            Entry(
                MAKE_HANDOUT,
                target_kind="reports.sheet",
                target_label=source.title,
                community_id=organisation.community_id if organisation else None,
                organisation_id=organisation.pk if organisation else None,
                organisation_path=organisation.path if organisation else "",
                changes={name: [None, value] for name, value in facts.items()},
            )
        )
    return made
