"""Rosters brought in without a browser, and what the database holds before and after."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.apps import apps
from tests.party.rosters.files import HEADINGS, Rows, xlsx

from lianxin.audit.work import unit_of_work
from lianxin.declare.actors import OPERATOR
from lianxin.jobs.models import Job
from lianxin.jobs.running import run_now
from lianxin.orgs.models import Community
from lianxin.party.models import Member, RosterBatch
from lianxin.party.rosters.committing import ask_for_commit
from lianxin.party.rosters.prepared import Prepared, Source, prepare, read_source
from lianxin.party.rosters.staging import open_batch, stage_rows
from lianxin.party.rosters.taking_back import ask_to_take_back
from lianxin.residents.models import Person
from lianxin.tables.summary import summary

Told = dict[str, Any]
REGISTER = ("party.Member", "party.Affiliation", "party.DatedFact", "party.MembershipChange", "residents.Person")


def prepared(path: Path, community: Community) -> Prepared:
    """A roster laid beside the register."""
    return prepare(read_source(Source(path, path.name), community), community)


def preview(path: Path, community: Community) -> Told:
    """What a preview tells of the file's first sheet."""
    return told(prepared(path, community))


def told(roster: Prepared) -> Told:
    """The summary of the first sheet."""
    sheet: Told = summary(roster.reading["sheets"], (row.told for row in roster.rows))["sheets"][0]
    return sheet


def staged(path: Path, community: Community) -> RosterBatch:
    """A batch that waits for a decision."""
    roster = prepared(path, community)
    with unit_of_work(OPERATOR):
        batch = open_batch(community=community, file_name=path.name, actor=OPERATOR)
        stage_rows(batch=batch, prepared=roster, actor=OPERATOR)
    return batch


def committed(path: Path, community: Community) -> RosterBatch:
    """A batch brought into the register."""
    batch = staged(path, community)
    finish(ask_for_commit(batch=batch, actor=OPERATOR))
    batch.refresh_from_db()
    return batch


def taken_back(batch: RosterBatch) -> RosterBatch:
    """The batch, taken back."""
    finish(ask_to_take_back(batch=batch, actor=OPERATOR))
    batch.refresh_from_db()
    return batch


def finish(job: Job) -> None:
    """Do a job to its end; it must be done."""
    done = run_now(job)
    assert (done.state, done.message) == ("done", done.message)


def brought(path: Path, rows: Rows | Mapping[str, Rows], community: Community) -> RosterBatch:
    """A file of these rows, brought in."""
    return committed(xlsx(path, rows), community)


def counts(batch: RosterBatch) -> tuple[int, int, int, int]:
    """Created, changed, unchanged, refused."""
    return batch.created_count, batch.changed_count, batch.unchanged_count, batch.refused_count


def lines(*members: list[object]) -> list[list[object]]:
    """A roster of these lines."""
    return [list(HEADINGS), *members]


def member_of(name: str) -> Member:
    """The one member of that name."""
    return Member.objects.select_related("person", "organisation").get(person__name=name)


def register() -> dict[str, list[tuple[object, ...]]]:
    """Every row of the register, sealed numbers opened; without versions, which only ever rise."""
    sealed = ("version", "id_number_sealed", "mobile_sealed", "phone_sealed")
    rows = {label: rows_of(label, but=sealed) for label in REGISTER}
    rows["opened"] = [(person.id_number, person.mobile, person.phone) for person in Person.objects.order_by("pk")]
    return rows


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of ours."""
    labels = [model._meta.label for model in apps.get_models() if model.__module__.startswith("lianxin.")]
    return {label: rows_of(label) for label in labels}


def rows_of(label: str, but: tuple[str, ...] = ()) -> list[tuple[object, ...]]:
    """A table's rows as plain values, in the order of their keys."""
    model = apps.get_model(label)
    names = [field.attname for field in model._meta.concrete_fields if field.attname not in but]
    rows = model._base_manager.order_by("pk").values_list(*names)
    return [tuple(bytes(value) if isinstance(value, memoryview) else value for value in row) for row in rows]
