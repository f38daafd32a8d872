"""The first run: steps kept one by one, corrected, taken up again, and one founding at the end."""

from collections.abc import Mapping

import pytest
from django.test import Client
from django.urls import reverse

from lianxin.access.actions import open_account
from lianxin.access.models import User
from lianxin.access.scope import roles_of
from lianxin.audit.queries import trail_length
from lianxin.declare.actors import SYSTEM
from lianxin.declare.roles import ADMINS, Role
from lianxin.orgs.choices import OrganisationKind
from lianxin.orgs.models import Community, Organisation, OrganisationChange
from lianxin.portal.models import SetUpDraft
from lianxin.portal.set_up.listing import BranchLine, ListError, branch_names, read_list

COMMUNITY = {"name": "和平社区", "street_name": "和平街道", "district_name": "和平区", "boundary_east": "一号路"}
ORGANISATIONS = {"kind": "320", "full_name": "", "branches": "第一支部\n- 第一党小组\n- 第二党小组\n2. 第二党支部"}
DUTIES = {"role": "party_worker", "agreed": "on"}
OFFICE = {"office_address": "和平路 1 号", "office_phone": "0871-0000000", "office_hours": "工作日 9:00—17:00"}
ANSWERS: Mapping[str, Mapping[str, str]] = {
    "community": COMMUNITY,
    "organisations": ORGANISATIONS,
    "duties": DUTIES,
    "office": OFFICE,
}


@pytest.fixture
def first(db: None, client: Client) -> User:
    user = open_account(username="first", name="第一人", actor=SYSTEM)
    client.force_login(user)
    return user


def url(code: str) -> str:
    return reverse("portal:set_up_step", args=[code])


def answer(client: Client, *codes: str) -> None:
    for code in codes:
        assert client.post(url(code), ANSWERS[code])["Location"] == reverse("portal:set_up"), code


def test_home_leads_to_the_first_step_that_is_not_answered(first: User, client: Client) -> None:
    assert client.get("/")["Location"] == reverse("portal:set_up")
    assert client.get(reverse("portal:set_up"))["Location"] == url("community")
    answer(client, "community", "organisations")
    client.logout()
    client.force_login(first)
    assert client.get(reverse("portal:set_up"))["Location"] == url("duties")


def test_a_later_step_waits_for_the_earlier_ones(first: User, client: Client) -> None:
    assert client.get(url("office"))["Location"] == reverse("portal:set_up")
    assert client.get(reverse("portal:set_up_check"))["Location"] == reverse("portal:set_up")
    assert client.get(url("nowhere")).status_code == 404


def test_answers_founded_at_the_end_make_the_house(first: User, client: Client) -> None:
    answer(client, *ANSWERS)
    page = client.get(reverse("portal:set_up_check")).content.decode()
    for words in ("中共和平社区总支部委员会", "中共和平社区第二支部委员会", "0871-0000000"):
        assert words in page
    done = client.post(reverse("portal:set_up_check"), {"once": "one-key"})
    assert done["Location"] == reverse("portal:first_steps")
    community = Community.objects.get()
    assert (community.name, community.boundary_east, community.office_hours, community.is_home) == (
        "和平社区",
        "一号路",
        "工作日 9:00—17:00",
        True,
    )
    rows = Organisation.objects.filter(path__startswith=community.organisation.path).order_by("path")
    assert [(row.get_kind_display(), row.name, row.short_name) for row in rows] == [
        ("党总支", "中共和平社区总支部委员会", "和平社区党总支"),
        ("党支部", "中共和平社区第一支部委员会", "第一支部"),
        ("党小组", "第一支部第一党小组", "第一党小组"),
        ("党小组", "第一支部第二党小组", "第二党小组"),
        ("党支部", "中共和平社区第二支部委员会", "第二支部"),
    ]
    assert roles_of(User.objects.get(pk=first.pk)) == {Role.PARTY_WORKER, *ADMINS}
    assert SetUpDraft.objects.count() == 0
    assert "导入花名册" in client.get(reverse("portal:first_steps")).content.decode()


def test_going_back_corrects_an_answer_and_leaves_no_history(first: User, client: Client) -> None:
    answer(client, *ANSWERS)
    assert "和平社区" in client.get(url("community")).content.decode()
    client.post(url("community"), {**COMMUNITY, "name": "安宁社区"})
    client.post(reverse("portal:set_up_check"), {"once": "k"})
    assert Community.objects.get().name == "安宁社区"
    assert set(OrganisationChange.objects.values_list("kind", flat=True)) == {"founded"}


def test_a_double_click_founds_once(first: User, client: Client) -> None:
    answer(client, *ANSWERS)
    for _ in range(2):
        assert client.post(reverse("portal:set_up_check"), {"once": "same"})["Location"] == reverse(
            "portal:first_steps"
        )
    assert Community.objects.count() == 1
    assert client.get(reverse("portal:set_up"))["Location"] == reverse("portal:home")


def test_nothing_is_written_before_the_end(first: User, client: Client) -> None:
    before = trail_length()
    answer(client, *ANSWERS)
    assert (trail_length(), Organisation.objects.count()) == (before, 0)


@pytest.mark.parametrize(
    ("code", "change", "words"),
    [
        ("community", {"area_code": "12"}, "应是 6、9 或 12 位数字"),
        ("organisations", {"branches": "第一党小组"}, "上面要先写它所在的支部"),
        ("organisations", {"branches": "第一支部\n第一党支部"}, "写了两次"),
        ("organisations", {"kind": "330"}, "社区自己就是党支部"),
        ("organisations", {"kind": "330", "branches": "", "full_name": "中共和平社区总支部委员会"}, "改成一致的"),
        ("duties", {"agreed": ""}, "总要有人管账号和权限"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_lost(
    first: User, client: Client, code: str, change: dict[str, str], words: str
) -> None:
    answer(client, *list(ANSWERS)[: list(ANSWERS).index(code)])
    page = client.post(url(code), {**ANSWERS[code], **change})
    assert page.status_code == 200
    assert words in page.content.decode()
    draft = SetUpDraft.objects.first()
    assert code not in (draft.answers if draft else {})


def test_an_answer_that_no_longer_fits_is_led_back_to(first: User, client: Client) -> None:
    answer(client, *ANSWERS)
    SetUpDraft.objects.update(answers={**ANSWERS, "office": {}})
    assert client.get(reverse("portal:set_up_check"))["Location"] == url("office")


def test_a_list_under_a_branch_holds_groups_only() -> None:
    assert read_list("第一党小组\n第二党小组", OrganisationKind.BRANCH) == [
        BranchLine("", ("第一党小组", "第二党小组"))
    ]
    with pytest.raises(ListError):
        read_list("第一支部", OrganisationKind.BRANCH)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("第一支部", ("中共和平社区第一支部委员会", "第一支部")),
        ("第一党支部", ("中共和平社区第一支部委员会", "第一支部")),
        ("离退休", ("中共和平社区离退休支部委员会", "离退休支部")),
        ("中共和平社区第三支部委员会", ("中共和平社区第三支部委员会", "第三支部")),
    ],
)
def test_a_branch_has_its_full_and_its_short_name(line: str, names: tuple[str, str]) -> None:
    assert branch_names(line, "和平社区") == names
