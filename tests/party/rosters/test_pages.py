"""Bringing in a roster through the browser."""

import io
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.factories import Tree, make_community, make_tree, make_user, sign_in
from tests.party.rosters.bringing import brought, committed, everything, lines, member_of, register, staged
from tests.party.rosters.files import HEADINGS, Rows, id_number, member, roster, xlsx, xlsx_bytes

from lianxin.audit.models import AuditEntry
from lianxin.declare.roles import OFFICE, Role
from lianxin.files.errors import FileGoneError
from lianxin.files.models import StoredFile
from lianxin.files.places import passing_folder
from lianxin.files.store import read_file
from lianxin.jobs.models import Job
from lianxin.jobs.running import run_now
from lianxin.kernel import clock
from lianxin.party.models import HeadingSynonym, Member, RosterBatch, StagedRow
from lianxin.party.rosters import receiving
from lianxin.party.rosters.clearing import clear_old_rosters

pytestmark = pytest.mark.django_db
LIST, NEW = "/rosters/", "/rosters/new/"


@pytest.fixture
def tree() -> Tree:
    return make_tree()


@pytest.fixture
def office(client: Client, tree: Tree) -> Client:
    return sign_in(client, make_user(Role.PARTY_WORKER, tree.general_branch))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "花名册.xlsx"


def upload(client: Client, content: bytes, name: str = "花名册.xlsx", **more: str) -> HttpResponse:
    answer: HttpResponse = client.post(NEW, {"file": SimpleUploadedFile(name, content), **more})  # type: ignore[assignment]
    return answer


def uploaded(client: Client, rows: Rows) -> RosterBatch:
    answer = upload(client, xlsx_bytes(rows))
    assert answer.status_code == 302, text_of(answer)
    return RosterBatch.objects.latest("created_at")


def page(batch: RosterBatch, name: str = "roster") -> str:
    return reverse(f"party:{name}", args=[batch.pk])


def text_of(answer: HttpResponse) -> str:
    """The page's words, blanks squeezed."""
    return re.sub(r"\s+", " ", BeautifulSoup(answer.content, "html.parser").get_text(" "))


def follow(client: Client, url: str, **data: str) -> str:
    return text_of(client.post(url, data, follow=True))  # type: ignore[arg-type]


def do_all_jobs() -> None:
    for job in Job.objects.filter(state="waiting"):
        assert run_now(job).state == "done", job.message


def test_nothing_yet(office: Client) -> None:
    assert "还没有导入过花名册" in text_of(office.get(LIST))  # type: ignore[arg-type]


def test_looking_changes_nothing_in_the_register(office: Client, tree: Tree) -> None:
    before = register()
    batch = uploaded(office, lines(member(1), member(2, 身份证号码="123"), ["合计", 2]))
    assert register() == before
    shown = text_of(office.get(page(batch)))  # type: ignore[arg-type]
    for words in ("待核对", "表头在第 1 行", "姓名 → 姓名", "身份证号码 → 身份证号", "新增", "不能入册", "赵丙"):
        assert words in shown
    assert "身份证号应为 18 位" in shown


def test_looking_at_a_page_writes_nothing(office: Client, tree: Tree) -> None:
    batch = uploaded(office, roster())
    before = everything()
    for url in (LIST, NEW, page(batch), page(batch, "roster_columns"), "/rosters/template/"):
        assert office.get(url).status_code == 200
    assert everything() == before


@pytest.mark.parametrize(
    ("show", "words"),
    [
        ("created", "赵丁 男，1957年7月1日，正式党员，第一支部，000000********"),
        ("changed", "赵丙 学历 原来： 普通高中毕业"),
        ("unchanged", "赵乙 男"),
        ("refused", "身份证号码 身份证号应为 18 位"),
        ("warnings", "身份证号前六位 000000 不在行政区划代码表里"),
        ("ignored", "合计行"),
    ],
)
def test_the_tabs(office: Client, tree: Tree, file: Path, show: str, words: str) -> None:
    brought(file, roster(2), tree.community)
    rows = lines(member(1), member(2, 学历="大专"), member(3), member(4, 身份证号码="123"), ["合计", 4])
    batch = uploaded(office, rows)
    answer = office.get(page(batch), {"show": show})
    assert words in text_of(answer)  # type: ignore[arg-type]
    assert id_number(sequence=3) not in answer.content.decode()


