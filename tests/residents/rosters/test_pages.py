"""Bringing in rosters of courtyards and units through the browser and from the command line."""

import argparse
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import Tree, make_user, sign_in
from tests.party.rosters.bringing import everything
from tests.party.rosters.files import Rows, xlsx, xlsx_bytes
from tests.party.rosters.test_pages import do_all_jobs, follow, text_of
from tests.residents.rosters.bringing import (
    COURTYARDS,
    PLACE_HEADINGS,
    UNIT_HEADINGS,
    UNITS,
    figures,
    houses,
    preview,
)

from lianxin.audit.models import AuditEntry
from lianxin.cli import build_parser
from lianxin.cli.import_places import import_places
from lianxin.declare.roles import Role
from lianxin.files.models import StoredFile
from lianxin.kernel import clock
from lianxin.residents.models import Roster, RosterHeading, RosterLine, Unit
from lianxin.residents.rosters import receiving
from lianxin.residents.rosters.addresses import name_of
from lianxin.residents.rosters.clearing import clear_old_rosters
from lianxin.residents.rosters.kinds import Kind
from lianxin.tables.template_file import write_template

PLACES: Rows = [
    list(PLACE_HEADINGS),
    ["3号院", "1幢", "1单元", 12, "自管"],
    ["3号院", "1幢", "2单元", "若干"],
    ["4号院", None, "3单元", 12],
]
KINDS = pytest.mark.parametrize("kind", [COURTYARDS, UNITS], ids=lambda kind: kind.code)


@pytest.fixture
def office(client: Client, tree: Tree) -> Client:
    return sign_in(client, make_user(Role.PARTY_WORKER, tree.general_branch))


def address(kind: Kind, page: str, *args: object) -> str:
    return reverse(name_of(kind.code, page), args=args)


def uploaded(client: Client, kind: Kind, rows: Rows) -> Roster:
    file = SimpleUploadedFile("名册.xlsx", xlsx_bytes(rows))
    answer = client.post(address(kind, "new"), {"file": file})
    assert answer.status_code == 302
    return Roster.objects.latest("created_at")


def page_of(client: Client, roster: Roster, show: str = "") -> str:
    answer = client.get(reverse(name_of(roster.kind, "roster"), args=[roster.pk]), {"show": show})
    assert answer.status_code == 200
    return text_of(answer)  # type: ignore[arg-type]


@KINDS
def test_an_empty_list_says_what_to_do_first(office: Client, kind: Kind) -> None:
    text = text_of(office.get(address(kind, "rosters")))  # type: ignore[arg-type]
    assert "还没有导入过表格" in text
    assert "下载空白模板" in text


def test_from_the_file_to_the_register_and_back(office: Client, tree: Tree) -> None:
    before = everything()
    roster = uploaded(office, COURTYARDS, PLACES)
    assert (roster.created_count, roster.refused_count, roster.warning_count) == (2, 1, 1)
    text = page_of(office, roster)
    assert "写了单元，没有写是哪一栋" in text
    assert "3号院 1幢 1单元" in page_of(office, roster, "created")
    follow(office, address(COURTYARDS, "commit", roster.pk))
    do_all_jobs()
    assert "已入册" in page_of(office, roster)
    assert houses(tree.community) == {"3号院": None, "3号院 1幢": None, "3号院 1幢 1单元": 12, "3号院 1幢 2单元": None}
    assert "移走新增的 2 行" in text_of(office.get(address(COURTYARDS, "take_back", roster.pk)))  # type: ignore[arg-type]
    follow(office, address(COURTYARDS, "take_back", roster.pk))
    do_all_jobs()
    assert "已撤回" in page_of(office, roster)
    after = everything()
    assert [
        label for label in ("residents.Place", "residents.Unit", "search.SearchEntry") if before[label] != after[label]
    ] == []
    assert houses(tree.community) == {}


def test_units_are_shown_with_masked_telephones(office: Client) -> None:
    rows: Rows = [list(UNIT_HEADINGS), ["和平小学", "学校", "和平巷8号", "", "张三", "19900000001"]]
    roster = uploaded(office, UNITS, rows)
    text = page_of(office, roster, "created")
    assert "199****0001" in text
    assert "19900000001" not in text


def test_columns_corrected_by_hand_are_remembered(office: Client, tree: Tree, tmp_path: Path) -> None:
    rows: Rows = [["单位名称", "性质", "谁管事"], ["和平小学", "学校", "张三"]]
    roster = uploaded(office, UNITS, rows)
    chosen = {"column_0_0": "name", "column_0_1": "kind", "column_0_2": "contact_name", "row_0": "1"}
    assert "表头的对应也记下了" in follow(office, address(UNITS, "columns", roster.pk), **chosen)
    assert list(RosterHeading.objects.values_list("kind", "heading", "field")) == [("units", "谁管事", "contact_name")]
    sheet = preview("units", xlsx(tmp_path / "又一份.xlsx", rows), tree.community)
    assert sheet["columns"] == {"单位名称": "name", "性质": "kind", "谁管事": "contact_name"}


def test_the_error_sheet_is_mended_and_brought_in_again(office: Client, tree: Tree, tmp_path: Path) -> None:
    roster = uploaded(office, COURTYARDS, PLACES)
    answer = office.post(address(COURTYARDS, "errors", roster.pk))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer)))
    assert book.sheetnames == ["不能入册", "提醒"]
    page = book["不能入册"]
    assert [cell.value for cell in page[1]][-1] == "问题"
    assert "没有写是哪一栋" in str(page[2][1].comment.text if page[2][1].comment else "")
    page["B2"] = "1幢"
    mended = tmp_path / "改好.xlsx"
    book.save(mended)
    assert figures(preview("courtyards", mended, tree.community)) == (1, 0, 0, [], [])
    assert AuditEntry.objects.filter(action="residents.export_roster_errors").count() == 1


