"""The way through the pages of a bulk change, without JavaScript."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from tests.factories import Tree, make_user, sign_in
from tests.party.cast import again, member_of
from tests.party.support import cost, crowd, main_of, names_in, soup_of

from lianxin.declare.roles import Role
from lianxin.kernel import clock
from lianxin.party.forms.fields import OCCUPATIONS
from lianxin.party.models import BulkChange, BulkRow, Member
from lianxin.party.models.bulk import BulkState

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client, tree: Tree) -> Client:
    return sign_in(client, make_user(Role.PARTY_WORKER, tree.general_branch))


def test_ticked_members_are_previewed_changed_and_taken_back(office: Client, tree: Tree) -> None:
    one, two = member_of(tree.first, "柳秀兰"), member_of(tree.first, "张建国")
    listed = office.get("/members/?employment=retired")
    link = next(a["href"] for a in soup_of(listed).select("main a") if a.get_text(strip=True) == "批量修改")
    assert link == "/members/bulk/new/?employment=retired"
    asked = {"who": "ticked", "field": "employer", "member": [str(one.pk)]}
    assert "给勾上的1人改“工作单位及职务”" in main_of(office.post(str(link), asked))
    shown = office.post(str(link), {**asked, "said": "yes", "value": "金碧路超市"}, follow=True)
    assert "现在什么都还没有改" in main_of(shown)
    assert "金碧路超市" in main_of(shown)
    assert again(one).person.employer == ""
    bulk = BulkChange.objects.get()
    assert "已经改好" in main_of(office.post(f"/members/bulk/{bulk.pk}/commit/", follow=True))
    assert (again(one).person.employer, again(two).person.employer) == ("金碧路超市", "")
    assert "整批撤回" in main_of(office.get(f"/members/bulk/{bulk.pk}/take-back/"))
    office.post(f"/members/bulk/{bulk.pk}/take-back/", follow=True)
    bulk.refresh_from_db()
    assert (bulk.state, again(one).person.employer) == (BulkState.TAKEN_BACK, "")
    assert "工作单位及职务" in main_of(office.get("/members/bulk/"))


def test_all_that_the_list_is_narrowed_to_can_be_meant(office: Client, tree: Tree) -> None:
    crowd(tree.community, 130, tree.first)
    member_of(tree.second, "柳秀兰")
    address = f"/members/bulk/new/?{urlencode({'branch': str(tree.first.pk)})}"
    asked = {"who": "all", "field": "organisation", "said": "yes", "value": str(tree.second.pk)}
    office.post(address, asked)
    assert BulkRow.objects.filter(state="changed").count() == 130


def test_what_is_missing_is_said(office: Client, tree: Tree) -> None:
    member = member_of(tree.first)
    assert "请先勾选要改的人" in main_of(office.post("/members/bulk/new/", {"who": "ticked", "field": "employer"}))
    asked = {"who": "ticked", "field": "employer", "member": [str(member.pk)], "said": "yes"}
    assert "两样只能有一样" in main_of(office.post("/members/bulk/new/", asked))
    assert "两样只能有一样" in main_of(office.post("/members/bulk/new/", {**asked, "value": "厂", "clear": "on"}))
    late = {**asked, "field": "employment", "value": "in_post", "on": f"{clock.today() + timedelta(1)}"}
    assert "开始日期还没有到" in main_of(office.post("/members/bulk/new/", late))
    assert BulkChange.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("employment", {"value": "in_post", "on": "2026-01-01"}),
        ("floating", {"value": "out", "on": "2026-01-01"}),
        ("new_economy", {"value": "yes", "on": "2026-01-01"}),
        ("job_post", {"value": OCCUPATIONS[1][0]}),
        ("residence", {"clear": "on"}),
    ],
)
def test_every_kind_of_field_goes_through_the_form(
    office: Client, tree: Tree, field: str, more: dict[str, str]
) -> None:
    member = member_of(tree.first)
    asked = {"who": "ticked", "field": field, "member": [str(member.pk)], "said": "yes", **more}
    office.post("/members/bulk/new/", asked)
    assert list(BulkRow.objects.values_list("state", flat=True)) == ["changed"]


def test_unticked_in_the_preview_is_taken_out(office: Client, tree: Tree) -> None:
    members = [member_of(tree.first, name) for name in ("柳秀兰", "张建国")]
    asked = {"who": "ticked", "field": "employer", "member": [str(m.pk) for m in members], "said": "yes", "value": "厂"}
    office.post("/members/bulk/new/", asked)
    row = BulkRow.objects.get(member_id=members[0].pk)
    page = office.post(f"/members/bulk/{row.bulk_id}/without/", {"row": [str(row.pk)]}, follow=True)
    assert [a.get_text() for a in soup_of(page).select("#rows tbody th a")] == ["张建国"]


def test_the_pages_ask_the_same_number_of_queries_for_any_number(office: Client, tree: Tree) -> None:
    found, there = [], 0
    for size in (10, 100, 300):
        crowd(tree.community, size - there, tree.first, first=there)
        there = size
        office.post("/members/bulk/new/", {"who": "all", "field": "employer", "said": "yes", "value": "厂"})
        bulk = BulkChange.objects.latest("created_at")
        found.append([cost(office, f"/members/bulk/{tail}") for tail in ("", "new/", f"{bulk.pk}/")])
    assert found == [found[0]] * 3
    assert Member.objects.count() == 300
    assert len(names_in(office.get("/members/bulk/new/"))) == 100
