"""A published plan of one bidang, news that makes it not fit, and the proposal that mends it."""

import datetime

import pytest

from schedules.models import Assignment, Floor, Plan, PlanRepair, Policy
from schedules.queries.repairs import changes_of
from schedules.queries.rotations import rotation_of
from schedules.services import repairs
from schedules.services.aways import record_away
from schedules.services.parts import submit_part
from schedules.services.plans import approve_plan, publish_plan
from schedules.services.policies import add_floor, new_policy_version, put_policy_in_force
from schedules.services.repairs import recheck
from tests.schedules.office_cast import make_plan
from units.decisions import decisions_on
from units.models import Employee, Outbox

D = datetime.date
THURSDAY = D(2026, 12, 10)
LAST_FRIDAY = D(2026, 12, 18)


def published_plan(city):
    """A published plan of Bidang Ekonomi, eight people rotating, at least five on site."""
    return through(make_plan(city), city)


def through(plan, city):
    """Submit, approve and publish a plan of one part."""
    for part in plan.parts.exclude(status="submitted"):
        submit_part(part, actor=city.rudi.user)
    approve_plan(plan, actor=city.dewi.user)
    publish_plan(plan, actor=city.wati.user)
    plan.refresh_from_db()
    return plan


def asked(plan):
    """Compare a plan with the records as the job would; return the open proposal or None."""
    Plan.objects.filter(pk=plan.pk).update(recheck_asked_at=repairs.clock.now())
    recheck(plan.pk)
    plan.refresh_from_db()
    return plan.repairs.filter(status="proposed").first()


def at_home(plan, day):
    """Return the people of a plan at home on a day."""
    return list(
        Employee.objects.filter(assignments__plan=plan, assignments__date=day).order_by("pk")
    )


def on_site(plan, day, city):
    """Return the eligible colleagues of a plan who come in on a day."""
    home = {person.pk for person in at_home(plan, day)}
    ids = [int(pk) for pk in plan.solution["people"] if int(pk) not in home]
    return list(Employee.objects.filter(pk__in=ids).order_by("pk"))


def away(employee, city, start, end, kind="sakit"):
    return record_away(
        employee,
        kind=kind,
        starts_on=start,
        ends_on=end,
        letter_number="800/1",
        actor=city.hana.user,
    )


def moved(plan, repair):
    """Return {(name, date)} of the changed cells."""
    rotation = rotation_of(plan)
    names = dict(Employee.objects.values_list("pk", "name"))
    return {(names[int(pid)], day) for pid, day in changes_of(rotation, repair)}


def state(plan):
    """What a refused act must leave as it is."""
    return (
        list(Plan.objects.order_by("pk").values_list("pk", "status", "version")),
        sorted(Assignment.objects.values_list("plan", "employee", "date", "published")),
        list(PlanRepair.objects.order_by("pk").values_list("pk", "status")),
        decisions_on(plan).count(),
        Outbox.objects.count(),
    )


def named(name):
    return Employee.objects.get(name=name)


def new_floor(plan, city, on_site):
    """Put a new version of the city's policy in force with another floor."""
    draft = new_policy_version(plan.policy, actor=city.wati.user)
    Policy.objects.filter(pk=draft.pk).update(starts_on=THURSDAY, legal_basis="SE 9")
    draft.refresh_from_db()
    draft.floors.all().delete()
    add_floor(draft, unit=city.division, text="Loket", on_site=on_site, actor=city.wati.user)
    return put_policy_in_force(draft, actor=city.wati.user)


def proposal_of(plan, city):
    """One colleague is ill on a day at home: the proposal changes exactly that day."""
    Floor.objects.update(on_site=1)
    away(at_home(plan, THURSDAY)[0], city, THURSDAY, THURSDAY)
    return asked(plan)


@pytest.fixture
def plan(city, monday):
    """The published plan of Bidang Ekonomi."""
    return published_plan(city)


@pytest.fixture
def proposal(plan, city):
    """The open proposal for a plan in which one colleague is ill."""
    return proposal_of(plan, city)
