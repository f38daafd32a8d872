"""What is due about an organisation's leaders, in sentences: on its page, among the duties, in the ledger."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from lianxin.kernel.months import months_after
from lianxin.orgs.choices import OrganisationKind
from lianxin.orgs.models import Organisation, Term
from lianxin.orgs.parameters import COMMITTEE_NEEDED_AT, REMIND_AHEAD, has_terms
from lianxin.orgs.registries import Headcount
from lianxin.parameters.queries import Rules
from lianxin.party.choices import Office
from lianxin.party.models import OfficeHolding
from lianxin.party.showing import day

LEAST_OF_A_COMMITTEE = 3
"""《中国共产党支部工作条例（试行）》第六章: a branch committee has three to five people (domain §1.2)."""


class State(StrEnum):
    """How a term stands on a day; the values are those of the ledger's filter."""

    RUNNING = "running"
    SOON = "soon"
    OVERDUE = "overdue"
    NONE = "none"

    @property
    def label(self) -> str:
        """In words."""
        return {
            State.RUNNING: "任期内",
            State.SOON: "快要换届",
            State.OVERDUE: "超期未换届",
            State.NONE: "没有登记届次",
        }[self]


def state_of(term: Term | None, rules: Rules, today: date) -> State:
    """Within the term, near its end, past it without the superior's leave, or not recorded."""
    if term is None:
        return State.NONE
    if term.ends_on < today:
        return State.OVERDUE
    return State.SOON if months_after(term.ends_on, -rules.whole(REMIND_AHEAD)) <= today else State.RUNNING


def term_sentence(term: Term) -> str:
    """第四届，2022年1月10日起，任期5年，2027年1月10日届满，批准延期到2027年6月30日."""
    told = f"{term.title}，{day(term.since)}起，任期 {term.years} 年，{day(term.due_on)}届满"
    if term.moved_to is None:
        return told
    word = "延期到" if term.moved_to > term.due_on else "提前到"
    return f"{told}，批准{word}{day(term.moved_to)}"


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence and how pressing it is."""

    text: str
    tone: str = "warn"


def remarks_of(
    organisation: Organisation,
    term: Term | None,
    holders: Collection[OfficeHolding],
    count: Headcount | None,
    rules: Rules,
    today: date,
) -> list[Remark]:
    """What is due: the next election, a secretary, a committee. ``holders`` are all, the former ones too."""
    if not has_terms(organisation) or organisation.dissolved_on is not None:
        return []
    found = [_about_term(term, rules, today), _about_secretary(holders)]
    present = {row.member_id for row in holders if row.until is None}
    if count is not None and needs_committee(organisation, count, len(present), rules):
        found.append(Remark(committee_sentence(count, rules)))
    return [remark for remark in found if remark is not None]


def needs_committee(organisation: Organisation, count: Headcount, present: int, rules: Rules) -> bool:
    """Whether a branch has the members for a committee and none is recorded."""
    kinds = (OrganisationKind.BRANCH, OrganisationKind.JOINT_BRANCH)
    return (
        organisation.kind in kinds and count.full >= rules.whole(COMMITTEE_NEEDED_AT) and present < LEAST_OF_A_COMMITTEE
    )


def committee_sentence(count: Headcount, rules: Rules) -> str:
    """Why a committee is called for."""
    return (
        f"正式党员 {count.full} 名，{rules.whole(COMMITTEE_NEEDED_AT)} 名以上应当设支部委员会（3 至 5 人），"
        "登记的委员还不足 3 人。"
    )


def vacancy_sentence(since: date | None) -> str:
    """How long there has been no secretary."""
    return f"书记从{day(since)}起空缺。" if since else "还没有登记书记。"


def _about_term(term: Term | None, rules: Rules, today: date) -> Remark | None:
    state = state_of(term, rules, today)
    if term is None:
        return Remark("还没有登记届次，登记以后系统会在届满以前提醒换届。", "info")
    if state is State.OVERDUE:
        return Remark(f"已经超过换届日期（{day(term.ends_on)}），没有登记批准的延期。", "bad")
    if state is State.SOON:
        return Remark(f"{day(term.ends_on)}到换届日期，请着手准备换届，并向上级请示。")
    return None


def _about_secretary(holders: Collection[OfficeHolding]) -> Remark | None:
    held = [row for row in holders if row.office == Office.SECRETARY]
    if any(row.until is None for row in held):
        return None
    return Remark(vacancy_sentence(max((row.until for row in held if row.until), default=None)))
