"""党员增减登记 as its readers meet it: page, print, files, command line."""

import csv
import io
from datetime import date, datetime

import pytest
from django.test import Client
from tests.factories import Tree, make_user, sign_in
from tests.party.cast import again, enrol, member_of, values
from tests.party.support import cost, main_of, soup_of

from lianxin.audit.models import AuditEntry
from lianxin.cli import Refusal, build_parser
from lianxin.cli.export import write_ledger
from lianxin.declare.actors import OPERATOR
from lianxin.declare.roles import Role
from lianxin.kernel import clock
from lianxin.party.actions import Joining, Paper, assign_branch, depart_member, undo_departure
from lianxin.party.choices import ChangeKind

PAGE = "/ledgers/changes/"
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=clock.TZ)


@pytest.fixture
def office(client: Client, tree: Tree) -> Client:
    """A worker's browser on a register in which something of every kind happened in 2026."""
    with clock.frozen(NOON):
        moved = Joining(ChangeKind.MOVED_IN, date(2026, 3, 2), counterpart="城南街道", document_no="2026-17")
        enrol(tree.community, values("曾小红", organisation=tree.first.pk, id_number=None), joining=moved)
        inward = Joining(ChangeKind.FLOATED_IN, date(2026, 2, 1))
        guest = enrol(tree.community, values("安静", organisation=tree.first.pk, id_number=None), joining=inward)[0]
        old = member_of(tree.first, "柳秀兰")
        wrong = member_of(tree.second, "单志刚", id_number=None)
        assign_branch(members=[wrong], organisation=tree.first, on=date(2026, 4, 1), actor=OPERATOR)
        depart_member(member=again(wrong), kind=ChangeKind.MOVED_OUT, on=date(2026, 5, 1), actor=OPERATOR)
        undo_departure(member=again(wrong), reason="误登", actor=OPERATOR)
        depart_member(member=again(guest), kind=ChangeKind.DIED, on=date(2026, 6, 1), actor=OPERATOR)
        paper = Paper(note="家属来报")
        depart_member(member=old, kind=ChangeKind.DIED, on=NOON.date(), paper=paper, actor=OPERATOR)
    return sign_in(client, make_user(Role.PARTY_WORKER, tree.general_branch))


def rows_of(client: Client, **chosen: str) -> list[tuple[str, str, str, str]]:
    """Day, name, direction and reason as they stand on the page."""
    with clock.frozen(NOON):
        lines = soup_of(client.get(PAGE, chosen)).select("tbody tr")
    cells = [[cell.get_text() for cell in line.select("th, td")] for line in lines]
    return [(line[0], line[1], line[3], line[4]) for line in cells]


def test_the_changes_of_the_year_stand_in_the_order_of_their_days(office: Client) -> None:
    assert rows_of(office) == [
        ("2026-02-01", "安静", "不计增减", "流入（不计入总数）"),
        ("2026-03-02", "曾小红", "增加", "转入组织关系"),
        ("2026-04-01", "单志刚", "不计增减", "支部之间调整"),
        ("2026-06-01", "安静", "不计增减", "死亡"),
        ("2026-11-20", "柳秀兰", "减少", "死亡"),
    ]


def test_a_period_has_both_its_days_and_nothing_else(office: Client) -> None:
    chosen = {"since": "2026-03-02", "as_of": "2026-04-01"}
    assert [name for _, name, *_ in rows_of(office, **chosen)] == ["曾小红", "单志刚"]
    assert rows_of(office, as_of="2025-12-31") == []


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"direction": "added"}, ["曾小红"]),
        ({"direction": "taken"}, ["柳秀兰"]),
        ({"direction": "neither"}, ["安静", "单志刚", "安静"]),
        ({"kind": "died"}, ["安静", "柳秀兰"]),
        ({"withdrawn": "only"}, ["单志刚"]),
        ({"withdrawn": "with", "kind": "moved_out"}, ["单志刚"]),
    ],
)
def test_filters(office: Client, chosen: dict[str, str], expected: list[str]) -> None:
    assert [name for _, name, *_ in rows_of(office, **chosen)] == expected


