"""The way through the pages: a pair, who stays, once more in plain words, merged, undone."""

import pytest
from django.test import Client
from tests.factories import Tree, fake_id_number, make_person, make_user, sign_in
from tests.party.cast import member_of
from tests.party.doubles.support import tables
from tests.party.support import cost, main_of, soup_of

from lianxin.declare.roles import Role
from lianxin.party.doubles.finding import find_duplicates
from lianxin.party.models import DuplicateCandidate, Member, PersonMerge
from lianxin.residents.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client, tree: Tree) -> Client:
    return sign_in(client, make_user(Role.PARTY_WORKER, tree.general_branch))


@pytest.fixture
def pair(tree: Tree) -> tuple[Member, Person]:
    number = fake_id_number(serial=2)
    member = member_of(tree.first, "柳秀兰", id_number=None, birth_date=None, mobile="19900001234")
    return member, make_person(tree.community, "柳秀兰", id_number=number, mobile="19900001234", skills="剪纸")


def sent(page: object) -> dict[str, str]:
    """The main form as a browser would send it."""
    form = soup_of(page).select("main form")[-1]
    ticked = form.select("input[type=radio][checked], input[type=hidden], input[type=text]")
    return {str(box["name"]): str(box.get("value", "")) for box in ticked}


def test_a_pair_is_found_merged_after_a_word_and_undone(
    office: Client, pair: tuple[Member, Person], client: Client
) -> None:
    member, resident = pair
    assert "没有要核对的" in main_of(office.get("/members/duplicates/"))
    before = tables()
    said = main_of(office.post("/members/duplicates/search/", follow=True))
    assert "姓名和手机都一样" in said
    assert "********" in said
    address = f"/members/duplicates/{DuplicateCandidate.objects.get().pk}/"
    asked = office.post(address, sent(office.get(address)))
    words = main_of(asked)
    assert "留下“柳秀兰”（党员，第一支部）这一份" in words
    assert "特长" in words
    assert PersonMerge.objects.count() == 0
    done = office.post(address, sent(asked), follow=True)
    assert "两份“柳秀兰”合成了一份" in done.content.decode()
    kept = Person.objects.get(pk=member.person_id)
    assert (kept.skills, kept.id_number_index) == ("剪纸", resident.id_number_index)
    merge = PersonMerge.objects.get()
    undone = office.post(f"/members/duplicates/merges/{merge.pk}/undoing/", follow=True)
    assert "两份登记都恢复到合并以前的样子" in undone.content.decode()
    skip = {"search.SearchEntry", "party.DuplicateCandidate", "access.Session"}
    after = tables()
    assert {label for label, rows in after.items() if rows != before[label]} - skip == set()


def test_a_member_who_was_set_aside_leads_to_who_stayed(office: Client, tree: Tree) -> None:
    one = member_of(tree.first, "柳秀兰", mobile="19900001234")
    two = member_of(tree.second, "柳秀兰", mobile="19900001234", employer="纺织厂", id_number=None)
    find_duplicates(tree.community)
    address = f"/members/duplicates/{DuplicateCandidate.objects.get().pk}/"
    asked = office.post(address, sent(office.get(address)))
    office.post(address, sent(asked))
    merge = PersonMerge.objects.get()
    stayed = Member.objects.get(person=merge.merged_into)
    assert merge.member_id in {one.pk, two.pk}
    answer = office.get(f"/members/{merge.member_id}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/members/{stayed.pk}/")


def test_a_stale_page_says_so_and_shows_both_anew(office: Client, tree: Tree, pair: tuple[Member, Person]) -> None:
    find_duplicates(tree.community)
    address = f"/members/duplicates/{DuplicateCandidate.objects.get().pk}/"
    asked = office.post(address, sent(office.get(address)))
    Person.objects.filter(pk=pair[1].pk).update(version=7)
    answer = office.post(address, sent(asked))
    assert "刚刚被别人改过" in answer.content.decode()
    assert (PersonMerge.objects.count(), sent(answer)["second_version"]) == (0, "7")


def test_two_people_go_to_the_other_tab_and_come_back(office: Client, tree: Tree, pair: tuple[Member, Person]) -> None:
    find_duplicates(tree.community)
    pk = DuplicateCandidate.objects.get().pk
    office.post(f"/members/duplicates/{pk}/two-people/")
    assert "没有要核对的" in main_of(office.get("/members/duplicates/"))
    assert "认定不是同一个人" in main_of(office.get("/members/duplicates/?list=judged"))
    office.post(f"/members/duplicates/{pk}/judgement/")
    assert "姓名和手机都一样" in main_of(office.get("/members/duplicates/"))


def test_the_pages_ask_the_same_number_of_queries_for_ten_and_a_hundred_pairs(office: Client, tree: Tree) -> None:
    found = []
    for size in (10, 100):
        for number in range(size):
            for _ in range(2):
                make_person(tree.community, f"柳秀{chr(0x5170 + number + size)}")
        find_duplicates(tree.community)
        found.append(
            [cost(office, address) for address in ("/members/duplicates/", "/members/duplicates/merges/", "/")]
        )
    assert found[0] == found[1]
