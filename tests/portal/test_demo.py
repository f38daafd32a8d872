"""The demonstration carries the figures of the source document, and goes without a trace."""

from collections import Counter
from datetime import date, datetime

import pytest
from django.apps import apps

from lianxin.access.scope import Scope
from lianxin.audit.models import AuditChain, AuditEntry
from lianxin.declare.actors import OPERATOR
from lianxin.declare.roles import Role
from lianxin.declare.verification import checks
from lianxin.kernel import clock
from lianxin.kernel.standing import political_birthday_years, standing_years
from lianxin.orgs.queries import home_community, latest_figures
from lianxin.party.models import Member, MembershipChange
from lianxin.party.queries import totals
from lianxin.party.queries.yearly import table_one
from lianxin.portal.demo import demo_accounts, demo_community, demo_was_removed, ensure_demo, remove_demo
from lianxin.portal.demo.people import OLD_MEMBER
from lianxin.residents.models import Person, Place, Unit

pytestmark = pytest.mark.django_db

FIGURES = {"in_post": 5, "veteran_retired": 2, "retired": 46, "laid_off": 25}


def test_figures_of_the_document() -> None:
    community, made = ensure_demo()
    counted = totals(community)
    assert made
    assert (counted.counted, counted.probationary, counted.flowed_in, counted.flowed_out) == (78, 2, 4, 3)
    assert dict(counted.employment) == FIGURES
    stairways = Place.objects.filter(kind="stairway").values_list("households", flat=True)
    assert sum(households or 0 for households in stairways) == 4519
    assert Place.objects.filter(kind="courtyard").count() == 60
    assert Unit.objects.count() == 10
    assert {code: float(figure.value) for code, figure in latest_figures(community).items()} == {
        "area": 0.35,
        "households": 4519.0,
        "residents": 9325.0,
    }


@pytest.mark.parametrize("today", [date(2026, 11, 23), date(2027, 2, 28), date(2028, 2, 29), date(2030, 6, 18)])
def test_old_member_has_52_years_on_any_day(today: date) -> None:
    with clock.frozen(datetime(today.year, today.month, today.day, 9, tzinfo=clock.TZ)):
        ensure_demo()
        member = Member.objects.get(person__name=OLD_MEMBER)
        assert political_birthday_years(member.joined, today) == 52
        assert standing_years(member.joined, member.became_full, 0, today) is not None
        years = [political_birthday_years(each.joined, today) for each in Member.objects.all()]
        assert years.count(52) == 1


@pytest.mark.parametrize("today", [date(2026, 11, 23), date(2027, 1, 20), date(2028, 2, 29)])
def test_the_last_months_had_life_and_the_years_balance(today: date) -> None:
    with clock.frozen(datetime(today.year, today.month, today.day, 9, tzinfo=clock.TZ)):
        community, _ = ensure_demo()
        scope = Scope(paths=(community.organisation.path,))
        years = [table_one(scope, day) for day in (today, date(today.year - 1, 12, 31))]
    assert [(year.numbers[17], list(year.causes)) for year in years] == [(0, []), (0, [])]
    assert years[0].numbers[16] == 78
    happened = Counter(MembershipChange.objects.values_list("kind", flat=True))
    assert happened == {"developed": 3, "moved_in": 1, "died": 1, "moved_out": 1}


def test_everybody_is_visibly_invented() -> None:
    ensure_demo()
    assert all(person.id_number.startswith("000000") for person in Person.objects.all())
    assert {person.mobile[:7] for person in Person.objects.all()} == {"1990000", ""}


def test_second_call_changes_nothing_and_tells_the_same_accounts() -> None:
    ensure_demo()
    accounts, entries = demo_accounts(), AuditEntry.objects.count()
    community, made = ensure_demo()
    assert (made, demo_accounts(), AuditEntry.objects.count()) == (False, accounts, entries)
    assert [account.role for account in accounts] == list(Role)
    assert community == home_community()


def test_removal_leaves_only_the_trail() -> None:
    ensure_demo()
    remove_demo(actor=OPERATOR)
    ours = ("orgs", "residents", "party", "search", "files", "jobs")
    left = {m._meta.label: m._base_manager.count() for m in apps.get_models() if m._meta.app_label in ours}
    assert {label: count for label, count in left.items() if count} == {}
    assert (demo_community(), demo_accounts()) == (None, [])
    assert AuditChain.objects.count() == 2
    assert [fault for _, _, check in checks() for fault in check()] == []


def test_a_removal_is_remembered() -> None:
    assert not demo_was_removed()
    ensure_demo()
    assert not demo_was_removed()
    remove_demo(actor=OPERATOR)
    assert demo_was_removed()


def test_it_can_come_back_after_removal() -> None:
    ensure_demo()
    remove_demo(actor=OPERATOR)
    community, made = ensure_demo()
    assert made
    assert totals(community).counted == 78


def test_the_register_is_whole() -> None:
    ensure_demo()
    assert [fault for _, _, check in checks() for fault in check()] == []
