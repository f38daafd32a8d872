"""Every text field of every row filled with payloads, past the forms: what is shown must stand up to whatever is stored."""

from collections.abc import Iterator, Sequence
from typing import Any

KEPT = frozenset(
    "path organisation_path name_key sort_key kind code rule basis_code hash previous head seal key password username "
    "code_hash sha256 purpose worker action actor_kind target_kind address_kind narrowed_kind key_id ledger format meaning "
    "field id_number_index mobile_index sex ethnicity birth_precision education degree recorded_channel channel "
    "join_precision full_precision application_precision work_start_precision new_stratum tech_title frontline value "
    "area_code credit_code".split()
)
"""Text columns that are not free text: codes, keys, paths, seals."""
UNTOUCHED = ("audit.OnceKey", "search.SearchEntry", "backups.Backup", "jobs.Schedule", "access.FailedSignIns")


def plant(payloads: Sequence[str], *, first: int = 0) -> dict[str, int]:
    """Put payloads, in turn, into each free text of each row; how many rows of each column hold one now.

    A payload too long for a column is passed over there; what a constraint refuses stays as it was. ``first`` begins
    the turn elsewhere, so that another round brings other payloads to the same place.
    """
    from django.apps import apps

    from lianxin.audit.guards import unguard_trail

    unguard_trail()
    planted: dict[str, int] = {}
    number = first
    for model in apps.get_models():
        if not model.__module__.startswith("lianxin.") or model._meta.label in UNTOUCHED:
            continue
        fields = list(_free_texts(model))
        for pk in model._base_manager.values_list("pk", flat=True).order_by("pk"):
            values = {}
            for name, longest in fields:
                number += 1
                values[name] = _fitting(payloads, number, longest)
            for name in _put(model, pk, values):
                column = f"{model._meta.db_table}.{name}"
                planted[column] = planted.get(column, 0) + 1
    return planted


def _free_texts(model: Any) -> Iterator[tuple[str, int]]:  # noqa: ANN401 (a model)
    from django.db.models import CharField, TextField

    for field in model._meta.concrete_fields:
        is_text = isinstance(field, CharField | TextField) and not field.choices
        if is_text and field.attname not in KEPT:
            yield field.attname, field.max_length or 500


def _fitting(payloads: Sequence[str], number: int, longest: int) -> str:
    """The payload whose turn it is, with a number behind it that keeps names apart."""
    ending = f"·{number}"
    for step in range(len(payloads)):
        payload = payloads[(number + step) % len(payloads)]
        if len(payload) + len(ending) <= longest:
            return payload + ending
    return ending[:longest]


def _put(model: Any, pk: Any, values: dict[str, str]) -> list[str]:  # noqa: ANN401
    """The columns that took their payload: all at once, or each alone where a constraint refuses some."""
    if _taken(model, pk, values):
        return list(values)
    return [name for name, value in values.items() if _taken(model, pk, {name: value})]


def _taken(model: Any, pk: Any, values: dict[str, str]) -> bool:  # noqa: ANN401
    from django.db import IntegrityError, transaction

    try:
        with transaction.atomic():
            model._base_manager.filter(pk=pk).update(**values)
    except IntegrityError:
        return False
    return bool(values)
