"""党员花名册 and 党组织一览 as their readers meet them: page, print, files."""

import csv
import io
from datetime import date, datetime

import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.test import Client
from tests.factories import Tree, make_user, sign_in
from tests.party.cast import D, enrol, member_of, values
from tests.party.support import crowd, main_of, soup_of

from lianxin.audit.models import AuditEntry
from lianxin.declare.actors import OPERATOR
from lianxin.declare.ledgers import ledger
from lianxin.declare.roles import Role
from lianxin.kernel import clock
from lianxin.orgs.models import Organisation
from lianxin.party.actions import appoint_office, assign_branch, depart_member
from lianxin.party.choices import ChangeKind, Office

PAGE = "/ledgers/members/"
TITLES = [
    "姓名",
    "性别",
    "民族",
    "出生日期",
    "公民身份号码",
    "学历",
    "人员类别",
    "入党日期",
    "转正日期",
    "党龄",
    "政治生日（周年）",
    "所在党支部",
    "党小组",
    "党内职务",
    "在职离退情况",
    "流动情况",
    "两新组织从业",
    "工作岗位",
    "工作单位及职务",
    "手机",
    "现居住地",
]
REVEALERS = [
    (Role.PARTY_WORKER, "general_branch", True),
    (Role.SECRETARY, "general_branch", True),
    (Role.BRANCH_SECRETARY, "first", False),
    (Role.STREET_OVERSEER, "street", False),
]


@pytest.fixture
def office(client: Client, tree: Tree) -> Client:
    return sign_in(client, make_user(Role.PARTY_WORKER, tree.general_branch))


def names(answer: object, column: int = 0) -> list[str]:
    return [row.select("th, td")[column].get_text() for row in soup_of(answer).select("tbody tr")]


def content(answer: object) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def as_csv(client: Client, name: str = "members", **sent: str) -> list[list[str]]:
    answer = client.post(f"/ledgers/{name}/export/", {"format": "csv", **sent})
    return list(csv.reader(io.StringIO(content(answer).decode("utf-8-sig"))))


def test_the_columns_and_what_stands_in_them(office: Client, tree: Tree) -> None:
    member = member_of(
        tree.first,
        group=tree.group.pk,
        ethnicity="02",
        birth_date=D("1957.7"),
        join_date=D("1974-06-18"),
        full_date=None,
        floating="out",
        new_economy=True,
        post_in_party="组长",
        employer="金碧小学教师",
    )
    with clock.frozen(datetime(2026, 6, 18, 9)):
        head, row = as_csv(office)
    number = member.person.id_number
    assert head == TITLES
    assert dict(zip(head, row, strict=True)) == {
        "姓名": "柳秀兰",
        "性别": "女",
        "民族": "蒙古族",
        "出生日期": "1957-07",
        "公民身份号码": f"{number[:6]}********{number[14:]}",
        "学历": "普通高中毕业",
        "人员类别": "正式党员",
        "入党日期": "1974-06-18",
        "转正日期": "",
        "党龄": "52年",
        "政治生日（周年）": "52",
        "所在党支部": "第一支部",
        "党小组": "一组",
        "党内职务": "组长",
        "在职离退情况": "退休",
        "流动情况": "流出",
        "两新组织从业": "是",
        "工作岗位": "离退休人员",
        "工作单位及职务": "金碧小学教师",
        "手机": "138****1234",
        "现居住地": "和平巷3号院",
    }


def test_names_stand_in_the_order_of_their_readings(office: Client, tree: Tree) -> None:
    spoken = ["安静", "仇大勇", "任红", "单志刚", "解小云", "尉迟敬", "曾小红", "查文", "翟志强", "长孙安"]
    enrol(tree.community, *(values(name, organisation=tree.first.pk) for name in reversed(spoken)))
    in_order = ["安静", "仇大勇", "任红", "单志刚", "解小云", "尉迟敬", "曾小红", "查文", "翟志强", "长孙安"]
    assert names(office.get(PAGE)) == in_order
    assert [row[0] for row in as_csv(office)[1:]] == in_order


