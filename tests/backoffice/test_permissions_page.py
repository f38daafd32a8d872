from pathlib import Path

import pytest
from django.test import Client
from tests.factories import make_tree, make_user, sign_in

from lianxin.backoffice.permissions import permissions_page, table
from lianxin.declare.roles import Role, all_actions

PAGE = Path(__file__).parents[2] / "docs/permissions.md"


def test_the_page_in_docs_is_the_one_the_tables_give() -> None:
    assert PAGE.read_text("utf-8") == permissions_page(), "./lianxin permissions-page --write docs/permissions.md"


def test_every_declared_action_has_its_row() -> None:
    assert {row.action.code for section in table() for row in section.rows} == {action.code for action in all_actions()}


@pytest.mark.django_db
def test_the_roles_page_shows_the_same_tables(client: Client) -> None:
    sign_in(client, make_user(Role.SECRETARY, make_tree().general_branch))
    page = client.get("/manage/roles/").content.decode()
    missing = [action.label for action in all_actions() if action.label not in page]
    assert missing == []
