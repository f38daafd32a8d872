import pytest
from tests.factories import make_tree

@pytest.mark.django_db
def test_tree():
    t = make_tree()
    assert [t.street.path, t.general_branch.path, t.first.path, t.group.path] == ["0001","00010001","000100010001","0001000100010001"]