def test_a_large_roster_is_read_by_the_worker(office: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "SMALL", 1)
    roster = uploaded(office, COURTYARDS, PLACES)
    assert "正在读取名册" in page_of(office, roster)
    do_all_jobs()
    roster.refresh_from_db()
    assert (roster.state, roster.created_count, roster.refused_count) == ("preview", 2, 1)


def test_the_same_form_twice_brings_in_one_roster(office: Client) -> None:
    for _ in range(2):
        file = SimpleUploadedFile("名册.xlsx", xlsx_bytes(PLACES))
        assert office.post(address(COURTYARDS, "new"), {"file": file, "once": "k"}).status_code == 302
    assert Roster.objects.count() == 1


@KINDS
def test_the_blank_template_holds_nothing_and_is_read(office: Client, tree: Tree, tmp_path: Path, kind: Kind) -> None:
    answer = office.get(address(kind, "template"))
    file = tmp_path / "模板.xlsx"
    file.write_bytes(b"".join(answer))
    sheet = preview(kind.code, file, tree.community)
    assert (sheet["rows"], {each["why"] for each in sheet["ignored"]}) == (0, {"示例行"})
    assert set(sheet["columns"].values()) == set(kind.words.labels) - {"sequence"}


def test_who_may_not_change_units_may_still_bring_in_courtyards(client: Client, tree: Tree) -> None:
    grid_worker = sign_in(client, make_user(Role.GRID_WORKER, tree.general_branch))
    assert grid_worker.get(address(COURTYARDS, "rosters")).status_code == 200
    assert grid_worker.get(address(UNITS, "rosters")).status_code == 404


def test_a_file_without_these_headings_is_refused_in_one_sentence(office: Client) -> None:
    file = SimpleUploadedFile("名册.xlsx", xlsx_bytes([["姓名", "身份证号"], ["张三", "1"]]))
    answer = office.post(address(COURTYARDS, "new"), {"file": file})
    assert answer.status_code == 422
    assert "表头这一行要有“院坝”" in text_of(answer)  # type: ignore[arg-type]


def test_a_roster_is_cleared_after_a_week(office: Client) -> None:
    roster = uploaded(office, COURTYARDS, PLACES)
    Roster.objects.update(created_at=clock.now() - timedelta(days=8))
    assert clear_old_rosters() == 1
    roster.refresh_from_db()
    assert (roster.state, RosterLine.objects.count()) == ("discarded", 0)
    assert StoredFile.objects.filter(removed_at__isnull=True).count() == 0
    assert "暂存的内容已按规定清除" in page_of(office, roster)


@pytest.mark.parametrize("count", [10, 100])
def test_a_page_asks_the_same_queries_for_10_and_100_lines(office: Client, count: int) -> None:
    rows: Rows = [list(PLACE_HEADINGS), *([f"{number}号院", "1幢", None, 10] for number in range(count))]
    roster = uploaded(office, COURTYARDS, rows)
    with CaptureQueriesContext(connection) as queries:
        page_of(office, roster)
    assert len(queries) <= 12


def parsed(*words: object) -> argparse.Namespace:
    return build_parser().parse_args(["import", *map(str, words)])


def bring(capfd: pytest.CaptureFixture[str], *words: object) -> tuple[int, Any, str]:
    status = import_places(parsed(*words, "--json"))
    out, err = capfd.readouterr()
    return status, json.loads(out), err


def test_from_the_command_line(tree: Tree, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = xlsx(tmp_path / "院坝.xlsx", PLACES)
    errors = tmp_path / "错误表.xlsx"
    before = everything()
    status, told, err = bring(capfd, "courtyards", file, "--errors", errors)
    assert (status, everything() == before, errors.exists()) == (3, True, True)
    assert "这是预览" in err
    (sheet,) = told["sheets"]
    assert (sheet["created"], sheet["refused"][0]["code"], sheet["columns"]["物业公司"]) == (
        2,
        "building_missing",
        "keeper",
    )
    status, told, err = bring(capfd, "courtyards", file, "--commit")
    assert (status, told["sheets"][0]["created"], "已入册 2 / 2" in err) == (3, 2, True)
    status, told, _ = bring(capfd, "courtyards", file, "--commit")
    assert (status, told["sheets"][0]["unchanged"]) == (3, 2)


def test_units_from_the_command_line(tree: Tree, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = xlsx(tmp_path / "单位.xlsx", [list(UNIT_HEADINGS), ["和平小学", "学校"]])
    assert bring(capfd, "units", file, "--commit")[0] == 0
    assert Unit.objects.get().kind == "school"
    status, told, err = bring(capfd, "units", xlsx(tmp_path / "别的.xlsx", [["甲", "乙"], ["1", "2"]]))
    assert (status, told["sheets"][0]["header_row"]) == (2, None)
    assert "没有找到表头" in err


def test_the_template_can_be_written_for_any_kind() -> None:
    target = io.BytesIO()
    write_template(target, UNITS.template, UNITS.words.labels)
    assert openpyxl.load_workbook(target).sheetnames == ["驻区单位", "填写说明"]