def test_row_numbers_are_the_spreadsheets(office: Client, tree: Tree) -> None:
    batch = uploaded(office, [["党员花名册"], [], [*HEADINGS], [], member(1)])
    answer = office.get(page(batch), {"show": "created"})
    cells = BeautifulSoup(answer.content, "html.parser").select("tbody td.num")
    assert [cell.get_text(strip=True) for cell in cells] == ["5"]


def test_pages_of_fifty(office: Client, tree: Tree) -> None:
    batch = uploaded(office, lines(*(member(1, 身份证号码=id_number(sequence=n)) for n in range(1, 241, 2))))
    seen: list[str] = []
    url: str | None = page(batch) + "?show=created"
    while url:
        soup = BeautifulSoup(office.get(url).content, "html.parser")
        seen += [cell.get_text(strip=True) for cell in soup.select("tbody td.num")]
        following = soup.select_one("a[rel=next]")
        url = page(batch) + str(following["href"]) if following else None
    assert seen == [str(number) for number in range(2, 122)]


def test_the_page_asks_as_much_for_few_rows_as_for_many(office: Client, tree: Tree) -> None:
    asked = set()
    for count in (10, 100, 300):
        numbers = range(1, 2 * count, 2)
        batch = uploaded(office, lines(*(member(1, 身份证号码=id_number(sequence=n)) for n in numbers)))
        office.get(page(batch))
        with CaptureQueriesContext(connection) as queries:
            office.get(page(batch))
        asked.add(len(queries))
    assert len(asked) == 1


def test_committing_in_the_background(office: Client, tree: Tree) -> None:
    batch = uploaded(office, roster())
    assert "正在入册" in follow(office, page(batch, "commit_roster"), once="k1")
    asked = office.get(page(batch, "roster_progress"), headers={"HX-Request": "true"})
    assert "hx-trigger" in asked.content.decode()
    do_all_jobs()
    assert office.get(page(batch, "roster_progress"), headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert office.get(page(batch, "roster_progress")).status_code == 302
    shown = text_of(office.get(page(batch)))  # type: ignore[arg-type]
    assert "已入册" in shown
    assert "整批撤回" in shown
    assert Member.objects.count() == 3
    assert AuditEntry.objects.filter(action="party.finish_roster").count() == 1


def test_committing_twice_is_once(office: Client, tree: Tree) -> None:
    batch = uploaded(office, roster())
    for _ in range(2):
        follow(office, page(batch, "commit_roster"), once="k1")
    assert Job.objects.count() == 1
    do_all_jobs()
    assert "已经入册" in follow(office, page(batch, "commit_roster"), once="k2")


def test_sending_the_file_twice_is_once(office: Client, tree: Tree) -> None:
    for _ in range(2):
        answer = upload(office, xlsx_bytes(roster()), once="k1")
    assert RosterBatch.objects.count() == 1
    assert answer["Location"] == page(RosterBatch.objects.get())
    assert StoredFile.objects.count() == 1


def test_putting_aside(office: Client, tree: Tree) -> None:
    batch = uploaded(office, roster())
    assert "已放弃" in follow(office, page(batch, "discard_roster"))
    assert StagedRow.objects.count() == 0
    assert "放弃" in follow(office, page(batch, "commit_roster"))
    assert Member.objects.count() == 0


def test_taking_back(office: Client, tree: Tree, file: Path) -> None:
    before = register()
    batch = committed(xlsx(file, roster()), tree.community)
    assert "移走新增的 3 人" in text_of(office.get(page(batch, "take_back_roster")))  # type: ignore[arg-type]
    assert "正在撤回" in follow(office, page(batch, "take_back_roster"))
    do_all_jobs()
    assert "已撤回" in text_of(office.get(page(batch)))  # type: ignore[arg-type]
    assert register() == before


def test_why_it_cannot_be_taken_back(office: Client, tree: Tree, file: Path) -> None:
    batch = committed(xlsx(file, roster()), tree.community)
    brought(file, lines(member(2, 学历="大专")), tree.community)
    for answer in (
        office.get(page(batch, "take_back_roster"), follow=True),
        office.post(page(batch, "take_back_roster"), follow=True),
    ):
        assert "入册以后有人改动过：赵丙" in text_of(answer)  # type: ignore[arg-type]
    assert Member.objects.count() == 3


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"%PDF-1.7", "不是能读的表格"),
        (b"", "这个文件是空的"),
        (xlsx_bytes([["单位", "人数"], ["复兴社区", 78]]), "没有找到表头"),
    ],
)
def test_a_file_that_cannot_be_read(office: Client, tree: Tree, content: bytes, sentence: str) -> None:
    before = everything()
    answer = upload(office, content)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert everything() == before
    assert not list(passing_folder().glob("roster-*"))


