from datetime import date
from typing import Any

import pytest
from tests.factories import Tree
from tests.party.cast import faults, member_of

from lianxin.declare.actors import OPERATOR
from lianxin.declare.paths import move_paths
from lianxin.party.actions import depart_member
from lianxin.party.choices import ChangeKind
from lianxin.party.models import Affiliation, DatedFact, Member
from lianxin.residents.models import Person
from lianxin.search.checks import check_entries

LACKING = "party_member “资料不全”记的与实际缺的不一致。"
SAME = "所在支部或党小组与正在持续的组织关系不一致。"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"organisation": "second"}, [f"party_member {SAME}", "party_member 组织路径与所在支部或党小组不一致。"]),
        ({"path": "0009"}, ["party_member 组织路径与所在支部或党小组不一致。"]),
        ({"name_key": "liu"}, ["party_member 姓名拼音与人员登记的不一致。"]),
        ({"category": "probationary"}, ["party_member 人员类别与带日期的情况不一致。"]),
        ({"employment": ""}, ["party_member 在职离退情况与带日期的情况不一致。", LACKING]),
        ({"floating": "out"}, ["party_member 流动情况与带日期的情况不一致。"]),
        ({"new_economy": True}, ["party_member 两新组织从业与带日期的情况不一致。"]),
        ({"missing": ["mobile"]}, [LACKING]),
        ({"is_complete": False}, [LACKING]),
    ],
)
def test_a_column_that_differs_from_its_source_is_found(tree: Tree, change: dict[str, Any], told: list[str]) -> None:
    member_of(tree.first)
    assert faults() == []
    Member.objects.update(**{k: getattr(tree, v) if k == "organisation" else v for k, v in change.items()})
    assert faults() == told


def test_relations_must_be_open_once_and_closed_for_who_left(tree: Tree) -> None:
    member = member_of(tree.first)
    Affiliation.objects.update(until=date(2026, 1, 1))
    assert faults() == ["party_member 在册党员没有、或不止一段正在持续的组织关系。"]
    Affiliation.objects.update(until=None)
    depart_member(member=member, kind=ChangeKind.DIED, on=date(2026, 5, 1), actor=OPERATOR)
    Affiliation.objects.update(until=None)
    DatedFact.objects.filter(aspect="employment").update(until=None)
    assert faults() == [
        "party_member 已离开名册，组织关系却还在持续。",
        "party_member 已离开名册，在职离退情况却还在持续。",
    ]


def test_a_fact_of_no_known_kind_is_found(tree: Tree) -> None:
    member = member_of(tree.first)
    DatedFact.objects.filter(member=member, aspect="category", until__isnull=False).update(value="zzz")
    assert faults() == ["party_datedfact 人员类别里没有这一种。"]


def test_overlapping_facts_are_found(tree: Tree) -> None:
    member = member_of(tree.first)
    DatedFact.objects.create(
        member=member, aspect="category", value="full", since=date(1985, 6, 1), until=date(1985, 7, 1)
    )
    assert faults() == ["party_datedfact 同一方面的两段情况在时间上重叠。"]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"id_number_sealed": b"\x01" * 60}, "公民身份号码打不开：密钥不对，或者内容被改动过。"),
        ({"id_number_index": "0" * 32}, "公民身份号码与索引不符。"),
        ({"mobile_sealed": None}, "手机没有内容，索引却在。"),
    ],
)
def test_sealed_numbers_must_open_and_match(tree: Tree, change: dict[str, object], told: str) -> None:
    member_of(tree.first)
    Person.objects.update(**change)
    assert faults() == [f"residents_person {told}"]


def test_members_follow_an_organisation_that_moves(tree: Tree) -> None:
    member_of(tree.first, group=tree.group.pk)
    parent = tree.first.path[:-4]
    move_paths(tree.first.path, f"{parent}ZZZZ")
    assert Member.objects.get().path == f"{parent}ZZZZ{tree.group.path[-4:]}"
    assert faults() == []


def test_the_search_names_every_member(tree: Tree) -> None:
    member_of(tree.first)
    assert [fault.message for fault in check_entries() if "party.member" in fault.message] == []