def test_what_was_entered_afterwards_is_marked_inside_and_left_off_the_print(office: Client) -> None:
    with clock.frozen(NOON):
        page, paper = office.get(PAGE), office.get(f"{PAGE}print/")
        whole = office.get(f"{PAGE}print/", {"remarks": "1"})

    def marks(answer: object) -> int:
        return [cell.get_text() for cell in soup_of(answer).select("td")].count("补记")

    assert (marks(page), marks(paper), marks(whole)) == (4, 0, 4)
    words = main_of(paper)
    assert "正式打印不带内部备注（登记日期、登记人、补记）" in words
    assert ("2026年1月1日至2026年11月20日。" in words, words.count("柳秀兰")) == (True, 1)


def test_a_period_that_ends_before_it_begins_is_refused(office: Client) -> None:
    answer = office.get(PAGE, {"since": "2026-05-01", "as_of": "2026-04-01"})
    assert (answer.status_code, "开始日期在结束日期以后" in main_of(answer)) == (400, True)


def test_the_file_is_of_the_same_period_and_the_trail_says_which(office: Client) -> None:
    sent = {"format": "csv", "since": "2026-03-01", "as_of": "2026-03-31"}
    answer = office.post(f"{PAGE}export/", sent)
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]
    assert [row[:2] for row in rows] == [["日期", "姓名"], ["2026-03-02", "曾小红"]]
    assert "20260301-20260331.csv" in answer["Content-Disposition"]
    changes = AuditEntry.objects.get(action="reports.export_ledger").changes
    assert (changes["since"], changes["as_of"]) == ([None, "2026-03-01"], [None, "2026-03-31"])


def test_the_command_takes_from_and_to(office: Client, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    write_ledger(
        build_parser().parse_args(
            ["export", "党员增减登记", "--format", "csv", "--from", "2026-03-01", "--to", "2026-03-31"]
        )
    )
    out, err = capfdbinary.readouterr()
    assert [line.split(",")[1] for line in out.decode("utf-8-sig").splitlines()] == ["姓名", "曾小红"]
    assert err.decode() == "党员增减登记：2026-03-01 至 2026-03-31，共 1 行。\n"


@pytest.mark.parametrize(
    "words",
    [
        ["members", "--from", "2026-01-01"],
        ["changes", "--from", "2026-02-01", "--to", "2026-01-01"],
        ["changes", "--to", "2026-02-01", "--as-of", "2026-02-01"],
        ["changes", "--from", " "],
    ],
)
def test_the_command_refuses_periods_that_make_no_sense(tree: Tree, words: list[str]) -> None:
    from lianxin.cli.export import run

    with pytest.raises(Refusal):
        run(build_parser().parse_args(["export", *words, "--format", "csv"]))


@pytest.mark.usefixtures("office")
def test_each_reader_has_his_part(client: Client, tree: Tree) -> None:
    sign_in(client, make_user(Role.BRANCH_SECRETARY, tree.second))
    assert rows_of(client) == []
    sign_in(client, make_user(Role.SECRETARY, tree.foreign_general_branch))
    assert rows_of(client) == []
    sign_in(client, make_user(Role.STREET_OVERSEER, tree.street))
    assert len(rows_of(client)) == 5


def test_more_changes_cost_no_more_queries(client: Client, tree: Tree) -> None:
    sign_in(client, make_user(Role.PARTY_WORKER, tree.general_branch))
    found = []
    for size in (1, 9):
        joining = Joining(ChangeKind.MOVED_IN, date(2026, 3, 2))
        rows = [values(f"柳{chr(0x4E00 + place)}", id_number=None) for place in range(size)]
        enrol(tree.community, *rows, joining=joining)
        found.append(cost(client, f"{PAGE}?since=2026-01-01&as_of=2026-12-31"))
    assert found == [found[0]] * 2
