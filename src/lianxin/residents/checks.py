"""Do the columns that repeat something say the same, and do the sealed telephones open?"""

import uuid
from collections.abc import Iterator

from django.db.models import F

from lianxin.declare.verification import Fault
from lianxin.kernel.crypto import CryptoError, keyring
from lianxin.kernel.names import name_key
from lianxin.residents.choices import PlaceKind
from lianxin.residents.models import CARER_PHONE, UNIT_PHONE, Person, Place, Unit
from lianxin.residents.naming import sort_key

_CHUNK = 2000
_LONGEST_KEY = 200


def check_paths() -> Iterator[Fault]:
    """Places, units and persons carry their community's path."""
    for model in (Place, Unit, Person):
        wrong = model._default_manager.exclude(path=F("community__organisation__path"))
        for row in wrong.iterator():
            yield Fault(model._meta.db_table, str(row.pk), f"“{row}”的组织路径 {row.path} 与所在社区的不一致。")


def check_tree() -> Iterator[Fault]:
    """Places stand in one another only as their kinds allow, so that no place stands in itself by any way round."""
    allowed = {
        PlaceKind.COURTYARD: None,
        PlaceKind.BUILDING: PlaceKind.COURTYARD,
        PlaceKind.STAIRWAY: PlaceKind.BUILDING,
    }
    rows = Place.objects.values_list("pk", "name", "kind", "parent__kind")
    for pk, name, kind, above in rows.iterator(chunk_size=_CHUNK):
        if allowed.get(PlaceKind(kind)) != above:
            yield Fault(Place._meta.db_table, str(pk), f"“{name}”不在它该在的院坝或楼栋里。")


def check_order() -> Iterator[Fault]:
    """Places and units stand in lists where their names say."""
    for pk, name, key in Place.objects.values_list("pk", "name", "sort_key").iterator(chunk_size=_CHUNK):
        if sort_key(name) != key:
            yield Fault(Place._meta.db_table, str(pk), f"“{name}”的排序与名称不符。")
    for pk, name, key in Unit.objects.values_list("pk", "name", "name_key").iterator(chunk_size=_CHUNK):
        if name_key(name)[:_LONGEST_KEY] != key:
            yield Fault(Unit._meta.db_table, str(pk), f"“{name}”的排序与名称不符。")


def check_sealed() -> Iterator[Fault]:
    """The telephones of carers and of units' liaisons open in their place; members' own are looked at beside them."""
    for model, field, context, label in (
        (Person, "carer_phone_sealed", CARER_PHONE, "照料人电话"),
        (Unit, "contact_phone_sealed", UNIT_PHONE, "联络员电话"),
    ):
        sealed = model._default_manager.exclude(**{field: None}).values_list("pk", field)
        for pk, content in sealed.iterator(chunk_size=_CHUNK):
            if not _opens(pk, content, context):
                yield Fault(model._meta.db_table, str(pk), f"{label}打不开：密钥不对，或者内容被改动过。")


def _opens(pk: uuid.UUID, content: bytes | memoryview | str, context: str) -> bool:
    try:
        keyring().open(content, f"{context}:{pk}")
    except CryptoError:
        return False
    return True
