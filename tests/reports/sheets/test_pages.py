"""From mail to 报送留底 through the browser's door."""

import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
import xlwt
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.factories import Tree, fake_id_number, make_member, make_person, make_tree, make_user, sign_in
from tests.reports.sheets.blanks import grid, opened, people, values

from lianxin.audit.models import AuditEntry
from lianxin.declare.roles import Role
from lianxin.files.models import StoredFile
from lianxin.files.places import passing_folder, place_of
from lianxin.jobs.models import Job
from lianxin.jobs.running import run_now
from lianxin.kernel import clock
from lianxin.reports.models import SheetDraft, SheetHeading, Submission
from lianxin.reports.sheets import actions
from lianxin.reports.sheets.actions import clear_old_drafts
from lianxin.reports.sheets.samples import SAMPLES
from lianxin.reports.sheets.views import drafts as pages

pytestmark = pytest.mark.django_db
CANARY = "000000195707010011"


@pytest.fixture
def tree() -> Tree:
    tree = make_tree()
    for number in range(3):
        person = make_person(
            tree.community,
            f"张{'一二三'[number]}",
            sex="12"[number % 2],
            id_number=fake_id_number(),
            mobile="19900000001",
        )
        make_member(tree.first, person=person)
    return tree


@pytest.fixture
def office(client: Client, tree: Tree) -> Client:
    return sign_in(client, make_user(Role.PARTY_WORKER, tree.general_branch))


def upload(client: Client, content: bytes, name: str = "表.xlsx") -> HttpResponse:
    answer: HttpResponse = client.post("/sheets/new/", {"file": SimpleUploadedFile(name, content)})  # type: ignore[assignment]
    return answer


def draft_of(client: Client, path: Path) -> SheetDraft:
    answer = upload(client, path.read_bytes(), path.name)
    assert answer.status_code == 302, answer.content.decode()
    return SheetDraft.objects.get(pk=answer["Location"].split("/")[-2])


def fill(client: Client, draft: SheetDraft, **more: str) -> HttpResponse:
    answer: HttpResponse = client.post(f"/sheets/drafts/{draft.pk}/fill/", {"title": "党员信息表", **more})  # type: ignore[assignment]
    return answer


def fetched(client: Client, submission: Submission, **data: str) -> bytes:
    answer = client.post(f"/sheets/{submission.pk}/file/", data)
    assert answer.status_code == 200
    return b"".join(answer)


