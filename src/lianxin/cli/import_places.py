"""``lianxin import courtyards|units FILE``: as ``import roster``, for places and units."""

import argparse
from typing import TYPE_CHECKING, Any

from lianxin.cli.import_ import (
    SOME_REFUSED,
    Progress,
    community_meant,
    tell,
    unreadable,
    write_errors,
)
from lianxin.cli.output import Refusal, emit_json, say

if TYPE_CHECKING:
    from lianxin.orgs.models import Community
    from lianxin.residents.rosters.kinds import Kind
    from lianxin.residents.rosters.prepared import Prepared


def import_places(args: argparse.Namespace) -> int:
    """Preview or commit; the exit status. Raises ``Refusal``."""
    from lianxin.residents.rosters.prepared import NoHeading, Source, UnreadableFile, prepare, read_source, reading_of
    from lianxin.residents.rosters.registry import KINDS
    from lianxin.tables.summary import summary

    kind = KINDS[args.kind]
    try:
        community = community_meant(args.organisation)
        if args.commit:
            _finish_interrupted(community, kind)
        reading = read_source(Source(args.file, args.file.name, args.sheet), kind, community)
    except NoHeading as problem:
        return unreadable(args, problem, summary(reading_of(problem.reading, kind)["sheets"], ()))
    except UnreadableFile as problem:
        return unreadable(args, problem, {"sheets": []})
    prepared = prepare(reading, kind, community)
    if args.errors:
        write_errors(args.errors, prepared.reading, prepared.faulty, kind.words)
    if args.commit:
        told = _commit(args, kind, community, prepared)
    else:
        told = summary(prepared.reading["sheets"], (line.told for line in prepared.lines))
    if args.json:
        emit_json(told)
    tell(told, prepared.reading, committed=args.commit)
    return SOME_REFUSED if any(sheet["refused"] for sheet in told["sheets"]) else 0


def _finish_interrupted(community: "Community", kind: "Kind") -> None:
    """Bring earlier rosters whose commit was cut short to their end, so that this one meets a settled register."""
    from lianxin.declare.actors import OPERATOR
    from lianxin.jobs.running import run_now
    from lianxin.residents.rosters.committing import ask_for_commit
    from lianxin.residents.rosters.queries import interrupted

    for roster in interrupted(community, kind):
        job = run_now(ask_for_commit(roster=roster, actor=OPERATOR, wake=False))
        say(f"上次中断的名册“{roster.file_name}”已接着办：{job.message}")


def _commit(args: argparse.Namespace, kind: "Kind", community: "Community", prepared: "Prepared") -> dict[str, Any]:
    """Stage and ask in one transaction, then do it here; a worker finishes what this process cannot."""
    from lianxin.audit.work import unit_of_work
    from lianxin.declare.actors import OPERATOR
    from lianxin.jobs.models import JobState
    from lianxin.jobs.running import run_now
    from lianxin.residents.rosters.committing import ask_for_commit
    from lianxin.residents.rosters.errors import summary_of
    from lianxin.residents.rosters.staging import open_roster, stage_lines

    with unit_of_work(OPERATOR):
        roster = open_roster(kind=kind, community=community, file_name=args.file.name, actor=OPERATOR, sheet=args.sheet)
        stage_lines(roster=roster, prepared=prepared, actor=OPERATOR)
        job = ask_for_commit(roster=roster, actor=OPERATOR, wake=False)
    job = run_now(job, Progress())
    if job.state == JobState.FAILED:
        raise Refusal(job.message, 1)
    return summary_of(roster)