def test_without_a_file(office: Client, tree: Tree) -> None:
    answer = office.post(NEW, {})
    assert answer.status_code == 422
    assert "请先选一个文件" in text_of(answer)  # type: ignore[arg-type]


def test_correcting_the_columns_by_hand(office: Client, tree: Tree) -> None:
    batch = uploaded(
        office, [["姓名", "身份证号", "住哪儿", "电话"], ["赵乙", id_number(), "和平巷3号院", "13800000001"]]
    )
    url = page(batch, "roster_columns")
    soup = BeautifulSoup(office.get(url).content, "html.parser")
    chosen = [(str(box["name"]), box.select_one("[selected]")) for box in soup.select("main select")]
    boxes = {name: str(option["value"]) if option else "" for name, option in chosen}
    assert boxes == {"column_0_0": "name", "column_0_1": "id_number", "column_0_2": "", "column_0_3": "mobile"}
    assert "已按改过的列" in follow(office, url, **{**boxes, "column_0_2": "residence"}, row_0="1")
    follow(office, page(batch, "commit_roster"))
    do_all_jobs()
    assert member_of("赵乙").person.residence == "和平巷3号院"
    assert list(HeadingSynonym.objects.values_list("heading", "field")) == [("住哪儿", "residence")]


def test_a_heading_once_corrected_is_known(office: Client, tree: Tree) -> None:
    rows = [["姓名", "身份证号", "住哪儿"], ["赵乙", id_number(), "和平巷3号院"]]
    first = uploaded(office, rows)
    follow(office, page(first, "roster_columns"), column_0_0="name", column_0_1="id_number", column_0_2="residence")
    second = uploaded(office, rows)
    assert "住哪儿 → 现居住地" in text_of(office.get(page(second)))  # type: ignore[arg-type]


def test_columns_that_make_no_sense(office: Client, tree: Tree) -> None:
    batch = uploaded(office, roster(1))
    before = everything()
    url = page(batch, "roster_columns")
    twice = office.post(url, {"column_0_1": "name", "column_0_4": "name"})
    assert (twice.status_code, "有两列都对应“姓名”" in text_of(twice)) == (422, True)  # type: ignore[arg-type]
    unnamed = office.post(url, {"column_0_1": "", "column_0_4": "id_number"})
    assert (unnamed.status_code, "要有“姓名”" in text_of(unnamed)) == (422, True)  # type: ignore[arg-type]
    assert everything() == before


def test_another_heading_row_by_hand(office: Client, tree: Tree) -> None:
    """The first row with all the words is an example of how to fill the form; the true heading comes later."""
    rows = [
        ["姓名", "身份证号"],
        ["赵乙", id_number()],
        ["姓名", "身份证号", "学历"],
        ["赵丙", id_number(sequence=3), "大专"],
    ]
    batch = uploaded(office, rows)
    assert batch.created_count == 2
    follow(office, page(batch, "roster_columns"), row_0="3")
    batch.refresh_from_db()
    assert (batch.created_count, batch.reading["sheets"][0]["header_row"]) == (1, 3)


def test_the_error_sheet(office: Client, tree: Tree) -> None:
    batch = uploaded(office, lines(member(1), member(2, 身份证号码="123")))
    answer = office.post(page(batch, "roster_errors"))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert book.sheetnames == ["不能入册", "提醒"]
    assert "filename*=utf-8''" in answer["Content-Disposition"]
    assert AuditEntry.objects.filter(action="party.export_roster_errors").count() == 1


def test_who_has_several_communities_says_which(client: Client, tree: Tree) -> None:
    sign_in(client, make_user(Role.PARTY_WORKER, tree.street))
    form = BeautifulSoup(client.get(NEW).content, "html.parser")
    assert [option.get_text() for option in form.select("select[name=community] option")] == ["复兴社区", "永宁社区"]
    upload(client, xlsx_bytes(roster(1)), community=str(tree.foreign.pk))
    assert RosterBatch.objects.get().community == tree.foreign


