import uuid

import pytest
from tests.factories import make_member, make_tree

from lianxin.files.models import StoredFile
from lianxin.reports.models import Submission
from lianxin.reports.sheets.demonstration import build, remove

pytestmark = pytest.mark.django_db


def test_the_demonstration_has_one_kept_sheet_and_takes_it_away() -> None:
    tree = make_tree()
    make_member(tree.first)
    build(tree.community)
    kept = Submission.objects.get()
    assert (kept.title, kept.people_count, bool(kept.sent_how)) == ("党员基本情况登记表", 1, True)
    remove(uuid.uuid4())
    assert Submission.objects.count() == 1
    remove(tree.community.pk)
    assert (Submission.objects.count(), StoredFile.objects.count()) == (0, 0)
