import pytest

from lianxin.audit.versions import StaleVersionError, bump_version
from lianxin.orgs.choices import OrganisationKind
from lianxin.orgs.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return Organisation.objects.create(
        path="0001", kind=OrganisationKind.BRANCH, name="第一支部委员会", short_name="第一支部"
    )


def test_the_version_rises_by_one(organisation: Organisation) -> None:
    bump_version(Organisation, organisation, 1)
    assert organisation.version == 2
    organisation.refresh_from_db()
    assert organisation.version == 2


def test_the_second_clerk_gets_what_the_first_saved(organisation: Organisation) -> None:
    seen_by_second = Organisation.objects.get(pk=organisation.pk)
    bump_version(Organisation, organisation, 1)
    with pytest.raises(StaleVersionError) as caught:
        bump_version(Organisation, seen_by_second, 1)
    assert isinstance(caught.value.current, Organisation)
    assert caught.value.current.version == 2


def test_a_row_that_is_gone_says_so(organisation: Organisation) -> None:
    Organisation.objects.all().delete()
    with pytest.raises(StaleVersionError) as caught:
        bump_version(Organisation, organisation, 1)
    assert caught.value.current is None
