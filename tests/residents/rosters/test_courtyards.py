"""Rosters of courtyards: read, compared, brought in, taken back."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from tests.factories import Tree, make_person
from tests.party.rosters.files import Rows, text_file, xlsx
from tests.residents.rosters.bringing import (
    PLACE_HEADINGS,
    brought,
    counts,
    figures,
    houses,
    prepared,
    preview,
    register,
    staged,
    taken_back,
)

from lianxin.declare.actors import OPERATOR
from lianxin.declare.errors import RuleError
from lianxin.jobs.models import Job
from lianxin.jobs.running import run_now
from lianxin.orgs.models import Community
from lianxin.residents.actions import PlaceDetails, close_place, correct_place
from lianxin.residents.models import Place
from lianxin.residents.rosters import committing
from lianxin.residents.rosters.committing import ask_for_commit
from lianxin.residents.rosters.models import RosterLine
from lianxin.residents.rosters.taking_back import ask_to_take_back, why_not

MERGED: Rows = [
    ["复兴社区院坝楼栋一览表"],
    list(PLACE_HEADINGS),
    ["3号院", "1幢", "1单元", 12, "有物业", "和顺物业", "和平巷3号"],
    [None, None, "2单元", "12户", None, None, None],
    [None, "2幢", None, 36, None, None, None],
    ["铁路宿舍", 1, None, 40, "单位房", None, "铁路巷1号"],
    ["合计", None, None, 100],
]
MERGES = ("A1:G1", "A3:A5", "E3:E5", "F3:F5", "G3:G5")
HOUSES = {
    "3号院": None,
    "3号院 1幢": None,
    "3号院 1幢 1单元": 12,
    "3号院 1幢 2单元": 12,
    "3号院 2幢": 36,
    "铁路宿舍": None,
    "铁路宿舍 1幢": 40,
}


@pytest.fixture
def community(tree: Tree) -> Community:
    return tree.community


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "院坝.xlsx"


def courtyard(name: str = "3号院") -> Place:
    return Place.objects.get(name=name)


def rows(*lines: Sequence[object]) -> Rows:
    return [list(PLACE_HEADINGS), *lines]


def test_a_courtyard_merged_over_its_buildings(community: Community, file: Path) -> None:
    roster = brought("courtyards", file, MERGED, community, MERGES)
    assert counts(roster) == (4, 0, 0, 0)
    assert houses(community) == HOUSES
    third = courtyard()
    assert (third.upkeep, third.keeper, third.address) == ("property", "和顺物业", "和平巷3号")
    assert [line["why"] for line in roster.reading["sheets"][0]["ignored"]] == ["合计行"]


def test_the_same_file_twice_changes_nothing(community: Community, file: Path) -> None:
    brought("courtyards", file, MERGED, community, MERGES)
    before = register()
    assert counts(brought("courtyards", file, MERGED, community, MERGES)) == (0, 0, 4, 0)
    assert register() == before


def test_blank_cells_below_a_courtyard_are_as_in_the_line_above(community: Community, tmp_path: Path) -> None:
    lines = [["" if cell is None else cell for cell in line] for line in MERGED[1:]]
    sheet = preview("courtyards", text_file(tmp_path / "院坝.csv", lines), community)
    assert figures(sheet) == (4, 0, 0, [], [])
    assert sheet["name"] == "院坝"


def test_ditto_marks_and_several_sheets(community: Community, file: Path) -> None:
    first = rows(["3号院", "1幢", "1单元", 12], ["同上", "〃", "2单元", 12])
    second = rows(["4号院", "1幢", None, 30])
    sheets = {"东片": first, "说明": [["填表说明"]], "西片": second}
    found = prepared("courtyards", xlsx(file, sheets), community)
    assert [(line.sheet, line.row, line.state.value) for line in found.lines] == [
        (0, 2, "created"),
        (0, 3, "created"),
        (2, 2, "created"),
    ]
    assert found.lines[1].values["path"] == "3号院\n1幢\n2单元"


def test_in_the_error_sheet_a_line_says_itself_what_stood_above_it(community: Community, file: Path) -> None:
    lines = rows(["3号院", "1幢", "1单元", 12], [None, None, "2单元", "若干"], [None, "2幢", None, "若干"])
    found = prepared("courtyards", xlsx(file, lines), community)
    assert [line.cells[:3] for line in found.faulty] == [["3号院", "1幢", "2单元"], ["3号院", "2幢", ""]]
    assert figures(preview("courtyards", file, community)) == (3, 0, 0, [], ["number_unreadable"] * 2)


def test_a_place_is_known_under_other_ways_of_writing_its_name(community: Community, file: Path) -> None:
    brought("courtyards", file, rows(["3号院", "1幢", "1单元", 12]), community)
    again = rows(["三号院", "1栋", "一单元", 12], ["3号院", "1号楼", "1", 12], ["３号院", "1幢1单元", None, 12])
    assert figures(preview("courtyards", xlsx(file, again), community)) == (0, 0, 3, [], [])


def test_changes_field_by_field_and_blank_cells_erase_nothing(community: Community, file: Path) -> None:
    brought("courtyards", file, rows(["3号院", "1幢", None, 40, "自管", "自管会", "和平巷3号"]), community)
    new = prepared("courtyards", xlsx(file, rows(["3号院", "1幢", None, 42, "有物业"])), community)
    (line,) = new.lines
    assert [(write.path, write.before) for write in line.outcome.writes] == [
        (("3号院",), {"upkeep": "self"}),
        (("3号院", "1幢"), {"households": 40}),
    ]
    assert counts(brought("courtyards", file, rows(["3号院", "1幢", None, 42, "有物业"]), community)) == (0, 1, 0, 0)
    third = courtyard()
    assert (third.upkeep, third.keeper, third.address) == ("property", "自管会", "和平巷3号")
    assert houses(community) == {"3号院": None, "3号院 1幢": 42}


def test_a_count_merged_over_stairways_is_the_buildings(community: Community, file: Path) -> None:
    lines = rows(["3号院", "1幢", "1单元", 60], ["3号院", "1幢", "2单元", None], ["3号院", "2幢", None, 30])
    brought("courtyards", file, lines, community, ["D2:D3"])
    assert houses(community) == {
        "3号院": None,
        "3号院 1幢": 60,
        "3号院 1幢 1单元": None,
        "3号院 1幢 2单元": None,
        "3号院 2幢": 30,
    }


def test_what_keeps_a_line_out_and_what_only_warns(community: Community, file: Path) -> None:
    lines = rows(
        [None, "1幢", None, 10],
        ["5号院", None, "1单元", 10],
        ["3号院", "1幢", None, 10, "自管"],
        ["3号院", "1幢", None, 11],
        ["3号院", "2幢", None, "若干", "有物业"],
        ["4号院", "1幢", None, 9999, "胡乱管"],
    )
    sheet = preview("courtyards", xlsx(file, lines), community)
    assert [(each["row"], each["code"]) for each in sheet["refused"]] == [
        (2, "name_missing"),
        (3, "building_missing"),
        (5, "repeated_in_file"),
    ]
    assert [(each["row"], each["code"]) for each in sheet["warnings"]] == [
        (6, "number_unreadable"),
        (6, "differs_in_file"),
        (7, "number_unreadable"),
        (7, "code_unknown"),
    ]


@pytest.mark.parametrize(
    ("heading", "said", "upkeep"),
    [
        ("有无物业", "无", "none"),
        ("是否有物业", "是", "property"),
        ("管理方式", "业主自管", "self"),
        ("管理方式", "无", ""),
    ],
)
def test_how_a_courtyard_is_looked_after(
    community: Community, file: Path, heading: str, said: str, upkeep: str
) -> None:
    brought("courtyards", file, [["小区名称", heading, "地址"], ["3号院", said, "和平巷3号"]], community)
    assert courtyard().upkeep == upkeep


def test_a_place_that_is_gone_stays_gone(community: Community, file: Path) -> None:
    brought("courtyards", file, rows(["3号院", "1幢", None, 40]), community)
    building = Place.objects.get(name="1幢")
    close_place(place=building, version=1, closed_on=date(2026, 1, 1), note="拆除", actor=OPERATOR)
    sheet = preview("courtyards", xlsx(file, rows(["3号院", "1幢", "1单元", 12])), community)
    assert figures(sheet) == (0, 0, 1, [], ["already_closed"])


def test_taking_back_leaves_no_seam(community: Community, file: Path) -> None:
    brought("courtyards", file, rows(["3号院", "1幢", None, 40, "自管"]), community)
    before = register()
    later = brought("courtyards", file, [*MERGED[1:]], community, ())
    assert taken_back(later).state == "taken_back"
    assert register() == before


def test_two_imports_are_taken_back_one_after_the_other(community: Community, file: Path) -> None:
    first = brought("courtyards", file, rows(["3号院", "1幢", None, 40, "自管"]), community)
    second = brought("courtyards", file, rows(["3号院", "1幢", None, 41, "有物业"]), community)
    assert why_not(first).startswith("入册以后有人改动过")
    taken_back(second)
    taken_back(first)
    assert register() == []


def test_what_somebody_touched_is_not_taken_back(community: Community, file: Path) -> None:
    roster = brought("courtyards", file, rows(["3号院", "1幢", None, 40]), community)
    correct_place(place=courtyard(), version=1, details=PlaceDetails(name="3号院", note="已改"), actor=OPERATOR)
    with pytest.raises(RuleError, match="3号院"):
        ask_to_take_back(roster=roster, actor=OPERATOR)


def test_where_somebody_lives_by_now_is_not_taken_back(community: Community, file: Path) -> None:
    roster = brought("courtyards", file, rows(["3号院", "1幢", None, 40]), community)
    make_person(community, "张三", place=courtyard())
    assert "3号院" in why_not(roster)


def test_a_commit_cut_short_is_resumed_to_its_end(
    community: Community, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = rows(*([f"{number}号院", "1幢", None, number] for number in range(1, 8)))
    roster = staged("courtyards", xlsx(file, lines), community)
    monkeypatch.setattr(committing, "AT_ONCE", 3)
    job = ask_for_commit(roster=roster, actor=OPERATOR)

    def stop(done: int, total: int) -> None:
        assert total == 7
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_now(job, stop)
    assert RosterLine.objects.filter(written__isnull=False).count() == 3
    Job.objects.update(state="waiting", lease_until=None)
    assert run_now(Job.objects.get()).state == "done"
    roster.refresh_from_db()
    assert (roster.state, counts(roster)) == ("committed", (7, 0, 0, 0))
    assert Place.objects.count() == 14
