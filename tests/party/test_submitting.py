"""Forms sent twice, without their token, or over a record that somebody else has changed meanwhile."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories import Tree, make_user, sign_in
from tests.party.cast import D, again, member_of
from tests.party.support import main_of, soup_of, versions

from lianxin.access.models import User
from lianxin.audit.models import AuditEntry
from lianxin.declare.actors import OPERATOR
from lianxin.declare.roles import Role
from lianxin.party.actions import Correction, correct_member, correct_members, depart_member
from lianxin.party.choices import ChangeKind
from lianxin.party.models import DatedFact, Member, OfficeHolding

NEW = "/members/new/"
REGISTRATION = {"name": "柳秀兰", "joining_kind": "opening"}
STEPS: dict[str, dict[str, str]] = {
    "correction": {"name": "柳秀兰", "residence": "我改的"},
    "conversion": {"full_date": "2025-06-01"},
    "departure": {"kind": "moved_out", "on": "2025-06-01"},
    "fact": {"value": "in_post", "since": "2025-06-01"},
    "fact_beginning": {"since": "2025-01-01", "reason": "核对"},
    "office_new": {"office": "deputy", "since": "2025-06-01"},
    "office_end": {"until": "2025-06-01"},
    "undo_departure": {"reason": "登错了人"},
    "return": {"kind": "moved_in", "on": "2025-07-01"},
}


@pytest.fixture
def worker(tree: Tree) -> User:
    return make_user(Role.PARTY_WORKER, tree.general_branch)


def prepared(tree: Tree, step: str) -> tuple[Member, str, dict[str, Any]]:
    """A member for whom a step is possible, its address and what is sent."""
    probationary: dict[str, Any] = {"category": "probationary", "join_date": D("2024-05-01"), "full_date": None}
    member = member_of(tree.first, **(probationary if step == "conversion" else {}))
    more: list[object] = []
    match step:
        case "fact":
            more = ["employment"]
        case "fact_beginning":
            more = [DatedFact.objects.get(member=member, aspect="employment").pk]
        case "office_end":
            more = [OfficeHolding.objects.create(member=member, organisation=tree.first, office="publicity").pk]
        case "undo_departure" | "return":
            depart_member(member=again(member), kind=ChangeKind.MOVED_OUT, on=D("2025-05-01").on, actor=OPERATOR)
    sent = {**STEPS[step], "version": versions([member])[0]}
    if step == "office_new":
        sent["organisation"] = str(tree.first.pk)
    return member, reverse(f"party:{step}", args=[member.pk, *more]), sent


def hidden(answer: object) -> dict[str, str]:
    """What a conflict's page carries along unseen."""
    fields = soup_of(answer).select("main form.card input[type=hidden]")
    return {str(each["name"]): str(each.get("value", "")) for each in fields}


def typed(answer: object) -> dict[str, str]:
    """What a browser would send back of a form as it stands."""
    form = soup_of(answer).select("main form")[-1]
    found = {str(each["name"]): str(each.get("value", "")) for each in form.select("input[name]:not([type=checkbox])")}
    for each in form.select("select[name]"):
        chosen = each.select_one("option[selected]")
        found[str(each["name"])] = str(chosen["value"]) if chosen else ""
    return found


def writes() -> int:
    return AuditEntry.objects.filter(action__startswith="party.").count()


def test_a_registration_sent_twice_makes_one_member(client: Client, tree: Tree, worker: User) -> None:
    sign_in(client, worker)
    form = soup_of(client.get(NEW)).select_one("main form[method=post]:not(.filters)")
    assert form is not None
    key = form.select_one("[name=once]")
    assert key is not None
    sent = {**REGISTRATION, "once": str(key["value"])}
    first = client.post(NEW, sent)
    member = Member.objects.get()
    assert first["Location"] == f"/members/{member.pk}/"
    again_ = client.post(NEW, {**sent, "name": "换了名字也不行"}, follow=True)
    assert "刚才已经提交过了，没有重复登记。" in main_of(again_)
    assert list(Member.objects.values_list("person__name", flat=True)) == ["柳秀兰"]
    client.post(NEW, {**REGISTRATION, "name": "曾小红", "once": "another"})
    assert Member.objects.count() == 2


def test_a_key_is_one_s_own_and_a_refused_form_does_not_use_it_up(client: Client, tree: Tree, worker: User) -> None:
    sign_in(client, worker)
    refused = client.post(NEW, {**REGISTRATION, "joining_kind": "moved_in", "joining_on": "", "once": "k"})
    assert (refused.status_code, Member.objects.count()) == (200, 0)
    client.post(NEW, {**REGISTRATION, "once": "k"})
    sign_in(client, make_user(Role.SECRETARY, tree.general_branch))
    client.post(NEW, {**REGISTRATION, "name": "曾小红", "once": "k"})
    assert sorted(Member.objects.values_list("person__name", flat=True)) == ["曾小红", "柳秀兰"]


