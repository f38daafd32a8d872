"""One member's record on paper, as PDF in large type: what the printed page says, numbers masked."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lianxin.documents.letters import chinese_day
from lianxin.documents.rendering import render_pdf
from lianxin.kernel import clock
from lianxin.orgs.queries import demonstration_mark
from lianxin.party import showing
from lianxin.party.models import DatedFact, Member, OfficeHolding

SIGN = ("本人核对签名：", "　　年　　月　　日")


def record_pdf(member: Member, facts: Mapping[str, Sequence[DatedFact]], offices: Iterable[OfficeHolding]) -> bytes:
    """The record; person, organisation, group and community are loaded. Raises DocumentError."""
    return render_pdf("record", record_data(member, facts, offices))


def record_data(
    member: Member, facts: Mapping[str, Sequence[DatedFact]], offices: Iterable[OfficeHolding]
) -> dict[str, Any]:
    """What the template is filled with."""
    today = clock.today()
    said = [*showing.standing_facts(member, today), *showing.print_facts(member)]
    spans = [
        [aspect.label, span.text, span.since, span.until or "今"]
        for aspect in showing.aspect_lines(member, facts)
        for span in aspect.spans
    ]
    held = [[line.text, line.since, line.until or "今"] for line in showing.office_lines(offices)]
    tables = [_table("情况", ["方面", "情况", "从", "到"], [3, 4, 4, 4], spans)]
    if held:
        tables.append(_table("党内职务", ["职务", "从", "到"], [7, 4, 4], held))
    return {
        "title": f"党员登记（{member.person.name}）",
        "notes": [f"{member.community.name}　{member.organisation.name}", f"截至{chinese_day(today)}"],
        "facts": [[fact.label, fact.value] for fact in said if fact.value],
        "tables": tables,
        "sign": list(SIGN),
        "foot": "　".join(filter(None, (member.organisation.name, chinese_day(today), demonstration_mark()))),
    }


def _table(title: str, heads: list[str], widths: list[int], rows: list[list[str]]) -> dict[str, Any]:
    return {"title": title, "heads": heads, "widths": widths, "rows": rows}
