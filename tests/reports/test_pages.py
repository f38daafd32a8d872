import io
import uuid

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.factories import Tree, make_grant, make_tree, make_user
from tests.reports.toys import listed

from lianxin.access.models import User
from lianxin.audit.models import AuditEntry
from lianxin.declare.ledgers import register_ledgers
from lianxin.declare.roles import Role
from lianxin.files import store
from lianxin.jobs.queries import latest_job
from lianxin.jobs.running import run_now
from lianxin.orgs.models import Organisation
from lianxin.reports import views
from lianxin.reports.actions import RUN
from lianxin.reports.models import ReportRun
from lianxin.reports.showing import PAGE_SIZE, PRINT_LIMIT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("toys")]


@pytest.fixture
def tree() -> Tree:
    return make_tree()


@pytest.fixture
def secretary(tree: Tree, client: Client) -> User:
    user = make_user(Role.SECRETARY, tree.general_branch)
    client.force_login(user)
    return user


def signed_in(client: Client, role: Role, organisation: Organisation) -> User:
    user = make_user(role, organisation)
    client.force_login(user)
    return user


def page(answer: object) -> BeautifulSoup:
    assert isinstance(answer, HttpResponse)
    return BeautifulSoup(answer.content, "html.parser")


def names(soup: BeautifulSoup) -> list[str]:
    return [row.find("th").get_text() for row in soup.select("tbody tr")]  # type: ignore[union-attr]


def content_of(answer: object) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def below(organisation: Organisation) -> list[str]:
    found = Organisation.objects.filter(path__startswith=organisation.path).order_by("path")
    return [each.name for each in found]


def test_the_index_shows_what_one_may_open(client: Client, secretary: User) -> None:
    register_ledgers(listed([], action="toys.reveal", name="hidden", title="别人的", app="party"))
    soup = page(client.get("/ledgers/"))
    assert [door["href"] for door in soup.select("a.door")] == ["/ledgers/hidden/", "/ledgers/toy_tree/"]
    assert "玩具一览" in soup.get_text()


def test_a_ledger_shows_its_part_of_the_tree(client: Client, tree: Tree, secretary: User) -> None:
    soup = page(client.get("/ledgers/toy_tree/"))
    assert names(soup) == below(tree.general_branch)
    assert [head.get_text() for head in soup.select("thead th")] == ["名称", "号码", "成立日期", "排序"]
    identifiers = [element["id"] for element in soup.select("[id]")]
    assert sorted(identifiers) == sorted(set(identifiers))
    assert f"共 {len(below(tree.general_branch))} 条" in soup.get_text()
    assert tree.foreign_branch.name not in soup.get_text()
    assert "号****" in soup.get_text()
    assert "号0001" not in soup.get_text()
    assert soup.select_one("tbody a")["href"] == f"/organisations/{tree.general_branch.pk}/"  # type: ignore[index]


def test_a_branch_secretary_sees_and_takes_home_his_branch_only(client: Client, tree: Tree) -> None:
    signed_in(client, Role.BRANCH_SECRETARY, tree.first)
    assert names(page(client.get("/ledgers/toy_tree/"))) == below(tree.first)
    lines = content_of(client.post("/ledgers/toy_tree/export/", {"format": "csv"})).decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == below(tree.first)


def test_the_part_one_may_only_look_at_stays_at_home(client: Client, tree: Tree) -> None:
    user = signed_in(client, Role.BRANCH_SECRETARY, tree.first)
    make_grant(user, Role.DISTRICT_VIEWER, tree.second)
    assert names(page(client.get("/ledgers/toy_tree/"))) == below(tree.first) + below(tree.second)
    lines = content_of(client.post("/ledgers/toy_tree/export/", {"format": "csv"})).decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == below(tree.first)


@pytest.mark.parametrize(
    "address", ["/ledgers/toy_tree/", "/ledgers/nothing/", "/ledgers/", "/ledgers/toy_tree/print/"]
)
def test_for_who_has_no_ledger_there_are_none(client: Client, tree: Tree, address: str) -> None:
    signed_in(client, Role.SYSTEM_ADMIN, tree.general_branch)
    assert client.get(address).status_code == 404


def test_who_may_only_look_finds_no_way_to_take_it_home(client: Client, tree: Tree) -> None:
    signed_in(client, Role.DISTRICT_VIEWER, tree.street)
    soup = page(client.get("/ledgers/toy_tree/"))
    assert soup.select_one("#export") is None
    assert client.get("/ledgers/toy_tree/print/").status_code == 404
    assert client.post("/ledgers/toy_tree/export/", {"format": "csv"}).status_code == 404


