"""``lianxin import roster|courtyards|units FILE``: look at a roster, or bring it into the register."""

import argparse
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lianxin.cli.output import Refusal, emit_json, fail, say, write_file
from lianxin.cli.parsing import USAGE_ERROR, Subparsers, as_text
from lianxin.cli.preparation import setup_django

if TYPE_CHECKING:
    from lianxin.orgs.models import Community
    from lianxin.party.rosters.prepared import Prepared
    from lianxin.tables.error_sheet import FaultyRow
    from lianxin.tables.vocabulary import Vocabulary

UNREADABLE, SOME_REFUSED = 2, 3
KINDS = {
    "roster": ("党员花名册", "谁"),
    "courtyards": ("院坝楼栋表", "哪些院坝、楼栋、单元"),
    "units": ("驻区单位表", "哪些单位"),
}
"""What can be brought in: its name and what is new in it."""
_SHOWN = 10


def add_parser(subparsers: Subparsers) -> None:
    """Declare the command."""
    parser = subparsers.add_parser(
        "import", help="导入花名册、院坝楼栋表、驻区单位表", description="把表格里的资料导入登记簿。"
    )
    kinds = parser.add_subparsers(title="导入什么", metavar="种类", dest="kind", required=True)
    for kind, (noun, what) in KINDS.items():
        roster = kinds.add_parser(
            kind,
            help=f"{noun}（.xlsx .xls .csv）",
            description=f"预览一份{noun}：新增{what}、改动什么、哪些行不能入册；加 --commit 才入册。"
            "同一份名册导入两次不会重复。退出码：0 没有不能入册的行，3 有，2 文件读不了，64 用法不对。",
        )
        _add_options(roster)
        roster.set_defaults(run=run)


def _add_options(roster: argparse.ArgumentParser) -> None:
    roster.add_argument("file", metavar="文件", type=Path, help="表格文件")
    roster.add_argument(
        "--sheet", metavar="名称", type=as_text, default="", help="只读这张工作表（默认：全部未隐藏的）"
    )
    roster.add_argument(
        "--organisation", metavar="名称", type=as_text, default="", help="导入哪个社区（默认：本机的社区）"
    )
    roster.add_argument("--commit", action="store_true", help="入册；不加时只预览，什么也不存")
    roster.add_argument("--json", action="store_true", help="结果以 JSON 写到标准输出")
    roster.add_argument("--errors", metavar="文件.xlsx", type=Path, help="把要改的行写成错误表，改好可直接再导入")


def run(args: argparse.Namespace) -> int:
    """Bring in what is named; the exit status."""
    if args.errors and _is_one_file(args.errors, args.file):
        raise Refusal("--errors 不能写到要导入的这个文件上，请换一个文件名。", USAGE_ERROR)
    setup_django()
    if args.kind != "roster":
        from lianxin.cli.import_places import import_places

        return import_places(args)
    return import_roster(args)


def _is_one_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False  # one of them is not there, or not for us to see: told when it is opened


def import_roster(args: argparse.Namespace) -> int:
    """Preview or commit; the exit status. Raises ``Refusal``."""
    from lianxin.party.rosters.error_sheet import faulty_rows
    from lianxin.party.rosters.prepared import NoHeading, Source, UnreadableFile, prepare, read_source, reading_of
    from lianxin.party.rosters.reading.headings import MEMBERS
    from lianxin.tables.summary import summary

    try:
        community = community_meant(args.organisation)
        if args.commit:
            _finish_interrupted(community)
        reading = read_source(Source(args.file, args.file.name, args.sheet), community)
    except NoHeading as problem:
        return unreadable(args, problem, summary(reading_of(problem.reading)["sheets"], ()))
    except UnreadableFile as problem:
        return unreadable(args, problem, {"sheets": []})
    prepared = prepare(reading, community)
    if args.errors:
        write_errors(args.errors, prepared.reading, faulty_rows(prepared), MEMBERS)
    if args.commit:
        told = _commit(args.file.name, args.sheet, community, prepared)
    else:
        told = summary(prepared.reading["sheets"], (row.told for row in prepared.rows))
    if args.json:
        emit_json(told)
    tell(told, prepared.reading, committed=args.commit)
    return SOME_REFUSED if any(sheet["refused"] for sheet in told["sheets"]) else 0


def unreadable(args: argparse.Namespace, problem: Exception, told: dict[str, Any]) -> int:
    """Say why a file cannot be read; the exit status."""
    if args.json:
        emit_json(told)
    return fail(str(problem), UNREADABLE)


