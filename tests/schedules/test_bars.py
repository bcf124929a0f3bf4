"""Verdicts asked in bulk are those that each person would get alone."""

import datetime
import itertools

import pytest
from django.utils import timezone

from schedules.eligibility import eligibility
from schedules.models import Policy
from schedules.problems import AgencyFacts
from schedules.queries.policies import policies_by_day, policy_for
from units.models import Classification, Employee, Exclusion, Position
from units.queries.classification import effective_classifications

from ..conftest import make_employee
from .conftest import make_policy

D = datetime.date
MID = D(2026, 12, 21)


@pytest.fixture
def crowd(city):
    """Everybody's combination of unit, position, employment, start and exclusion, twice."""
    positions = [
        Position.objects.create(
            code=f"P-{presence}",
            name="Analis",
            kind="pelaksana",
            presence=presence,
            presence_reason="Tugasnya",
        )
        for presence in Position.Presence.values
    ]
    people = []
    for n, (unit, position, employment, start) in enumerate(
        itertools.product(
            (city.division, city.agency),
            positions,
            ("pns", Employee.Employment.PPPK_PART_TIME),
            (D(2020, 1, 1), D(2026, 10, 1), D(2026, 12, 1)),
        )
    ):
        for twin in range(2):
            person = make_employee(
                f"77{n:014}{twin:02}", f"Orang {n}-{twin}", unit, position, employment=employment
            )
            person.postings.update(starts_on=start)
            if twin and n % 3 == 0:
                Exclusion.objects.create(
                    employee=person, kind="other", reason="-", starts_on=MID,
                    recorded_by=city.wati.user,
                )  # fmt: skip
            people.append(person)
    return people


def test_each_verdict_is_the_one_asked_alone(city, policy, period, crowd):
    """Also where the policy and the class of a unit change within the period."""
    policy.ends_on = MID - datetime.timedelta(days=1)
    policy.status = Policy.Status.SUPERSEDED
    policy.save()
    make_policy(
        city.root, city.wati.user, version=2, starts_on=MID, waiting_days=80,
        include_part_time=True,
    )  # fmt: skip
    Classification.objects.create(
        unit=city.division, service_class="service_facing", doable_off_site=False,
        no_special_equipment=False, uses_ict=False, little_face_to_face=False,
        no_constant_supervision=False, reason="Loket", legal_basis="SK",
        starts_on=D(2026, 12, 31), decided_by=city.wati.user, decided_at=timezone.now(),
    )  # fmt: skip
    facts = AgencyFacts(city.agency, period, policy_for(city.agency, period.starts_on))
    days = facts.days_of(5)
    policies = policies_by_day(period.starts_on, period.ends_on)
    seen = set()
    for posting in facts.groups[5]:
        exclusions = list(Exclusion.objects.filter(employee=posting.employee_id))
        alone = {}
        for day in days:
            since = max(start for start in policies if start <= day)
            alone[day] = eligibility(
                posting,
                policies[since].for_unit(posting.unit_id),
                effective_classifications(day)[posting.unit_id],
                exclusions,
                day,
            )
        assert facts.bars.verdicts(posting, days) == alone
        seen.update(found.rule for found in alone.values())
    assert len(facts.groups[5]) >= len(crowd)
    assert seen >= {
        "part_time",
        "position_on_site",
        "position_may_wfh",
        "waiting_period",
        "exclusion_other",
        "unit_class",
        "unit_is_back_office",
    }
