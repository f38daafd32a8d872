"""The audit viewer: who sees what, looking for entries, one entry's page, checking the chains."""

import re
from datetime import datetime

import pytest
from django.test import Client
from tests.factories import Tree, make_tree, make_user, sign_in

from lianxin.audit.guards import guard_trail, unguard_trail
from lianxin.audit.models import AuditEntry
from lianxin.audit.work import Entry, unit_of_work
from lianxin.backoffice import queries
from lianxin.declare.actors import OPERATOR, Actor, ActorKind
from lianxin.declare.roles import Role
from lianxin.kernel import clock
from lianxin.kernel.ids import uuid7
from lianxin.orgs.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> Tree:
    return make_tree()


@pytest.fixture
def auditor(client: Client, tree: Tree) -> Client:
    return sign_in(client, make_user(Role.AUDITOR, tree.general_branch, name="审计管理员"))


def record(label: str, organisation: Organisation | None, *, actor: Actor = OPERATOR, **more: object) -> AuditEntry:
    with unit_of_work(actor) as work:
        work.record(
            Entry(
                "orgs.rename_organisation",
                target_kind="orgs.organisation",
                target_id=organisation.pk if organisation else uuid7(),
                target_label=label,
                community_id=organisation.community_id if organisation else None,
                organisation_id=organisation.pk if organisation else None,
                organisation_path=organisation.path if organisation else "",
                changes={"short_name": ["一支部", "第一支部"], "approval_no": [None, True]},
                **more,  # type: ignore[arg-type]
            )
        )
    return AuditEntry.objects.get(target_label=label)


def labels(client: Client, query: str = "") -> list[str]:
    page = client.get(f"/manage/trail/{query}").content.decode()
    return re.findall(r'data-label="对象">([^<]*)<', page)


def test_an_auditor_sees_the_own_subtree_and_what_belongs_to_nobody(auditor: Client, tree: Tree) -> None:
    record("我社区的", tree.first)
    record("外社区的", tree.foreign_branch)
    record("街道的", tree.street)
    record("系统的", None)
    seen = [label for label in labels(auditor) if label.endswith("的")]
    assert seen == ["系统的", "我社区的"]


def test_a_foreign_entry_is_not_there(auditor: Client, tree: Tree) -> None:
    foreign = record("外社区的", tree.foreign_branch)
    assert auditor.get(f"/manage/trail/{foreign.pk}/").status_code == 404


def test_an_entry_s_page_shows_old_and_new_in_words(auditor: Client, tree: Tree) -> None:
    entry = record("第一支部", tree.first, reason="照文件")
    page = re.sub(r"<[^>]+>", " ", auditor.get(f"/manage/trail/{entry.pk}/").content.decode())
    for words in (
        "党组织更名",
        "本机管理员（命令行）",
        "照文件",
        "简称",
        "一支部",
        "第一支部",
        "批准文号",
        "是",
        entry.hash,
    ):
        assert words in page


def test_the_trail_is_searched_by_who_what_when_and_object(auditor: Client, tree: Tree) -> None:
    user = Actor(ActorKind.USER, "王守信", uuid7())
    with clock.frozen(datetime(2026, 6, 10, 23, 59)):
        record("甲", tree.first)
    with clock.frozen(datetime(2026, 6, 11, 0, 0)):
        thing = record("乙", tree.second, actor=user)
    assert labels(auditor, "?actor=守信") == ["乙"]
    assert labels(auditor, "?action=orgs.rename_organisation&until=2026-06-10") == ["甲"]
    assert labels(auditor, "?since=2026-06-11&until=2026-06-11") == ["乙"]
    assert labels(auditor, "?target=甲") == ["甲"]
    assert "乙" in labels(auditor, f"?target_id={thing.target_id}")


def test_pages_follow_each_other_without_gap_or_repetition(auditor: Client, tree: Tree) -> None:
    for number in range(50):
        record(f"第{number}条", tree.first)
    seen, query = [], "?action=orgs.rename_organisation"
    while query:
        page = auditor.get(f"/manage/trail/{query}").content.decode()
        seen += re.findall(r'data-label="对象">([^<]*)<', page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        query = following[1].replace("&amp;", "&") if following else ""
    assert seen == [f"第{number}条" for number in reversed(range(50))]


@pytest.mark.parametrize("count", [1, 40, 400])
def test_the_list_asks_the_database_as_often_for_many_as_for_few(
    auditor: Client, tree: Tree, count: int, django_assert_num_queries: object
) -> None:
    with unit_of_work(OPERATOR) as work:
        for number in range(count):
            work.record(Entry("orgs.rename_organisation", target_label=str(number), organisation_path=tree.first.path))
    auditor.get("/manage/trail/")
    with django_assert_num_queries(5):  # type: ignore[operator]
        auditor.get("/manage/trail/")


def test_checking_says_that_all_is_whole_and_is_itself_written_down(auditor: Client, tree: Tree) -> None:
    assert "全部完好" in auditor.post("/manage/chains/verify/").content.decode()
    entry = AuditEntry.objects.get(action="audit.verify_chains")
    assert (entry.actor_name, entry.reason[-4:]) == ("审计管理员", "全部完好")


def test_checking_names_the_entry_that_was_changed(auditor: Client, tree: Tree) -> None:
    entry = record("甲", tree.first)
    unguard_trail()
    AuditEntry.objects.filter(pk=entry.pk).update(reason="改过")
    guard_trail()
    page = auditor.post("/manage/chains/verify/").content.decode()
    assert f"复兴社区 第 {entry.number} 条" in page


def test_long_chains_are_left_to_the_command_line(auditor: Client, tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lianxin.backoffice.views.trail.MOST_CHECKED_IN_A_PAGE", 2)
    assert "lianxin verify" in auditor.post("/manage/chains/verify/").content.decode()
    assert AuditEntry.objects.filter(action="audit.verify_chains").count() == 0
    assert queries.MOST_CHECKED_IN_A_PAGE == 50_000


def test_only_chains_in_scope_are_listed(auditor: Client, tree: Tree) -> None:
    names = re.findall(r'<th scope="row">([^<]*)</th>', auditor.get("/manage/chains/").content.decode())
    assert names == ["系统", "复兴社区"]
