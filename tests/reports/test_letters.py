import io

import docx
import pytest
from django.test import Client
from tests.documents.pdf import texts
from tests.factories import Tree, make_tree, make_user, sign_in
from tests.party.support import soup_of

from lianxin.audit.models import AuditEntry
from lianxin.declare.roles import Role

pytestmark = pytest.mark.django_db
TYPED = {
    "kind": "通知",
    "title": "中共复兴社区总支部委员会\r\n关于开展主题党日活动的通知",
    "to": "各党支部",
    "text": "一、时间\r\n11月28日。\r\n王喆同志主持。",
    "number": "复社党[2026]08号",
    "issuer": "中共复兴社区总支部委员会",
    "day": "2026.11.23",
    "format": "pdf",
}


@pytest.fixture
def office(client: Client) -> Tree:
    tree = make_tree()
    sign_in(client, make_user(Role.PARTY_WORKER, tree.general_branch))
    return tree


def test_a_typed_letter_becomes_a_pdf_and_leaves_its_title(client: Client, office: Tree) -> None:
    answer = client.post("/ledgers/letter/", TYPED)
    assert answer["Content-Type"] == "application/pdf"
    text = "".join(texts(b"".join(answer)))
    for words in ("复社党〔2026〕8号", "各党支部：", "一、时间", "王喆同志主持。", "2026年11月23日"):
        assert words in text
    entry = AuditEntry.objects.get(action="reports.write_letter")
    assert entry.target_label == "中共复兴社区总支部委员会关于开展主题党日活动的通知"
    assert entry.changes == {
        "format": [None, "pdf"],
        "letter_kind": [None, "通知"],
        "letter_number": [None, "复社党〔2026〕8号"],
    }


def test_the_same_letter_goes_to_word(client: Client, office: Tree) -> None:
    answer = client.post("/ledgers/letter/", {**TYPED, "format": "docx"})
    book = docx.Document(io.BytesIO(b"".join(answer)))
    assert [p.text for p in book.paragraphs if p.text][:3] == [
        "复社党〔2026〕8号",
        "中共复兴社区总支部委员会",
        "关于开展主题党日活动的通知",
    ]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"title": ""}, "标题"),
        ({"signer": "王守信"}, "只有报告、请示才印签发人"),
        ({"kind": "报告", "signer": "王守信"}, "印签发人要有版头"),
        ({"copies": "街道党工委", "day": ""}, "请先填署名和成文日期"),
        ({"day": "2026.11"}, "请写到哪一天"),
    ],
)
def test_what_does_not_hang_together_is_said(client: Client, office: Tree, more: dict[str, str], sentence: str) -> None:
    answer = client.post("/ledgers/letter/", {**TYPED, **more})
    assert answer.status_code == 400
    assert sentence in soup_of(answer).get_text()
    assert not AuditEntry.objects.filter(action="reports.write_letter").exists()


def test_the_page_begins_with_the_own_organisation(client: Client, office: Tree) -> None:
    field = soup_of(client.get("/ledgers/letter/")).select_one("[name=issuer]")
    assert field is not None
    assert field["value"] == office.general_branch.name