def test_a_namesake_is_registered_and_said(client: Client, tree: Tree, worker: User) -> None:
    sign_in(client, worker)
    member_of(tree.first, "柳秀兰")
    answer = client.post(NEW, REGISTRATION, follow=True)
    assert "名单里已经有1位同名的：柳秀兰（第一支部）" in main_of(answer)
    assert Member.objects.count() == 2


@pytest.mark.parametrize("token", ["", "x" * 64])
def test_a_form_without_its_token_is_refused(tree: Tree, worker: User, token: str) -> None:
    client = sign_in(Client(enforce_csrf_checks=True), worker)
    refused = client.post(NEW, {**REGISTRATION, "csrfmiddlewaretoken": token})
    assert (refused.status_code, Member.objects.count()) == (403, 0)
    found = soup_of(client.get(NEW)).select_one("main [name=csrfmiddlewaretoken]")
    assert found is not None
    done = client.post(NEW, {**REGISTRATION, "csrfmiddlewaretoken": str(found["value"])})
    assert (done.status_code, Member.objects.count()) == (302, 1)


@pytest.mark.parametrize("step", STEPS)
def test_a_step_sent_twice_is_taken_once(client: Client, tree: Tree, worker: User, step: str) -> None:
    sign_in(client, worker)
    member, address, sent = prepared(tree, step)
    before = writes()
    assert client.post(address, {**sent, "once": "k"}).status_code == 302
    version = versions([member])
    second = client.post(address, {**sent, "once": "k"}, follow=True)
    assert "刚才已经提交过了" in main_of(second)
    assert (versions([member]), writes()) == (version, before + 1)


@pytest.mark.parametrize("step", STEPS)
def test_a_step_over_a_changed_record_is_shown_first(client: Client, tree: Tree, worker: User, step: str) -> None:
    sign_in(client, worker)
    member, address, sent = prepared(tree, step)
    correct_members([Correction(again(member), sent["version"], {"note": "对方写的"})], actor=OPERATOR)
    before = writes()
    stale = client.post(address, sent)
    assert (stale.status_code, writes()) == (409, before)
    assert "这条记录刚刚被别人改过" in main_of(stale)
    keep = {str(each["name"]): "mine" for each in soup_of(stale).select("main form.card input[type=radio]")}
    done = client.post(address, {**sent, **hidden(stale), **keep})
    assert (done.status_code, writes()) == (302, before + 1)


def test_two_clerks_each_field_as_chosen(client: Client, tree: Tree, worker: User) -> None:
    sign_in(client, worker)
    member = member_of(tree.first, skills="合唱", hukou="昆明")
    address = reverse("party:correction", args=[member.pk])
    mine = typed(client.get(address))
    correct_member(
        member=again(member),
        version=1,
        values={"residence": "对方的新址", "skills": "书法", "mobile": "13900005678"},
        reason="",
        actor=OPERATOR,
    )
    mine |= {"residence": "我的新址", "hukou": "大理", "mobile": "13700009999", "reason": "本人来说"}
    stale = client.post(address, mine)
    text = main_of(stale)
    assert (stale.status_code, again(member).person.version) == (409, 2)
    rows = {}
    for row in soup_of(stale).select(".conflict tbody tr"):
        heading, *cells = (cell.get_text(strip=True) for cell in row.select("th, td"))
        rows[heading] = cells
    assert rows["现居住地"] == ["和平巷3号院", "对方的新址", "我的新址"]
    assert rows["特长"] == ["合唱", "书法", "合唱"]
    assert rows["户籍所在地"] == ["昆明", "昆明", "大理"]
    assert ("13900005678" in text, "13800001234" in text) == (False, False)
    mine_for = ("residence", "hukou", "mobile", "reason")
    picked = {"keep_skills": "theirs", **{f"keep_{name}": "mine" for name in mine_for}}
    assert client.post(address, {**hidden(stale), **picked})["Location"] == f"/members/{member.pk}/"
    person = again(member).person
    assert (person.residence, person.skills, person.hukou, person.mobile, person.version) == (
        "我的新址",
        "书法",
        "大理",
        "13700009999",
        3,
    )
    assert AuditEntry.objects.filter(action="party.correct_member").latest("number").changes == {
        "mobile": ["139****5678", "137****9999"],
        "residence": ["对方的新址", "我的新址"],
        "hukou": ["昆明", "大理"],
    }
