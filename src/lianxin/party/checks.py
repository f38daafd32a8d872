"""What ``verify`` looks at: the columns that repeat something elsewhere, and the sealed numbers."""

import uuid
from collections.abc import Iterator

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from lianxin.declare.verification import Fault
from lianxin.kernel.crypto import CryptoError, keyring
from lianxin.kernel.names import name_key
from lianxin.party.actions.common import waiting_in
from lianxin.party.choices import ASPECT_VALUES, Aspect, NewEconomy
from lianxin.party.models import Affiliation, DatedFact, Member
from lianxin.party.records import missing_fields
from lianxin.residents.models import ID_NUMBER, PHONE, Person

TABLE = "party_member"
FACT_TABLE = "party_datedfact"
_CHUNK = 2000
_SEALED = ("id_number_sealed", "id_number_index", "mobile_sealed", "mobile_index", "phone_sealed")


def check_places() -> Iterator[Fault]:
    """One open relation for whoever is on the roll, none for who left; columns, paths and keys as at their source."""
    still = Count("affiliations", filter=Q(affiliations__until__isnull=True))
    rows = Member.objects.annotate(still=still)
    for pk in _ids(rows.filter(left_on__isnull=True).exclude(still=1)):
        yield Fault(TABLE, pk, "在册党员没有、或不止一段正在持续的组织关系。")
    for pk in _ids(rows.filter(left_on__isnull=False, still__gt=0)):
        yield Fault(TABLE, pk, "已离开名册，组织关系却还在持续。")
    open_rows = Affiliation.objects.filter(until__isnull=True)
    other = open_rows.exclude(member__organisation=F("organisation")) | open_rows.exclude(
        Q(member__group=F("group")) | Q(member__group__isnull=True, group__isnull=True)
    )
    for member_id in other.values_list("member_id", flat=True).distinct():
        yield Fault(TABLE, str(member_id), "所在支部或党小组与正在持续的组织关系不一致。")
    path = Coalesce(F("group__path"), F("organisation__path"))
    for pk in _ids(Member.objects.annotate(right=path).exclude(path=F("right"))):
        yield Fault(TABLE, pk, "组织路径与所在支部或党小组不一致。")
    grouped = Member.objects.filter(left_on__isnull=True, group__isnull=False)
    for pk in _ids(grouped.exclude(group__parent=F("organisation"))):
        yield Fault(TABLE, pk, "党小组不在所在支部里。")
    for pk in _ids(Member.objects.exclude(organisation__community=F("community"))):
        yield Fault(TABLE, pk, "所在支部不属于登记的社区。")
    for pk in _ids(Member.objects.exclude(name_key=F("person__name_key"))):
        yield Fault(TABLE, pk, "姓名拼音与人员登记的不一致。")
    for person, name, key in Person.objects.values_list("pk", "name", "name_key").iterator(chunk_size=_CHUNK):
        if name_key(name)[:200] != key:
            yield Fault("residents_person", str(person), "姓名拼音与姓名不符。")


def check_facts() -> Iterator[Fault]:
    """The columns of an aspect equal its open fact; who left has none open; spans do not overlap."""
    for aspect in Aspect:
        open_fact = DatedFact.objects.filter(member=OuterRef("pk"), aspect=aspect, until__isnull=True)
        value = Subquery(open_fact.values("value")[:1])
        rows = Member.objects.annotate(open_value=value)
        for pk in _ids(rows.filter(left_on__isnull=False, open_value__isnull=False)):
            yield Fault(TABLE, pk, f"已离开名册，{aspect.label}却还在持续。")
        for pk in _ids(_differing(rows.filter(left_on__isnull=True), aspect)):
            yield Fault(TABLE, pk, f"{aspect.label}与带日期的情况不一致。")
        strange = DatedFact.objects.filter(aspect=aspect).exclude(value__in=ASPECT_VALUES[aspect].values)
        for fact in strange.values_list("pk", flat=True):
            yield Fault(FACT_TABLE, str(fact), f"{aspect.label}里没有这一种。")
    yield from _overlaps()


def _differing(rows: QuerySet[Member], aspect: Aspect) -> QuerySet[Member]:
    if aspect is Aspect.NEW_ECONOMY:
        yes = NewEconomy.YES.value
        return rows.filter(Q(new_economy=True, open_value__isnull=True) | Q(new_economy=False, open_value=yes))
    known = ~Q(**{aspect.value: ""})
    return rows.filter(
        (known & (Q(open_value__isnull=True) | ~Q(open_value=F(aspect.value)))) | (~known & Q(open_value__isnull=False))
    )


def _overlaps() -> Iterator[Fault]:
    later = (
        DatedFact.objects.filter(member=OuterRef("member"), aspect=OuterRef("aspect"), since__lt=OuterRef("until"))
        .filter(Q(since__gt=OuterRef("since")) | Q(since__isnull=False, pk__gt=OuterRef("pk"), since=OuterRef("since")))
        .values("pk")[:1]
    )
    rows = DatedFact.objects.filter(until__isnull=False).annotate(clash=Subquery(later)).filter(clash__isnull=False)
    for pk in rows.values_list("pk", flat=True):
        yield Fault(FACT_TABLE, str(pk), "同一方面的两段情况在时间上重叠。")


def check_completeness() -> Iterator[Fault]:
    """资料不全 names what the record of whoever is on the roll lacks, and nothing else."""
    rows = Member.objects.filter(left_on__isnull=True).select_related("person", "community__organisation")
    for member in rows.iterator(chunk_size=_CHUNK):
        lacking = missing_fields(member, waiting_in=waiting_in(member))
        if lacking != member.missing or member.is_complete == bool(lacking):
            yield Fault(TABLE, str(member.pk), "“资料不全”记的与实际缺的不一致。")


def check_sealed() -> Iterator[Fault]:
    """Every sealed number opens in its place, and its blind index is that of what it holds."""
    for person in Person.objects.only(*_SEALED).iterator(chunk_size=_CHUNK):
        for label, sealed, context, index in (
            ("公民身份号码", person.id_number_sealed, ID_NUMBER, person.id_number_index),
            ("手机", person.mobile_sealed, PHONE, person.mobile_index),
            ("固定电话", person.phone_sealed, PHONE, None),
        ):
            if wrong := _wrong(person.pk, sealed, context, index):
                yield Fault("residents_person", str(person.pk), f"{label}{wrong}")


def _wrong(pk: uuid.UUID, sealed: bytes | memoryview | None, context: str, index: str | None) -> str:
    if not sealed:
        return "没有内容，索引却在。" if index else ""
    try:
        clear = keyring().open(bytes(sealed), f"{context}:{pk}")
    except CryptoError:
        return "打不开：密钥不对，或者内容被改动过。"
    return "与索引不符。" if index is not None and keyring().index(clear, context) != index else ""


def _ids(rows: QuerySet[Member]) -> Iterator[str]:
    return map(str, rows.order_by().values_list("pk", flat=True))