def community_meant(name: str) -> "Community":
    """The community of that name, this computer's own for "". Raises ``Refusal``."""
    from lianxin.orgs.queries import home_community
    from lianxin.party.rosters.queries import community_named

    if not name:
        home = home_community()
        if home is None:
            raise Refusal("这里还没有建立社区。请先打开网页建立社区，或用 --organisation 指定。", UNREADABLE)
        return home
    found = community_named(name)
    if found is None:
        raise Refusal(f"没有找到名为“{name}”的社区。", USAGE_ERROR)
    return found


def _finish_interrupted(community: "Community") -> None:
    """Bring earlier rosters whose commit was cut short to their end, so that this one meets a settled register."""
    from lianxin.declare.actors import OPERATOR
    from lianxin.jobs.running import run_now
    from lianxin.party.rosters.committing import ask_for_commit
    from lianxin.party.rosters.queries import interrupted

    for batch in interrupted(community):
        job = run_now(ask_for_commit(batch=batch, actor=OPERATOR, wake=False))
        say(f"上次中断的名册“{batch.file_name}”已接着办：{job.message}")


def _commit(name: str, sheet: str, community: "Community", prepared: "Prepared") -> dict[str, Any]:
    """Stage and ask in one transaction, then do it here; a worker finishes what this process cannot."""
    from lianxin.audit.work import unit_of_work
    from lianxin.declare.actors import OPERATOR
    from lianxin.jobs.models import JobState
    from lianxin.jobs.running import run_now
    from lianxin.party.rosters.committing import ask_for_commit
    from lianxin.party.rosters.staging import open_batch, stage_rows
    from lianxin.party.rosters.summary import summary_of

    with unit_of_work(OPERATOR):
        batch = open_batch(community=community, file_name=name, actor=OPERATOR, sheet=sheet)
        stage_rows(batch=batch, prepared=prepared, actor=OPERATOR)
        job = ask_for_commit(batch=batch, actor=OPERATOR, wake=False)
    job = run_now(job, Progress())
    if job.state == JobState.FAILED:
        raise Refusal(job.message, 1)
    return summary_of(batch)


class Progress:
    """Says every tenth of the way what is in the register for good."""

    def __init__(self) -> None:
        self._said = 0

    def __call__(self, done: int, total: int) -> None:
        """Take how far the work is."""
        if done > self._said and (done == total or done - self._said >= total / 10):
            say(f"已入册 {done} / {total}")
            self._said = done


def write_errors(path: Path, reading: dict[str, Any], rows: "list[FaultyRow]", words: "Vocabulary") -> None:
    """Write the error sheet, unless nothing is wrong. Raises ``Refusal``."""
    from lianxin.tables.error_sheet import write_error_sheet

    if not rows:
        say("没有要改的行，不用错误表。")
        return
    # Made in memory: the writer of workbooks turns a full disk into errors of its own.
    book = io.BytesIO()
    write_error_sheet(book, reading["sheets"], rows, words)
    write_file(path, lambda target: target.write(book.getbuffer()))
    say(f"错误表已写到 {path}，改好可以直接再导入。")


def tell(told: dict[str, Any], reading: dict[str, Any], *, committed: bool) -> None:
    """Say what a preview or a commit came to; ``reading`` as the roster keeps it."""
    for note in reading["notes"]:
        say(note)
    for sheet, kept in zip(told["sheets"], reading["sheets"], strict=True):
        _tell_sheet(sheet)
        unknown = [heading.replace("\n", "") for _, heading, name, why in kept["headings"] if not name and not why]
        if unknown:
            say(f"  这些列不认得，没有读：{'、'.join(unknown[:_SHOWN])}。可以在网页上导入，指明它们是什么。")
    if reading.get("new_branches"):
        verb = "新建了" if committed else "入册时会新建"
        say(f"{verb}党支部：{'、'.join(reading['new_branches'])}")
    say("已入册。" if committed else "这是预览，什么也没有存；确认后加 --commit 入册。")


def _tell_sheet(sheet: dict[str, Any]) -> None:
    if sheet["header_row"] is None:
        say(f"工作表“{sheet['name']}”没有找到表头，没有读。")
        return
    counts = f"新增 {sheet['created']}，有变化 {sheet['changed']}，无变化 {sheet['unchanged']}"
    more = f"不能入册 {len(sheet['refused'])}，提醒 {len(sheet['warnings'])} 处，略过 {len(sheet['ignored'])} 行"
    say(f"工作表“{sheet['name']}”（表头在第 {sheet['header_row']} 行）：{counts}，{more}。")
    for problem in sheet["refused"][:_SHOWN]:
        say(f"  第 {problem['row']} 行 {problem['column']}：{problem['reason']}")
    if len(sheet["refused"]) > _SHOWN:
        say(f"  还有 {len(sheet['refused']) - _SHOWN} 行不能入册，用 --errors 得到全部。")