def test_a_spreadsheet_has_days_as_days_and_numbers_as_text(office: Client, tree: Tree) -> None:
    member = member_of(tree.first, join_date=D("1985-03-05"), birth_date=D("1957"))
    answer = office.post("/ledgers/members/export/", {"format": "xlsx", "reason": "报街道"})
    sheet = openpyxl.load_workbook(io.BytesIO(content(answer))).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(place for place, row in enumerate(rows) if row[:2] == ["姓名", "性别"])
    row = dict(zip(rows[head], rows[head + 1], strict=True))
    assert row["入党日期"] == datetime(1985, 3, 5)
    assert (row["出生日期"], row["公民身份号码"], row["手机"]) == ("1957", member.person.id_number, "13800001234")


@pytest.mark.parametrize(("role", "place", "may"), REVEALERS)
def test_numbers_are_masked_and_shown_only_to_the_office_for_a_reason(
    client: Client, tree: Tree, role: Role, place: str, may: bool
) -> None:
    number = member_of(tree.first).person.id_number
    sign_in(client, make_user(role, getattr(tree, place)))
    page = client.get(PAGE).content.decode()
    assert (number in page, "13800001234" in page, "138****1234" in page) == (False, False, True)
    assert number not in str(as_csv(client))
    assert number not in str(as_csv(client, reason=" "))
    assert (number in str(as_csv(client, reason="报街道组织科"))) is may
    reasons = [entry.reason for entry in AuditEntry.objects.filter(action__startswith="reports.")]
    assert ("报街道组织科" in reasons) is may
    assert number not in str(list(AuditEntry.objects.values_list("changes", "reason", "target_label")))


def test_the_page_says_how_it_was_counted_and_what_follows_the_day(office: Client, tree: Tree) -> None:
    member_of(tree.first)
    with clock.frozen(datetime(2026, 6, 18, 9)):
        today, past = main_of(office.get(PAGE)), main_of(office.get(PAGE, {"as_of": "2025-12-31"}))
    assert "截至2026年6月18日。口径：当天组织关系在本级和下级的正式党员、预备党员，含流出党员；流入党员不计入" in today
    assert "其余各列是现在登记的情况" not in today
    assert "截至2025年12月31日。" in past
    assert (
        "随截止日期变化的是人员类别、党龄、政治生日（周年）、所在党支部、党小组、在职离退情况、流动情况、两新组织从业，"
        "其余各列是现在登记的情况。"
    ) in past


def test_each_reader_has_his_part_on_page_paper_and_file(client: Client, tree: Tree) -> None:
    member_of(tree.first, "柳秀兰", group=tree.group.pk)
    member_of(tree.second, "曾小红")
    enrol(tree.community, values("单志刚"))
    member_of(tree.foreign_branch, "外人")
    seen = {
        (Role.SECRETARY, "general_branch"): ["柳秀兰", "单志刚", "曾小红"],
        (Role.BRANCH_SECRETARY, "first"): ["柳秀兰"],
        (Role.BRANCH_SECRETARY, "second"): ["曾小红"],
        (Role.SECRETARY, "foreign_general_branch"): ["外人"],
        (Role.STREET_OVERSEER, "street"): ["柳秀兰", "单志刚", "外人", "曾小红"],
    }
    for (role, place), expected in seen.items():
        sign_in(client, make_user(role, getattr(tree, place)))
        assert names(client.get(PAGE)) == expected
        assert names(client.get(f"{PAGE}print/"), 1) == expected
        assert [row[0] for row in as_csv(client)[1:]] == expected
    sign_in(client, make_user(Role.GROUP_LEADER, tree.group))
    assert client.get(PAGE).status_code == 404


