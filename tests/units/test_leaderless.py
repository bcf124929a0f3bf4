"""People above whom no head stands: the Sekda decides, and who may appoint a Plh. is told."""

import datetime

import pytest

from tests.conftest import MONDAY, make_employee, make_user
from units.access import scope_for
from units.models import Employee, Outbox, Posting, RoleGrant
from units.queries.authority import postings_decided_by, postings_led_by
from units.queries.people import may_decide_for, superiors_of
from units.services.leaderless import tell_of_agencies_without_head
from units.tasks import find_agencies_without_head

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def sekda(city):
    user = make_user("sekda")
    RoleGrant.objects.create(user=user, role="sekda", starts_on=datetime.date(2020, 1, 1))
    return user


def no_more_head(*people):
    Posting.objects.filter(employee__in=people).update(is_head=False)


def acts_for(person, unit, position):
    return Posting.objects.create(
        employee=person, unit=unit, position=position, kind="plh", is_head=True,
        letter_number="800/1", starts_on=MONDAY, ends_on=MONDAY,
    )  # fmt: skip


STATES = {
    "every head there": lambda c: None,
    "division without head": lambda c: no_more_head(c.rudi),
    "agency without head": lambda c: no_more_head(c.dewi),
    "nobody leads at all": lambda c: no_more_head(c.dewi, c.rudi, c.yanti),
    "the head's account is shut": lambda c: (
        type(c.dewi.user).objects.filter(pk=c.dewi.user_id).update(is_active=False)
    ),
    "a stand-in from below leads alone": lambda c: (
        no_more_head(c.dewi, c.rudi),
        acts_for(c.sari, c.division, c.positions.head_of_division),
    ),
    "a head stands in for the agency": lambda c: (
        no_more_head(c.dewi),
        acts_for(c.rudi, c.agency, c.positions.head_of_agency),
    ),
    "somebody leads the city": lambda c: acts_for(c.umar, c.root, c.positions.head_of_agency),
}


@pytest.mark.parametrize("state", STATES)
def test_one_rule_whoever_asks(city, sekda, state):
    """The one named as superior decides, and lists of many say the same as the question of one."""
    STATES[state](city)
    people = list(Employee.objects.select_related("user"))
    accounts = [*(one.user for one in people if one.user.is_active), sekda, city.laras]
    for account in accounts:
        scope = scope_for(type(account).objects.get(pk=account.pk))
        decided = set(postings_decided_by(scope).values_list("employee_id", flat=True))
        led = set(postings_led_by(scope).values_list("employee_id", flat=True))
        for one in people:
            above = superiors_of(one, MONDAY)
            assert (account in above) is (one.pk in led), (account, one)
            assert may_decide_for(scope, one) is (one.pk in decided), (account, one)
            assert one.pk not in led or one.pk in decided
    for one in people:
        assert superiors_of(one, MONDAY), f"nobody decides for {one}"
        assert one.user not in superiors_of(one, MONDAY)


def test_the_sekda_decides_where_nobody_stands_and_no_longer_under_a_stand_in(city, sekda):
    assert not may_decide_for(scope_for(sekda), city.sari)
    no_more_head(city.dewi, city.rudi)
    assert superiors_of(city.sari, MONDAY) == [sekda]
    assert may_decide_for(scope_for(sekda), city.sari)
    acts_for(city.hana, city.agency, city.positions.head_of_agency)
    assert superiors_of(city.sari, MONDAY) == [city.hana.user]
    assert not may_decide_for(scope_for(sekda), city.sari)
    # The stand-in has nobody above either: the own affairs are still the Sekda's.
    assert superiors_of(city.hana, MONDAY) == [sekda]
    assert may_decide_for(scope_for(sekda), city.hana)


def test_a_sekda_never_decides_on_the_own(city):
    RoleGrant.objects.create(user=city.hana.user, role="sekda", starts_on=MONDAY)
    no_more_head(city.dewi, city.rudi)
    scope = scope_for(city.hana.user)
    assert may_decide_for(scope, city.sari)
    assert not may_decide_for(scope, city.hana)
    assert city.hana.pk not in postings_decided_by(scope).values_list("employee_id", flat=True)
    assert superiors_of(city.hana, MONDAY) == []


def test_who_may_appoint_a_stand_in_is_told_once_a_week(city, sekda, time_machine):
    def told():
        rows = Outbox.objects.filter(kind="no_head").values_list("recipient__username", "link")
        found = sorted(rows)
        Outbox.objects.all().delete()
        return found

    # Nobody heads the personnel agency: BKPSDM works there and appoints no head over itself.
    own = ("sekda", f"/unit/{city.personnel.pk}/")
    assert tell_of_agencies_without_head() == 1
    assert told() == [own]
    make_employee("197901012005011009", "Kepala BKPSDM", city.personnel,
                  city.positions.head_of_agency, is_head=True)  # fmt: skip
    assert tell_of_agencies_without_head() == 0
    no_more_head(city.dewi)
    page = f"/unit/{city.agency.pk}/"
    assert find_agencies_without_head() == 1
    rows = Outbox.objects.filter(kind="no_head")
    assert sorted(rows.values_list("recipient__username", "link")) == [
        (city.wati.nip, page),
        ("sekda", page),
    ]
    assert "Bappelitbangda" in rows[0].text
    assert find_agencies_without_head() == 1
    assert rows.count() == 2
    time_machine.move_to(datetime.datetime(2026, 12, 14, 3, tzinfo=datetime.UTC))
    find_agencies_without_head()
    assert rows.count() == 4
    acts_for(city.hana, city.agency, city.positions.head_of_agency)
    Posting.objects.filter(kind="plh").update(ends_on="2026-12-31")
    assert find_agencies_without_head() == 0
