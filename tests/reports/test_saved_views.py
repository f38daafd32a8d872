"""Views kept under a name: what they open, who sees them, renamed, removed, brought back."""

from collections.abc import Mapping
from datetime import date, datetime
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.test import Client
from tests.factories import Tree, make_tree, make_user, sign_in
from tests.party.cast import member_of
from tests.party.support import cost, main_of, soup_of

from lianxin.access.models import User
from lianxin.audit.models import AuditEntry
from lianxin.declare.roles import Role
from lianxin.kernel import clock
from lianxin.reports.models import SavedView
from lianxin.reports.saved.choices import AsOfKind, days_of

pytestmark = pytest.mark.django_db
NEW, LIST, INDEX = "/ledgers/views/new/", "/ledgers/views/", "/ledgers/"
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=clock.TZ)


@pytest.fixture
def tree() -> Tree:
    return make_tree()


@pytest.fixture
def clerk(tree: Tree) -> User:
    return make_user(Role.PARTY_WORKER, tree.general_branch)


def keep(client: Client, query: Mapping[str, object], **sent: object) -> SavedView:
    """A view kept through its page."""
    answer = client.post(f"{NEW}?{urlencode(query, doseq=True)}", {"name": "一支部", "as_of_kind": "today", **sent})
    assert answer.status_code == 302, main_of(answer)
    return SavedView.objects.latest("created_at")


def opened(client: Client, view: SavedView) -> tuple[str, dict[str, list[str]]]:
    """Where a view leads and with what."""
    address = urlsplit(client.get(f"{LIST}{view.pk}/")["Location"])
    return address.path, parse_qs(address.query)


def test_a_ledger_opens_with_its_filters_and_columns_on_the_day_the_view_says(
    client: Client, tree: Tree, clerk: User
) -> None:
    sign_in(client, clerk)
    member_of(tree.first)
    query = {"target": "ledger:members", "as_of": "2026-06-30", "branch": str(tree.first.pk), "category": ""}
    with clock.frozen(NOON):
        view = keep(client, query, columns=["name", "residence"], as_of_kind="year_end")
        expected = {"branch": [str(tree.first.pk)], "as_of": ["2025-12-31"], "columns": ["name", "residence"]}
        assert opened(client, view) == ("/ledgers/members/", expected)
        page = client.get(f"{LIST}{view.pk}/", follow=True)
        heads = [cell.get_text() for cell in soup_of(page).select("thead th")]
        assert (heads, "只显示选中的2栏" in main_of(page)) == (["姓名", "现居住地"], True)
        answer = client.post("/ledgers/members/export/", {"format": "csv", "columns": ["name", "residence"]})
    assert b"".join(answer.streaming_content).decode("utf-8-sig").splitlines() == [  # type: ignore[attr-defined]
        "姓名,现居住地",
        "柳秀兰,和平巷3号院",
    ]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("today", {}),
        ("month_end", {"since": ["2026-10-01"], "as_of": ["2026-10-31"]}),
        ("year_end", {"since": ["2025-01-01"], "as_of": ["2025-12-31"]}),
        ("fixed", {"since": ["2026-03-01"], "as_of": ["2026-03-31"]}),
    ],
)
def test_a_period_is_reckoned_anew_or_fixed(
    client: Client, clerk: User, kind: str, expected: dict[str, list[str]]
) -> None:
    sign_in(client, clerk)
    query = {"target": "ledger:changes", "since": "2026-03-01", "as_of": "2026-03-31"}
    with clock.frozen(NOON):
        view = keep(client, query, as_of_kind=kind)
        assert opened(client, view) == ("/ledgers/changes/", expected)


def test_the_end_of_last_month_in_january_is_that_of_december() -> None:
    assert days_of(AsOfKind.MONTH_END, date(2027, 1, 5), None, None) == (date(2026, 12, 1), date(2026, 12, 31))


def test_the_list_of_members_is_kept_with_its_filters_but_not_with_names_searched_for(
    client: Client, clerk: User
) -> None:
    sign_in(client, clerk)
    page = soup_of(client.get("/members/?employment=retired&q=柳秀兰"))
    link = page.find("a", string=lambda text: bool(text) and "存成常用视图" in str(text)) or page.select_one(
        'a[href^="/ledgers/views/new/"]'
    )
    assert link is not None
    query = {key: values[0] for key, values in parse_qs(urlsplit(str(link["href"])).query).items()}
    assert query == {"target": "list:party.members", "employment": "retired"}
    assert opened(client, keep(client, query)) == ("/members/", {"employment": ["retired"]})