def test_filters_of_the_page_and_the_file_are_those_of_the_day(office: Client, tree: Tree) -> None:
    moved = member_of(tree.first, "柳秀兰", employment="in_post")
    member_of(tree.second, "曾小红", floating="in")
    assign_branch(members=[moved], organisation=tree.second, on=date(2025, 6, 1), actor=OPERATOR)
    first, second = str(tree.first.pk), str(tree.second.pk)
    for chosen, expected in (
        ({"branch": second}, ["柳秀兰"]),
        ({"branch": first}, []),
        ({"branch": first, "as_of": "2025-05-31"}, ["柳秀兰"]),
        ({"branch": second, "as_of": "2025-05-31"}, []),
        ({"floating": "in"}, ["曾小红"]),
        ({"employment": "in_post", "category": "full", "floating": "none"}, ["柳秀兰"]),
        ({"employment": "retired"}, []),
    ):
        assert names(office.get(PAGE, chosen)) == expected, chosen
        assert [row[0] for row in as_csv(office, **chosen)[1:]] == expected, chosen


def test_pages_of_the_roster_join_without_gap_or_double(office: Client, tree: Tree) -> None:
    crowd(tree.community, 120, tree.first)
    seen: list[str] = []
    address = PAGE
    while address:
        soup: BeautifulSoup = soup_of(office.get(address))
        seen += [str(link["href"]) for link in soup.select("tbody a")]
        following = soup.select_one("a[rel=next]")
        address = f"{PAGE}{following['href']}" if following else ""
    assert (len(seen), len(set(seen))) == (120, 120)


def test_who_left_stands_in_the_roster_of_the_days_before(office: Client, tree: Tree) -> None:
    member = member_of(tree.first)
    depart_member(member=member, kind=ChangeKind.DIED, on=date(2025, 3, 1), actor=OPERATOR)
    assert names(office.get(PAGE)) == []
    assert names(office.get(PAGE, {"as_of": "2025-02-28"})) == ["柳秀兰"]
    assert names(office.get(PAGE, {"as_of": "2025-03-01"})) == []


def test_the_tree_with_its_leaders_and_its_members(office: Client, tree: Tree) -> None:
    leader = member_of(tree.first, "柳秀兰", group=tree.group.pk)
    member_of(tree.second, "曾小红", floating="in")
    enrol(tree.community, values("单志刚"))
    appoint_office(
        member=leader, organisation=tree.group, office=Office.GROUP_LEADER, since=date(2025, 1, 1), actor=OPERATOR
    )
    Organisation.objects.filter(pk=tree.first.pk).update(founded_on=date(1998, 7, 1), approval_no="西街党〔1998〕3号")
    head, *rows = as_csv(office, "organisations")
    assert head == [column.title for column in ledger("organisations").columns]
    assert head[3:6] == ["书记（党小组长）", "党员数", "换届日期"]
    assert [[*row[:5], *row[6:8]] for row in rows] == [
        ["中共复兴社区总支部委员会", "党总支", "中共西山区金碧街道工作委员会", "", "2", "", ""],
        [
            "中共复兴社区第一支部委员会",
            "党支部",
            "中共复兴社区总支部委员会",
            "",
            "1",
            "1998-07-01",
            "西街党〔1998〕3号",
        ],
        ["第一党小组", "党小组", "中共复兴社区第一支部委员会", "柳秀兰", "1", "", ""],
        ["中共复兴社区第二支部委员会", "党支部", "中共复兴社区总支部委员会", "", "0", "", ""],
    ]
    assert "党员数含下级，流出的计入，流入的不计入" in main_of(office.get("/ledgers/organisations/"))
    before = as_csv(office, "organisations", as_of="1997-01-01")
    assert [row[0] for row in before[1:]] == ["中共复兴社区总支部委员会", "第一党小组", "中共复兴社区第二支部委员会"]
    assert before[1][3:5] == ["", "2"]