def test_filters_and_the_day_choose_and_are_said(client: Client, tree: Tree, secretary: User) -> None:
    soup = page(client.get("/ledgers/toy_tree/", {"kind": "330", "as_of": "2026-06-30"}))
    assert names(soup) == [tree.first.name, tree.second.name]
    assert "数到2026-06-30为止" in soup.get_text()
    print_link = next(link["href"] for link in soup.select("a.btn") if "print" in str(link["href"]))
    assert print_link == "/ledgers/toy_tree/print/?as_of=2026-06-30&kind=330"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [({"as_of": "2026-02-30"}, "没有30日"), ({"as_of": "去年"}, "看不懂"), ({"kind": "999"}, "999 不在")],
)
def test_a_faulty_question_is_answered_with_a_sentence(
    client: Client, secretary: User, query: dict[str, str], sentence: str
) -> None:
    answer = client.get("/ledgers/toy_tree/", query)
    assert answer.status_code == 400
    soup = page(answer)
    assert sentence in soup.get_text()
    assert soup.select("tbody") == []


def test_pages_go_forward_and_back_by_key(client: Client, secretary: User) -> None:
    register_ledgers(listed([[f"行{number:03d}"] for number in range(2 * PAGE_SIZE + 5)]))
    address, seen = "/ledgers/toy_list/", []
    for _ in range(3):
        soup = page(client.get(address))
        seen.append(names(soup)[0])
        following = soup.select_one("a[rel=next]")
        address = f"/ledgers/toy_list/{following['href']}" if following else ""
    assert (seen, address) == (["行000", "行050", "行100"], "")
    back = [str(soup.select_one("a[rel=prev]")["href"])]  # type: ignore[index]
    soup = page(client.get(f"/ledgers/toy_list/{back[0]}"))
    assert names(soup)[0] == "行050"
    soup = page(client.get(f"/ledgers/toy_list/{soup.select_one('a[rel=prev]')['href']}"))  # type: ignore[index]
    assert names(soup)[0] == "行000"
    assert soup.select_one("a[rel=prev]") is None


@pytest.mark.parametrize("cursor", ["x", "%00", "W10", "eyJhIjoxfQ"])
def test_a_cursor_that_means_nothing_gives_the_first_page(client: Client, secretary: User, cursor: str) -> None:
    assert client.get(f"/ledgers/toy_tree/?after={cursor}").status_code == 200