def text(answer: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_from_mail_to_kept_file(office: Client, tree: Tree, tmp_path: Path) -> None:
    draft = draft_of(office, people(tmp_path / "党员信息表.xlsx"))
    page = office.get(f"/sheets/drafts/{draft.pk}/")
    assert "帮扶人" in text(page)  # type: ignore[arg-type]
    assert "199****0001" in text(page)  # type: ignore[arg-type]
    answer = fill(office, draft, asked_by="街道党建办", received_on="2026.11.20")
    submission = Submission.objects.get()
    assert answer["Location"] == f"/sheets/{submission.pk}/"
    assert (submission.people_count, submission.asked_by, len(submission.included)) == (3, "街道党建办", 3)
    sheet = opened(fetched(office, submission))["党员信息"]
    assert sorted(str(row[1]) for row in values(sheet, 4, 6)) == ["张一", "张三", "张二"]
    assert sheet["A9"].value == "合计：3人"
    told = list(AuditEntry.objects.filter(action__startswith="reports.").values_list("action", flat=True))
    assert told == ["reports.receive_sheet", "reports.fill_sheet", "reports.fetch_submission"]
    assert "党员信息表" in text(office.get("/sheets/?q=街道党建"))  # type: ignore[arg-type]
    assert "没有这样的留底" in text(office.get("/sheets/?q=别的"))  # type: ignore[arg-type]
    assert "街道党建办" in text(office.get("/ledgers/submissions/"))  # type: ignore[arg-type]


def test_whole_numbers_need_a_reason_to_fill_and_to_fetch(office: Client, tree: Tree, tmp_path: Path) -> None:
    draft = draft_of(office, people(tmp_path / "表.xlsx"))
    fill(office, draft, reason="街道要核对医保")
    submission = Submission.objects.get()
    assert (submission.revealed, submission.reason) == (True, "街道要核对医保")
    refused = office.post(f"/sheets/{submission.pk}/file/")
    assert refused.status_code == 422
    whole = opened(fetched(office, submission, reason="再送一份"))["党员信息"]["D4"].value
    assert re.fullmatch(r"000000\d{11}[\dX]", str(whole))
    assert AuditEntry.objects.filter(action="reports.fetch_submission").get().reason == "再送一份"


def test_nothing_in_clear_stays_on_the_disk(office: Client, tree: Tree, tmp_path: Path) -> None:
    make_member(tree.first, person=make_person(tree.community, "周金丝", id_number=CANARY))
    fill(office, draft_of(office, people(tmp_path / "表.xlsx")), reason="核对")
    assert list(passing_folder().iterdir()) == []
    stored = StoredFile.objects.get(purpose="submission")
    assert CANARY.encode() not in place_of(stored.pk).read_bytes()


def test_a_table_of_counts_and_a_word_explained(office: Client, tree: Tree, tmp_path: Path) -> None:
    rows: list[list[str | None]] = [
        ["支部", "合计", "男", "半边天"],
        ["第一支部", None, None, None],
        ["合计", None, None, None],
    ]
    draft = draft_of(office, grid(tmp_path / "统计.xlsx", rows))
    assert "半边天：没有认出这个说法" in text(office.get(f"/sheets/drafts/{draft.pk}/"))  # type: ignore[arg-type]
    form = {"words_0_0": "合计", "words_0_1": "男", "words_0_2": "妇道人家", "words_0_3": "第一支部"}
    wrong = office.post(f"/sheets/drafts/{draft.pk}/headings/", form)
    assert wrong.status_code == 422
    office.post(f"/sheets/drafts/{draft.pk}/headings/", {**form, "words_0_2": "女党员"})
    assert list(SheetHeading.objects.values_list("use", "heading", "meaning")) == [("count", "半边天", "女党员")]
    fill(office, draft)
    sheet = opened(fetched(office, Submission.objects.get()))["统计"]
    assert values(sheet, 2, 3, 4) == [["第一支部", 3, 2, 1], ["合计", 3, 2, 1]]


def test_a_column_explained_is_remembered_for_the_next_sheet(office: Client, tree: Tree, tmp_path: Path) -> None:
    draft = draft_of(office, people(tmp_path / "表.xlsx", heads=("姓名", "性别", "哪个摊子"), foot=False))
    office.post(
        f"/sheets/drafts/{draft.pk}/headings/",
        {"row_0": "3", "column_0_0": "name", "column_0_1": "sex", "column_0_2": "branch"},
    )
    again = draft_of(office, people(tmp_path / "表.xlsx", heads=("姓名", "性别", "哪个摊子"), foot=False))
    assert "第一支部" in text(office.get(f"/sheets/drafts/{again.pk}/"))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("照片.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(2000), "图片"),
        ("表.csv", "姓名,性别\n张三,男\n".encode(), "另存为 .xlsx"),
        ("表.xlsx", b"PK\x03\x04" + bytes(300), "损坏"),
    ],
)
def test_another_kind_of_file_gets_one_sentence(office: Client, name: str, content: bytes, said: str) -> None:
    answer = upload(office, content, name)
    assert (answer.status_code, said in text(answer)) == (422, True)
    assert SheetDraft.objects.count() == 0


