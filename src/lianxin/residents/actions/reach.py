"""Writes of how a person is reached and of what the person agreed to."""

from datetime import date

from lianxin.audit.versions import bump_version
from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor
from lianxin.declare.errors import RuleError
from lianxin.kernel import clock
from lianxin.kernel.text import tidy_text
from lianxin.residents.actions.persons import change_person
from lianxin.residents.actions.trail import entry
from lianxin.residents.actions.values import ReachDetails, apply_values, given
from lianxin.residents.choices import ConsentPurpose, ContactChannel
from lianxin.residents.models import Consent, Person


def record_reach(*, person: Person, version: int, details: ReachDetails, actor: Actor, once: str = "") -> Person:
    """Record how a person is best reached. Raises ``StaleVersionError`` and ``RuleError``."""
    with unit_of_work(actor, once=once) as work:
        bump_version(Person, person, version)
        changes = change_person(person, given(details))
        if person.channel == ContactChannel.CARER and not person.carer_name:
            raise RuleError("要找家人转告，请写下家人的姓名。", "carer_name")
        person.save()
        work.record(entry("residents.record_reach", person, changes))
        work.leads_to(str(person.pk))
    return person


def give_consent(*, person: Person, purpose: str, given_on: date, how: str, actor: Actor, once: str = "") -> Consent:
    """Record that a person agreed to one purpose. Raises ``RuleError`` when that consent stands already."""
    with unit_of_work(actor, once=once) as work:
        label = ConsentPurpose(purpose).label
        if given_on > clock.today():
            raise RuleError("同意日期还没有到。", "given_on")
        if Consent.objects.filter(person=person, purpose=purpose, withdrawn_on__isnull=True).exists():
            raise RuleError(f"“{label}”已经登记过同意，没有撤回。", "purpose")
        consent = Consent.objects.create(
            person=person,
            purpose=purpose,
            given_on=given_on,
            how=tidy_text(how),
            recorded_at=clock.now(),
            recorded_by=actor.name,
        )
        work.record(entry("residents.give_consent", person, {"consent": ["", label]}, reason=consent.how))
    return consent


def correct_consent(
    *,
    consent: Consent,
    version: int,
    given_on: date,
    how: str,
    withdrawn_on: date | None,
    actor: Actor,
    once: str = "",
) -> Consent:
    """Put right when and how a consent was given or withdrawn; ``withdrawn_on`` None: it stands.

    ``version`` is the person's. Raises ``StaleVersionError``, and ``RuleError`` for days that cannot be or when the same
    consent was given anew meanwhile.
    """
    with unit_of_work(actor, once=once) as work:
        bump_version(Person, consent.person, version)
        today = clock.today()
        if given_on > today:
            raise RuleError("同意日期还没有到。", "given_on")
        if withdrawn_on is not None and not given_on <= withdrawn_on <= today:
            raise RuleError("撤回日期应在同意日期和今天之间。", "withdrawn_on")
        label = consent.get_purpose_display()
        others = Consent.objects.filter(person=consent.person, purpose=consent.purpose, withdrawn_on__isnull=True)
        if withdrawn_on is None and others.exclude(pk=consent.pk).exists():
            raise RuleError(f"撤回以后又登记过“{label}”的同意，这一次的撤回日期不能去掉。", "withdrawn_on")
        changes = apply_values(consent, {"given_on": given_on, "how": tidy_text(how), "withdrawn_on": withdrawn_on})
        consent.save()
        work.record(entry("residents.correct_consent", consent.person, changes, reason=label))
    return consent


def strike_consent(*, consent: Consent, version: int, reason: str, actor: Actor, once: str = "") -> None:
    """Strike a consent that was never given; the trail keeps what was entered and why it was wrong.

    ``version`` is the person's. Raises ``StaleVersionError``.
    """
    with unit_of_work(actor, once=once) as work:
        bump_version(Person, consent.person, version)
        shown = f"{consent.get_purpose_display()}（{consent.given_on:%Y-%m-%d}）"
        Consent.objects.filter(pk=consent.pk).delete()
        work.record(entry("residents.strike_consent", consent.person, {"consent": [shown, ""]}, tidy_text(reason)))


def withdraw_consent(*, consent: Consent, withdrawn_on: date, actor: Actor, once: str = "") -> Consent:
    """Record that a consent was withdrawn; what rested on it must stop. Raises ``RuleError``."""
    with unit_of_work(actor, once=once) as work:
        if withdrawn_on < consent.given_on or withdrawn_on > clock.today():
            raise RuleError("撤回日期应在同意日期和今天之间。", "withdrawn_on")
        open_row = Consent.objects.filter(pk=consent.pk, withdrawn_on__isnull=True)
        if not open_row.update(withdrawn_on=withdrawn_on):
            raise RuleError("这一项同意已经撤回过了。")
        consent.withdrawn_on = withdrawn_on
        label = consent.get_purpose_display()
        work.record(entry("residents.withdraw_consent", consent.person, {"consent": [label, ""]}))
    return consent
