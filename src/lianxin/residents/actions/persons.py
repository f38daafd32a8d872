"""Writes of persons: the parts that a bulk of thousands and a single form share, and the single ones."""

from collections.abc import Mapping, Sequence
from typing import Any

from lianxin.audit.versions import bump_version
from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import Actor, Recorded
from lianxin.declare.errors import RuleError
from lianxin.kernel import clock
from lianxin.kernel.crypto import keyring
from lianxin.kernel.identity_numbers import IdentityNumber, IdentityNumberError, mask_id_number
from lianxin.kernel.ids import uuid7
from lianxin.kernel.names import name_key, tidy_name
from lianxin.kernel.partial_dates import PartialDate
from lianxin.kernel.phones import mask_phone, tidy_phone
from lianxin.orgs.models import Community
from lianxin.residents.actions.trail import entry
from lianxin.residents.actions.values import PersonDetails, apply_values, given
from lianxin.residents.models import CARER_PHONE, ID_NUMBER, PHONE, Person
from lianxin.residents.search import indexed_person
from lianxin.search import index

WRITE_BATCH = 500
SEALED = {
    "id_number": (ID_NUMBER, mask_id_number),
    "mobile": (PHONE, mask_phone),
    "phone": (PHONE, mask_phone),
    "carer_phone": (CARER_PHONE, mask_phone),
}
"""Sealed fields: the context they are sealed for, and how the trail may show them."""
TELEPHONES = ("mobile", "phone", "carer_phone")
INDEXED = {"id_number": ID_NUMBER, "mobile": PHONE}
"""Sealed fields that can be looked up exactly by a blind index."""


def build_person(
    *, community: Community, details: PersonDetails, actor: Actor, recorded: Recorded | None = None
) -> Person:
    """A person ready to be saved by :func:`save_persons`: tidied, sealed, indexed; rules of the form not asked."""
    person = Person(
        id=uuid7(),
        community=community,
        path=community.organisation.path,
        recorded_at=clock.now(),
        recorded_by=actor.name,
        recorded_channel=(recorded or Recorded()).channel.value,
    )
    change_person(person, given(details))
    return person


def save_persons(persons: Sequence[Person], *, searchable: bool = True) -> None:
    """Save built persons. ``searchable=False``: the calling app puts its own search entries (members).

    Raises ``IntegrityError`` for an identity number that is registered already.
    """
    Person.objects.bulk_create(persons, batch_size=WRITE_BATCH)
    if searchable:
        index.put([indexed_person(person) for person in persons])


def change_person(person: Person, values: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Set the given fields on a person without saving; ``{field: [old, new]}``, sensitive values masked.

    Beside the columns: ``birth`` (``PartialDate`` or None), ``id_number`` ``mobile`` ``phone`` ``carer_phone`` in clear
    ("" removes). Fields not given stay.
    """
    ordinary = {name: value for name, value in values.items() if name not in SEALED and name != "birth"}
    if "name" in ordinary:
        ordinary["name"] = tidy_name(ordinary["name"])
    changes = apply_values(person, ordinary)
    if "name" in changes:
        person.name_key = name_key(person.name)[:200]
    if "birth" in values:
        changes |= _set_birth(person, values["birth"])
    for name in SEALED:
        if values.get(name) is not None:
            changes |= _set_sealed(person, name, str(values[name]))
    return changes


def register_person(
    *,
    community: Community,
    details: PersonDetails,
    actor: Actor,
    recorded: Recorded | None = None,
    once: str = "",
) -> Person:
    """Register one person who is no member. Raises ``RuleError``."""
    with unit_of_work(actor, once=once) as work:
        person = build_person(community=community, details=details, actor=actor, recorded=recorded)
        _check(person)
        save_persons([person])
        work.record(entry("residents.register_person", person, {"name": ["", person.name]}))
        work.leads_to(str(person.pk))
    return person


def correct_person(*, person: Person, version: int, values: Mapping[str, Any], actor: Actor, once: str = "") -> Person:
    """Correct a person's fields (as :func:`change_person` takes them). Raises ``StaleVersionError``, ``RuleError``."""
    with unit_of_work(actor, once=once) as work:
        bump_version(Person, person, version)
        changes = change_person(person, values)
        _check(person)
        person.save()
        index.put([indexed_person(person)])
        work.record(entry("residents.correct_person", person, changes))
        work.leads_to(str(person.pk))
    return person


def see_person_telephone(*, person: Person, field: str, actor: Actor) -> str:
    """A telephone (``mobile``, ``phone``, ``carer_phone``) in clear; that it was seen goes into the trail."""
    if field not in TELEPHONES:
        raise RuleError("没有这一项电话。")
    number: str = getattr(person, field)
    with unit_of_work(actor) as work:
        work.record(entry("residents.see_telephone", person, {field: ["", mask_phone(number)]}))
    return number


def masked(field: str, value: str) -> str:
    """A sensitive value as the trail and pages may hold it."""
    return SEALED[field][1](value) if value else ""


def _set_birth(person: Person, birth: PartialDate | None) -> dict[str, list[Any]]:
    before = person.birth
    if before == birth:
        return {}
    person.birth_date = birth.on if birth else None
    person.birth_precision = birth.precision.value if birth else ""
    return {"birth_date": [before.iso() if before else "", birth.iso() if birth else ""]}


def _set_sealed(person: Person, field: str, value: str) -> dict[str, list[Any]]:
    clear = _tidied(field, value)
    before: str = getattr(person, field)
    if clear == before:
        return {}
    context, mask = SEALED[field]
    setattr(person, f"{field}_sealed", keyring().seal(clear, f"{context}:{person.pk}") if clear else None)
    if field in INDEXED:
        setattr(person, f"{field}_index", keyring().index(clear, INDEXED[field]) if clear else "")
    return {field: [mask(before) if before else "", mask(clear) if clear else ""]}


def _tidied(field: str, value: str) -> str:
    if field != "id_number" or not value:
        return tidy_phone(value)
    try:
        return IdentityNumber.parse(value).number
    except IdentityNumberError as error:
        raise RuleError(str(error), "id_number") from error


def _check(person: Person) -> None:
    if not person.name:
        raise RuleError("请填写姓名。", "name")
    today = clock.today()
    if person.birth_date is not None and person.birth_date > today:
        raise RuleError("出生日期还没有到。", "birth")
    if person.id_number_index:
        same = Person.objects.filter(community=person.community, id_number_index=person.id_number_index)
        other = same.exclude(pk=person.pk).first()
        if other is not None:
            raise RuleError(f"这个公民身份号码已经登记过：{other.name}。", "id_number")