def test_a_community_out_of_reach_cannot_be_named(client: Client, tree: Tree) -> None:
    third = make_community(None, "太平社区")
    sign_in(client, make_user(Role.PARTY_WORKER, tree.street))
    assert upload(client, xlsx_bytes(roster(1)), community=str(third.pk)).status_code == 422
    assert not RosterBatch.objects.exists()


def test_the_template(office: Client) -> None:
    answer = office.get("/rosters/template/")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    assert book.sheetnames == ["党员花名册", "填写说明"]


@pytest.fixture
def small() -> Iterator[None]:
    """Everything above two rows is large."""
    before, receiving.SMALL = receiving.SMALL, 2
    yield
    receiving.SMALL = before


@pytest.mark.usefixtures("small")
def test_a_large_roster_is_read_by_the_worker(office: Client, tree: Tree) -> None:
    batch = uploaded(office, roster())
    assert "正在读取名册" in text_of(office.get(page(batch)))  # type: ignore[arg-type]
    do_all_jobs()
    batch.refresh_from_db()
    assert (batch.state, batch.created_count) == ("preview", 3)
    follow(office, page(batch, "roster_columns"), column_0_1="name", column_0_4="id_number")
    assert "正在读取名册" in text_of(office.get(page(batch)))  # type: ignore[arg-type]
    do_all_jobs()
    follow(office, page(batch, "commit_roster"))
    do_all_jobs()
    assert (Member.objects.count(), member_of("赵乙").person.education) == (3, "")


def test_after_a_week_nothing_staged_is_left(office: Client, tree: Tree) -> None:
    done, waiting = uploaded(office, roster()), uploaded(office, roster(1))
    follow(office, page(done, "commit_roster"))
    do_all_jobs()
    with clock.frozen(clock.now() + timedelta(days=6)):
        assert clear_old_rosters() == 0
    later = clock.now() + timedelta(days=8)
    with clock.frozen(later):
        assert clear_old_rosters() == 2
        assert clear_old_rosters() == 0
    assert StagedRow.objects.count() == 0
    for batch, state in ((done, "committed"), (waiting, "discarded")):
        batch.refresh_from_db()
        assert (batch.state, batch.rows_removed_at) == (state, later)
        assert batch.file is not None
        with pytest.raises(FileGoneError):
            read_file(batch.file)
    assert "暂存的内容已按规定清除" in text_of(office.get(page(done)))  # type: ignore[arg-type]
    assert "整批撤回" not in text_of(office.get(page(done)))  # type: ignore[arg-type]
    assert "入册已久" in text_of(office.get(page(done, "take_back_roster"), follow=True))  # type: ignore[arg-type]
    assert Member.objects.count() == 3


@pytest.mark.parametrize("role", [role for role in Role if role not in OFFICE])
def test_others_have_no_such_pages(client: Client, tree: Tree, file: Path, role: Role) -> None:
    batch = staged(xlsx(file, roster()), tree.community)
    sign_in(client, make_user(role, tree.general_branch))
    for url in (LIST, NEW, page(batch), page(batch, "roster_columns")):
        assert client.get(url).status_code == 404
    assert client.post(page(batch, "commit_roster")).status_code == 404


def test_a_foreign_roster_does_not_exist(office: Client, tree: Tree, file: Path) -> None:
    batch = staged(xlsx(file, roster()), tree.foreign)
    for name in ("roster", "roster_columns", "roster_progress", "take_back_roster"):
        assert office.get(page(batch, name)).status_code == 404
    for name in ("commit_roster", "discard_roster", "roster_errors", "take_back_roster", "roster_columns"):
        assert office.post(page(batch, name)).status_code == 404
    assert "花名册.xlsx" not in text_of(office.get(LIST))  # type: ignore[arg-type]
    batch.refresh_from_db()
    assert batch.state == "preview"


def test_the_list(office: Client, tree: Tree, file: Path) -> None:
    committed(xlsx(file, roster()), tree.community)
    shown = text_of(office.get(LIST))  # type: ignore[arg-type]
    assert "花名册.xlsx 已入册 3 0 0" in shown


def test_moments_are_told_in_our_time(office: Client, tree: Tree, file: Path) -> None:
    with clock.frozen(datetime(2026, 6, 11, 9, 30, tzinfo=clock.TZ)):
        batch = staged(xlsx(file, roster()), tree.community)
    assert "2026年6月11日 09:30" in text_of(office.get(page(batch)))  # type: ignore[arg-type]