def test_queries_do_not_grow_with_the_rows(
    client: Client, tree: Tree, secretary: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    addresses = ("/ledgers/toy_tree/", "/ledgers/toy_tree/print/")
    few = [cost(address) for address in addresses]
    Organisation.objects.bulk_create(
        Organisation(
            parent=tree.general_branch,
            path=f"{tree.general_branch.path}Z{number:03d}",
            kind="330",
            name=f"{number}",
            short_name="",
        )
        for number in range(990)
    )
    assert [cost(address) for address in addresses] == few


def test_print_has_all_rows_numbers_and_lines_to_sign(client: Client, tree: Tree, secretary: User) -> None:
    soup = page(client.get("/ledgers/toy_tree/print/?as_of=2026-06-30"))
    rows = [[cell.get_text() for cell in row.select("td, th")] for row in soup.select("tbody tr")]
    assert [row[0] for row in rows] == [str(number) for number in range(1, len(below(tree.general_branch)) + 1)]
    assert [row[1] for row in rows] == below(tree.general_branch)
    text = soup.get_text()
    for words in (
        "玩具一览",
        f"编制单位：{tree.general_branch.name}",
        "截至2026年6月30日",
        "制表人",
        "审核人",
        "号****",
    ):
        assert words in text
    assert soup.select_one("main.sheet.landscape") is not None


def test_too_much_for_paper_is_said(client: Client, secretary: User) -> None:
    register_ledgers(listed([[number] for number in range(PRINT_LIMIT + 1)]))
    soup = page(client.get("/ledgers/toy_list/print/"))
    assert soup.select("tbody") == []
    assert "超过 2000 条" in soup.get_text()


def test_an_export_is_masked_and_noted(client: Client, tree: Tree, secretary: User) -> None:
    answer = client.post("/ledgers/toy_tree/export/", {"format": "csv", "as_of": "2026-06-30", "kind": "330"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].endswith("%E7%8E%A9%E5%85%B7%E4%B8%80%E8%A7%88_20260630.csv")
    content = content_of(answer).decode("utf-8-sig")
    assert (
        content
        == f"名称,号码,成立日期,排序\r\n{tree.first.name},号****,,{tree.first.position}\r\n{tree.second.name},号****,,{tree.second.position}\r\n"
    )
    entry = AuditEntry.objects.order_by("-at", "-number").first()
    assert entry is not None
    assert (entry.action, entry.target_label, entry.reason) == ("reports.export_ledger", "玩具一览", "")
    assert (entry.actor_id, entry.chain_id, entry.organisation_path) == (
        secretary.pk,
        tree.community.pk,
        tree.general_branch.path,
    )
    assert entry.changes == {
        "format": [None, "csv"],
        "rows": [None, 2],
        "as_of": [None, "2026-06-30"],
        "filter: 类别": [None, "党支部"],
        "sensitive": [None, "遮挡"],
    }


def test_a_reason_reveals_and_is_noted(client: Client, tree: Tree, secretary: User) -> None:
    answer = client.post("/ledgers/toy_tree/export/", {"format": "xlsx", "reason": "报街道核对"})
    sheet = openpyxl.load_workbook(io.BytesIO(content_of(answer))).worksheets[0]
    assert sheet.cell(4, 2).value == f"号{tree.general_branch.path}"
    entry = AuditEntry.objects.get(action="reports.export_ledger")
    assert (entry.reason, entry.changes["sensitive"]) == ("报街道核对", [None, "完整"])


def test_a_reason_of_who_may_not_reveal_reveals_nothing(client: Client, tree: Tree) -> None:
    signed_in(client, Role.BRANCH_SECRETARY, tree.first)
    assert page(client.get("/ledgers/toy_tree/")).select_one("[name=reason]") is None
    answer = client.post("/ledgers/toy_tree/export/", {"format": "csv", "reason": "想看"})
    assert "号****" in content_of(answer).decode()
    assert AuditEntry.objects.get(action="reports.export_ledger").reason == ""


@pytest.mark.parametrize(
    "form", [{"format": "odt"}, {}, {"format": "csv", "as_of": "去年"}, {"format": "csv", "kind": "1"}]
)
def test_a_faulty_export_is_refused_on_the_page(client: Client, secretary: User, form: dict[str, str]) -> None:
    answer = client.post("/ledgers/toy_tree/export/", form)
    assert answer.status_code == 400
    assert page(answer).select_one("[role=alert]") is not None
    assert not AuditEntry.objects.filter(action="reports.export_ledger").exists()


def test_get_does_not_export(client: Client, secretary: User) -> None:
    assert client.get("/ledgers/toy_tree/export/").status_code == 405


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "LARGE", 2)


def asked(client: Client, **form: str) -> ReportRun:
    answer = client.post("/ledgers/toy_tree/export/", {"format": "csv", **form})
    run = ReportRun.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/ledgers/exports/{run.pk}/")
    return run


def work_off(run: ReportRun) -> str:
    job = latest_job(RUN, run.pk)
    assert job is not None
    return run_now(job).message


def test_a_large_export_is_written_by_the_worker(client: Client, tree: Tree, secretary: User, large: None) -> None:
    run = asked(client, reason="报街道核对", once="a")
    waiting = page(client.get(f"/ledgers/exports/{run.pk}/"))
    assert "正在写文件" in waiting.get_text()
    assert client.get(f"/ledgers/exports/{run.pk}/file/").status_code == 404
    assert client.post("/ledgers/toy_tree/export/", {"format": "csv", "once": "a"})["Location"].endswith(f"{run.pk}/")
    assert ReportRun.objects.count() == 1

    assert work_off(run) == f"玩具一览已导出，共 {len(below(tree.general_branch))} 行。"
    part = client.get(f"/ledgers/exports/{run.pk}/", headers={"HX-Request": "true"})
    assert page(part).select_one("a[download]")["href"] == f"/ledgers/exports/{run.pk}/file/"  # type: ignore[index]
    assert page(part).select_one("html") is None
    answer = client.get(f"/ledgers/exports/{run.pk}/file/")
    content = content_of(answer).decode("utf-8-sig")
    assert content.splitlines()[1].startswith(f"{tree.general_branch.name},号{tree.general_branch.path},")
    assert int(answer["Content-Length"]) == len(content.encode()) + 3
    entry = AuditEntry.objects.get(action="reports.export_ledger")
    assert (entry.reason, entry.actor_id) == ("报街道核对", secretary.pk)


def test_a_large_export_is_its_askers_only(client: Client, tree: Tree, secretary: User, large: None) -> None:
    run = asked(client)
    work_off(run)
    signed_in(client, Role.PARTY_WORKER, tree.general_branch)
    assert client.get(f"/ledgers/exports/{run.pk}/").status_code == 404
    assert client.get(f"/ledgers/exports/{run.pk}/file/").status_code == 404


def test_after_its_day_the_file_is_gone_with_a_sentence(client: Client, secretary: User, large: None) -> None:
    run = asked(client)
    work_off(run)
    run.refresh_from_db()
    assert run.file is not None
    store.remove(run.file)
    answer = client.get(f"/ledgers/exports/{run.pk}/file/")
    assert answer.status_code == 410
    assert "已过保存期限" in page(answer).get_text()


def test_a_job_begun_anew_makes_one_file(client: Client, secretary: User, large: None) -> None:
    run = asked(client)
    work_off(run)
    job = latest_job(RUN, run.pk)
    assert job is not None
    type(job).objects.filter(pk=job.pk).update(state="waiting")
    work_off(run)
    assert AuditEntry.objects.filter(action="reports.export_ledger").count() == 1


def test_an_unknown_run_is_not_there(client: Client, secretary: User) -> None:
    assert client.get(f"/ledgers/exports/{uuid.uuid4()}/").status_code == 404
