"""Saying that two persons are not the same one, and taking that back."""

from lianxin.audit.work import Entry, unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.declare.resting import PERSON
from lianxin.kernel import clock
from lianxin.party.models import DuplicateCandidate

TWO_PEOPLE = "party.judge_two_people"
UNJUDGED = "party.take_back_judgement"


def say_two_people(*, candidate: DuplicateCandidate, actor: Actor, once: str = "") -> None:
    """Remember that the two (persons loaded) are two; they are not asked about again. Raises ``RuleError``."""
    with unit_of_work(actor, once=once) as work:
        open_rows = DuplicateCandidate.objects.filter(pk=candidate.pk, judged_at__isnull=True)
        if not open_rows.update(judged_at=clock.now(), judged_by=actor.name[:100]):
            raise RuleError("这两个人已经认定过了。")
        work.record(_entry(TWO_PEOPLE, candidate))


def take_back_judgement(*, candidate: DuplicateCandidate, actor: Actor, once: str = "") -> None:
    """Ask about the two again. Raises ``RuleError`` when nobody had judged."""
    with unit_of_work(actor, once=once) as work:
        judged = DuplicateCandidate.objects.filter(pk=candidate.pk, judged_at__isnull=False)
        if not judged.update(judged_at=None, judged_by=""):
            raise RuleError("这两个人没有认定过。")
        work.record(_entry(UNJUDGED, candidate))


def _entry(action: str, candidate: DuplicateCandidate) -> Entry:
    return Entry(
        action,
        target_kind=PERSON,
        target_id=candidate.first_id,
        target_label=candidate.first.name,
        community_id=candidate.community_id,
        organisation_id=candidate.community_id,
        organisation_path=candidate.path,
        changes={"two_people": [candidate.first.name, candidate.second.name]},
    )