def test_an_old_xls_is_to_be_saved_anew(office: Client) -> None:
    book = xlwt.Workbook()
    book.add_sheet("表").write(0, 0, "姓名")
    content = io.BytesIO()
    book.save(content)
    answer = upload(office, content.getvalue(), "表.xls")
    assert "这是旧格式的 .xls 表格，请先用 Excel 或 WPS 打开，另存为 .xlsx 后再来填。" in text(answer)


def test_many_members_are_filled_by_the_worker(
    office: Client, tree: Tree, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "SMALL", 2)
    draft = draft_of(office, people(tmp_path / "表.xlsx"))
    assert fill(office, draft)["Location"] == f"/sheets/drafts/{draft.pk}/"
    assert "正在填表" in text(office.get(f"/sheets/drafts/{draft.pk}/"))  # type: ignore[arg-type]
    job = run_now(Job.objects.get(kind=actions.FILL_JOB))
    assert (job.state, job.message) == ("done", "党员信息表填好了，共 3 人。")
    draft.refresh_from_db()
    assert draft.submission == Submission.objects.get()
    assert draft.choice == {}


def test_a_form_sent_twice_keeps_one(office: Client, tree: Tree, tmp_path: Path) -> None:
    draft = draft_of(office, people(tmp_path / "表.xlsx"))
    first, second = fill(office, draft, once="same"), fill(office, draft, once="same")
    assert first["Location"] == second["Location"]
    assert Submission.objects.count() == 1


def test_the_note_is_corrected_and_a_submission_withdrawn(office: Client, tree: Tree, tmp_path: Path) -> None:
    fill(office, draft_of(office, people(tmp_path / "表.xlsx")))
    row = Submission.objects.get()
    office.post(f"/sheets/{row.pk}/correction/", {"version": 1, "title": "改过", "sent_how": "内网邮箱"})
    stale = office.post(f"/sheets/{row.pk}/correction/", {"version": 1, "title": "晚了一步"})
    assert stale.status_code == 409
    office.post(f"/sheets/{row.pk}/withdrawal/", {"version": 2, "reason": "街道改了表样"})
    row.refresh_from_db()
    assert (row.title, row.sent_how, row.withdrawn_reason) == ("改过", "内网邮箱", "街道改了表样")
    assert "已作废：街道改了表样" in text(office.get("/ledgers/submissions/"))  # type: ignore[arg-type]


def test_a_blank_sheet_is_put_aside_and_old_ones_are_forgotten(office: Client, tree: Tree, tmp_path: Path) -> None:
    draft = draft_of(office, people(tmp_path / "表.xlsx"))
    office.post(f"/sheets/drafts/{draft.pk}/discard/")
    assert StoredFile.objects.get(pk=draft.file_id).removed_at is not None
    draft_of(office, people(tmp_path / "表.xlsx"))
    with clock.frozen(clock.now() + timedelta(days=8)):
        assert clear_old_drafts() == 1


@pytest.mark.parametrize("rows", [10, 100, 1000])
def test_the_list_asks_the_same_for_any_number(
    office: Client, tree: Tree, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    now = clock.now()
    file = StoredFile.objects.create(name="表.xlsx", size=1, sha256="", purpose="submission", created_at=now)
    Submission.objects.bulk_create(
        Submission(
            community=tree.community,
            path=tree.general_branch.path,
            organisation=tree.first,
            title=f"表{number}",
            as_of=now.date(),
            basis="口径",
            people_count=1,
            file=file,
            kept_at=now,
            kept_by="测试",
        )
        for number in range(rows)
    )
    office.get("/sheets/")
    with django_assert_num_queries(6):
        office.get("/sheets/")


@pytest.mark.parametrize("name", sorted(SAMPLES))
def test_the_sheets_to_try_are_understood(office: Client, tree: Tree, tmp_path: Path, name: str) -> None:
    answer = office.get(f"/sheets/try/{name}/")
    path = tmp_path / "试填.xlsx"
    path.write_bytes(b"".join(answer))
    assert fill(office, draft_of(office, path)).status_code == 302