def test_a_view_is_ones_own_until_it_is_shared_with_those_who_see_the_same_ledgers(
    client: Client, tree: Tree, clerk: User
) -> None:
    sign_in(client, clerk)
    view = keep(client, {"target": "ledger:members"})
    readers = {
        "colleague": make_user(Role.SECRETARY, tree.general_branch),
        "branch": make_user(Role.BRANCH_SECRETARY, tree.first),
        "foreign": make_user(Role.SECRETARY, tree.foreign_general_branch),
    }

    def seen() -> dict[str, bool]:
        found = {}
        for word, reader in readers.items():
            sign_in(client, reader)
            found[word] = "一支部" in main_of(client.get(INDEX))
            assert (client.get(f"{LIST}{view.pk}/").status_code == 302) is found[word]
            assert client.post(f"{LIST}{view.pk}/remove/").status_code == 404
        return found

    assert seen() == {"colleague": False, "branch": False, "foreign": False}
    sign_in(client, clerk)
    answer = client.post(f"{LIST}{view.pk}/edit/", {"version": 1, "name": "一支部", "shared": "on"})
    assert answer.status_code == 302
    assert seen() == {"colleague": True, "branch": False, "foreign": False}


def test_only_the_office_shares(client: Client, tree: Tree) -> None:
    sign_in(client, make_user(Role.BRANCH_SECRETARY, tree.first))
    assert keep(client, {"target": "ledger:members"}, shared="on").shared is False


def test_renaming_removing_and_bringing_back_are_noted(client: Client, clerk: User) -> None:
    sign_in(client, clerk)
    view = keep(client, {"target": "ledger:members"})
    client.post(f"{LIST}{view.pk}/edit/", {"version": 1, "name": "老同志"})
    client.post(f"{LIST}{view.pk}/remove/")
    assert "刚删掉的" in main_of(client.get(LIST))
    assert ("老同志" in main_of(client.get(INDEX)), client.get(f"{LIST}{view.pk}/").status_code) == (False, 404)
    keep(client, {"target": "ledger:members"}, name="老同志")
    client.post(f"{LIST}{view.pk}/restore/")
    assert set(SavedView.objects.values_list("name", flat=True)) == {"老同志", "老同志（恢复的）"}
    actions = [entry.action for entry in AuditEntry.objects.filter(target_id=view.pk).order_by("number")]
    assert actions == ["reports.save_view", "reports.edit_view", "reports.remove_view", "reports.restore_view"]


def test_two_views_of_one_reader_have_two_names_and_a_second_click_makes_one(client: Client, clerk: User) -> None:
    sign_in(client, clerk)
    sent = {"name": "一支部", "as_of_kind": "today", "once": "a-key"}
    for _ in range(2):
        assert client.post(f"{NEW}?target=ledger:members", sent).status_code == 302
    answer = client.post(f"{NEW}?target=ledger:members", {**sent, "once": "another"})
    assert ("已经有一个叫“一支部”的常用视图" in main_of(answer), SavedView.objects.count()) == (True, 1)


def test_who_changes_a_view_somebody_changed_meanwhile_sees_both(client: Client, clerk: User) -> None:
    sign_in(client, clerk)
    view = keep(client, {"target": "ledger:members"})
    client.post(f"{LIST}{view.pk}/edit/", {"version": 1, "name": "甲"})
    answer = client.post(f"{LIST}{view.pk}/edit/", {"version": 1, "name": "乙", "was": '{"name": "一支部"}'})
    assert (answer.status_code, SavedView.objects.get().name) == (409, "甲")
    assert ("甲" in main_of(answer), "乙" in main_of(answer)) == (True, True)


@pytest.mark.parametrize("target", ["", "ledger:none", "list:none", "nonsense"])
def test_there_is_no_view_of_what_there_is_not(client: Client, clerk: User, target: str) -> None:
    sign_in(client, clerk)
    assert client.get(NEW, {"target": target}).status_code == 404


def test_more_views_cost_no_more_queries(client: Client, clerk: User, tree: Tree) -> None:
    sign_in(client, clerk)
    found = []
    for size in (2, 8):
        for place in range(size):
            SavedView.objects.create(
                name=f"第{size}{place}个",
                target="ledger:members",
                as_of_kind="today",
                organisation=tree.general_branch,
                user_id=clerk.pk,
                user_name="甲",
                created_at=clock.now(),
            )
        found.append(cost(client, LIST))
    assert found == [found[0]] * 2
