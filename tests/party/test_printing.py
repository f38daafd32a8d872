import pytest
from django.test import Client
from django.urls import reverse
from tests.documents.pdf import texts
from tests.factories import Tree, make_user, sign_in
from tests.party.cast import member_of
from tests.party.support import last_entry

from lianxin.declare.roles import Role

pytestmark = pytest.mark.django_db


def test_a_record_comes_as_pdf_in_large_type_with_numbers_masked(client: Client, tree: Tree) -> None:
    member = member_of(tree.first)
    sign_in(client, make_user(Role.SECRETARY, tree.general_branch))
    answer = client.post(reverse("party:member_pdf", args=[member.pk]))
    text = "".join(texts(answer.content))
    assert text.startswith(f"党员登记（{member.person.name}）")
    for words in (
        tree.first.name,
        "公民身份号码",
        member.person.id_number_masked,
        "人员类别",
        "本人核对签名：",
        "第 1 页，共 1 页",
    ):
        assert words in text
    assert member.person.id_number not in text
    assert last_entry(member).action == "party.print_record"


def test_reading_the_address_makes_nothing(client: Client, tree: Tree) -> None:
    member = member_of(tree.first)
    sign_in(client, make_user(Role.SECRETARY, tree.general_branch))
    assert client.get(reverse("party:member_pdf", args=[member.pk])).status_code == 405
