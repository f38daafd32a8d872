import pytest
from tests.factories import Tree, make_person, make_place, make_unit

from lianxin.residents.checks import check_order, check_paths, check_sealed, check_tree
from lianxin.residents.choices import PlaceKind
from lianxin.residents.models import Person, Place, Unit


@pytest.fixture(autouse=True)
def things(tree: Tree) -> None:
    make_place(tree.community)
    make_unit(tree.community)
    make_person(tree.community)


def test_whole_registers_have_no_faults() -> None:
    assert [*check_paths(), *check_tree(), *check_order(), *check_sealed()] == []


@pytest.mark.parametrize("model", [Place, Unit, Person])
def test_a_path_beside_the_community_is_found(model: type[Place] | type[Unit] | type[Person]) -> None:
    model.objects.update(path="0009")
    assert [(fault.table, fault.row) for fault in check_paths()] == [
        (model._meta.db_table, str(model.objects.get().pk))
    ]


def test_a_key_that_is_not_its_name_s_is_found() -> None:
    Place.objects.update(sort_key="zz")
    Unit.objects.update(name_key="zz")
    assert [(fault.table, fault.row) for fault in check_order()] == [
        ("residents_place", str(Place.objects.get().pk)),
        ("residents_unit", str(Unit.objects.get().pk)),
    ]


def test_a_sealed_telephone_that_was_touched_is_found() -> None:
    Unit.objects.update(contact_phone_sealed=b"\x01" * 40)
    Person.objects.update(carer_phone_sealed=b"\x01" * 40)
    assert [(fault.table, fault.row, fault.message) for fault in check_sealed()] == [
        ("residents_person", str(Person.objects.get().pk), "照料人电话打不开：密钥不对，或者内容被改动过。"),
        ("residents_unit", str(Unit.objects.get().pk), "联络员电话打不开：密钥不对，或者内容被改动过。"),
    ]


def test_a_place_that_stands_in_itself_is_found(tree: Tree) -> None:
    courtyard = make_place(tree.community, "乙院")
    building = make_place(tree.community, "1幢", parent=courtyard, kind=PlaceKind.BUILDING)
    assert [*check_tree()] == []
    Place.objects.filter(pk=building.pk).update(parent=building)
    assert [(fault.table, fault.row) for fault in check_tree()] == [("residents_place", str(building.pk))]
