from base64 import urlsafe_b64encode

import pytest
from django.http import QueryDict
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries
from tests.factories import Tree, make_tree, make_unit

from lianxin.declare.rows import QuerysetRows, cursor_of
from lianxin.orgs.models import Organisation
from lianxin.residents.models import Unit
from lianxin.ui.paging import asked_page, jump, key_page, paging_links

pytestmark = pytest.mark.django_db
NAMES = ("安宁医院", "北门小学", "北门小学", "东风商店", "金碧中学", "中心幼儿园", "中心幼儿园")


@pytest.fixture
def tree() -> Tree:
    return make_tree()


@pytest.fixture
def units(tree: Tree) -> None:
    for number, name in enumerate(NAMES):
        make_unit(tree.community if number % 2 else tree.foreign, name)


def names(rows: object) -> list[str]:
    return [unit.name for unit in rows]  # type: ignore[attr-defined]


def test_pages_forward_and_back_cover_everything_once(units: None) -> None:
    first = key_page(Unit.objects.all(), size=3)
    second = key_page(Unit.objects.all(), after=first.next, size=3)
    third = key_page(Unit.objects.all(), after=second.next, size=3)
    assert [names(page.rows) for page in (first, second, third)] == [list(NAMES[:3]), list(NAMES[3:6]), list(NAMES[6:])]
    assert (first.previous, third.next) == ("", "")
    back = key_page(Unit.objects.all(), before=third.previous, size=3)
    assert (names(back.rows), bool(back.previous), bool(back.next)) == (list(NAMES[3:6]), True, True)
    assert key_page(Unit.objects.all(), before=second.previous, size=3).previous == ""


def test_equal_names_are_told_apart_by_the_last_key(units: None) -> None:
    seen, cursor = [], ""
    for _ in NAMES:
        page = key_page(Unit.objects.all(), after=cursor, size=1)
        seen += [unit.pk for unit in page.rows]
        cursor = page.next
    assert len(set(seen)) == len(NAMES)


def test_descending_order(units: None) -> None:
    keys = ("-name_key", "id")
    first = key_page(Unit.objects.all(), keys=keys, size=4)
    second = key_page(Unit.objects.all(), keys=keys, after=first.next, size=4)
    assert names(first.rows) + names(second.rows) == sorted(NAMES, key=list(reversed(NAMES)).index)


def test_jump_by_initial(units: None) -> None:
    page = jump(Unit.objects.all(), "D", size=2)
    assert (names(page.rows), bool(page.previous), bool(page.next)) == (["东风商店", "金碧中学"], True, True)
    assert names(jump(Unit.objects.all(), "a", size=1).rows) == ["安宁医院"]
    assert jump(Unit.objects.all(), "a", size=1).previous == ""


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "%%%",
        "é",
        urlsafe_b64encode(b'["only one"]').decode(),
        urlsafe_b64encode(b'["a", "not a uuid"]').decode(),
        urlsafe_b64encode(b'["a\\u0000", "0190a8d8-0000-7000-8000-000000000000"]').decode(),
        urlsafe_b64encode(b"[[[[").decode(),
        "A" * 5000,
    ],
)
def test_a_cursor_that_means_nothing_gives_the_first_page(units: None, cursor: str) -> None:
    assert names(key_page(Unit.objects.all(), after=cursor, size=2).rows) == list(NAMES[:2])
    assert names(key_page(Unit.objects.all(), before=cursor, size=2).rows) == list(NAMES[:2])


def test_a_page_is_one_query_whatever_the_number_of_rows(
    tree: Tree, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (10, 90):
        Unit.objects.bulk_create(
            Unit(community=tree.community, path="x", name=f"单位{count}-{n}", name_key=f"d{n:05}", kind="other")
            for n in range(count)
        )
        with django_assert_num_queries(1):
            page = key_page(Unit.objects.all())
        with django_assert_num_queries(1):
            key_page(Unit.objects.all(), after=page.next or page.previous)


def test_a_request_asks_for_its_page_and_links_keep_the_filters(units: None) -> None:
    rows = Unit.objects.all()
    request = RequestFactory().get("/units/", {"kind": "school", "initial": "b"})
    page = asked_page(rows, request.GET, size=2)
    assert names(page.rows) == ["北门小学", "北门小学"]
    links = paging_links(page, request, initials=True)
    assert links.next_url == f"?kind=school&after={page.next}"
    assert links.previous_url == f"?kind=school&before={page.previous}"
    assert (links.initials[1].url, links.initials[1].current) == ("/units/?kind=school&initial=b", True)
    assert names(asked_page(rows, QueryDict("initial=%"), size=1).rows) == ["安宁医院"]


def test_ledger_rows_count_page_and_stream_alike(units: None) -> None:
    source = QuerysetRows(Unit.objects.all(), ("name_key", "id"), chunk=2)
    seen: list[str] = []
    cursor = ""
    while True:
        rows, cursor = source.page(cursor, 3)
        seen += names(rows)
        if not cursor:
            break
    assert (source.count(), seen, names(source.stream())) == (len(NAMES), list(NAMES), list(NAMES))


def test_ledger_rows_may_be_prepared_a_chunk_at_a_time(units: None) -> None:
    sizes: list[int] = []

    def prepare(rows: object) -> list[str]:
        found = names(rows)
        sizes.append(len(found))
        return found

    source = QuerysetRows(Unit.objects.all(), ("name_key", "id"), prepare, chunk=3)
    assert list(source.stream()) == list(NAMES)
    assert sizes == [3, 3, 1]
    assert source.page("", 2)[0] == list(NAMES[:2])


def test_a_cursor_reaches_through_relations(tree: Tree) -> None:
    rows = Organisation.objects.filter(parent__isnull=False)
    keys = ("parent__path", "id")
    first = key_page(rows, keys=keys, size=2)
    assert first.next == cursor_of(first.rows[-1], keys)
    rest = key_page(rows, keys=keys, after=first.next, size=50)
    assert len(first.rows) + len(rest.rows) == rows.count()
