from datetime import date

import pytest
from tests.factories import Tree, fake_id_number
from tests.party.cast import D, enrol, values

from lianxin.party.records import MemberValues, contradictions, differences, judged, missing_fields, shown, snapshot


def test_a_blank_never_erases() -> None:
    known = values(residence="和平巷3号院", education="61")
    assert differences(known, {"residence": "", "education": None}) == {}
    assert differences(known, {}) == {}


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("1985-03-05", "1985-03", None),
        ("1985-03-05", "1986", None),
        ("1985-03", "1985-03-05", ("1985-03", "1985-03-05")),
        ("1985", "1985.7", ("1985", "1985-07")),
        ("1985-03", "1985-04", ("1985-03", "1985-04")),
        ("1985-03-05", "1985-03-05", None),
    ],
)
def test_a_coarser_date_never_overwrites_a_finer_one(old: str, new: str, change: tuple[str, str] | None) -> None:
    found = differences({"join_date": D(old)}, {"join_date": D(new)})
    assert {name: (str(a), str(b)) for name, (a, b) in found.items()} == ({"join_date": change} if change else {})


def test_a_coarser_date_that_cannot_be_true_is_told() -> None:
    known: MemberValues = {"join_date": D("1985-03-05"), "full_date": D("1986-03-05")}
    assert contradictions(known, {"join_date": D("1984"), "full_date": D("1986")}) == {
        "join_date": (D("1985-03-05"), D("1984"))
    }


@pytest.mark.parametrize(
    ("known", "said", "changed"),
    [
        ({"floating": None}, {"floating": "no"}, []),
        ({"floating": "out"}, {"floating": "no"}, ["floating"]),
        ({"new_economy": False}, {"new_economy": False}, []),
        ({"new_economy": True}, {"new_economy": False}, ["new_economy"]),
        ({"lost": False}, {"lost": False}, []),
        ({"is_migrant_worker": None}, {"is_migrant_worker": False}, ["is_migrant_worker"]),
        ({"party_age_adj": 0}, {"party_age_adj": -12}, ["party_age_adj"]),
    ],
)
def test_no_changes_nothing_where_nothing_was(known: MemberValues, said: MemberValues, changed: list[str]) -> None:
    assert list(differences(known, said)) == changed


def test_what_a_record_lacks() -> None:
    whole = values()
    assert missing_fields(whole) == ["organisation"]
    assert missing_fields({**whole, "mobile": None, "phone": "0871-60000000", "residence": None, "hukou": "昆明"}) == [
        "organisation"
    ]
    assert missing_fields({**whole, "mobile": None, "job_post": "", "full_date": None}) == [
        "full_date",
        "organisation",
        "job_post",
        "mobile",
    ]


@pytest.mark.parametrize(
    ("category", "joined", "lacks"),
    [
        ("full", "1974-06-18", False),
        ("full", "1985-03-05", True),
        ("full", "1977", True),
        ("probationary", "2026-01-05", False),
    ],
)
def test_the_date_of_full_membership_is_asked_where_there_was_a_probation(
    category: str, joined: str, lacks: bool
) -> None:
    record = values(category=category, join_date=D(joined), full_date=None)
    assert ("full_date" in missing_fields(record)) is lacks


def test_standing_in_the_community_s_own_organisation_is_waiting_for_a_branch(tree: Tree) -> None:
    record = values(organisation=tree.general_branch.pk)
    assert missing_fields(record, waiting_in=tree.general_branch.pk) == ["organisation"]
    assert missing_fields(record, waiting_in=None) == []


def test_values_are_held_against_one_another_as_a_line_of_a_roster_is() -> None:
    record = values(sex=None, birth_date=None, id_number=fake_id_number(date(1957, 7, 1), 11))
    completed, remarks = judged(record)
    assert (completed.get("sex"), str(completed.get("birth_date"))) == ("1", "1957-07-01")
    assert [remark.code for remark in remarks] == ["area_unknown"]
    assert [r.code for r in judged(values(sex="2", id_number=record.get("id_number")))[1] if r.refuses] == [
        "sex_contradicts_id"
    ]
    backwards = values(id_number=None, join_date=D("1985"), full_date=D("1984-01"))
    assert [remark.code for remark in judged(backwards)[1] if remark.refuses] == ["dates_out_of_order"]


def test_a_snapshot_says_what_was_registered(tree: Tree) -> None:
    record = values(organisation=tree.first.pk, group=tree.group.pk, new_economy=True, floating="out", lost=False)
    held = snapshot(enrol(tree.community, record)[0])
    assert differences(held, record) == {}
    assert {name: held.get(name) for name in record} == record


def test_values_in_words_hide_what_is_sensitive() -> None:
    assert shown("id_number", "000000195707010011") == "000000********0011"
    assert shown("mobile", "13800001234") == "138****1234"
    assert (shown("ethnicity", "02"), shown("category", "full"), shown("lost", True)) == ("蒙古族", "正式党员", "是")
    assert (shown("join_date", D("1985.3")), shown("party_age_adj", -3), shown("note", None)) == (
        "1985年3月",
        "-3个月",
        "",
    )
