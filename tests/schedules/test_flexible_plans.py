"""Flexible-hours days are planned for who works at the office alone, and go with the plan."""

import datetime
from collections import Counter

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schedules.flexible_problems import GRANTED, flexible_facts
from schedules.models import Assignment, Away, FlexibleDay, Plan, Policy
from schedules.planning import envious, goal_values, read_plan, read_problem, solve, violations
from schedules.problems import NothingToPlan, problem_hash
from schedules.queries.repairs import changes_of
from schedules.queries.rotations import rotation_of
from schedules.services.plans import put_version_in_force
from schedules.services.repairs import recheck
from schedules.services.versions import store_version
from tests.schedules.flexible_cast import (
    WINDOW,
    flexible_policy,
    make_flexible_plan,
    on_time_floor,
    published_flexible,
)
from tests.schedules.office_cast import (
    FIRST,
    LAST,
    draw_up,
    make_colleagues,
    make_period,
    make_plan,
)
from units import clock
from units.models import Exclusion

ONE_DAY = datetime.timedelta(days=1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def participants(plan):
    return {int(one["id"]) for one in plan.flexible_problem["people"] if one.get("eligible", True)}


def test_who_must_be_at_the_office_gets_one_day_a_week_and_nobody_else(city):
    plan = make_flexible_plan(city)
    days = FlexibleDay.objects.filter(plan=plan)
    assert Counter(days.values_list("employee_id", flat=True)) == dict.fromkeys(
        participants(plan), 2
    )
    assert len(participants(plan)) == 7
    assert city.umar.pk in participants(plan)
    assert city.yanti.pk not in participants(plan)  # a head excluded by the policy
    assert set(days.values_list("starts_from", "starts_until")) == {WINDOW}
    assert not days.filter(date__week_day=2).exists()  # Monday, apel
    assert not Assignment.objects.filter(plan=plan).exists()
    assert plan.flexible_hash == problem_hash(plan.flexible_problem)


def test_the_floor_of_these_days_holds_and_the_plan_is_proven(city):
    plan = make_flexible_plan(city, floor=5)
    by_day = Counter(FlexibleDay.objects.filter(plan=plan).values_list("date", flat=True))
    assert max(by_day.values()) == 2
    problem = read_problem(plan.flexible_problem)
    solution = read_plan(plan.flexible_solution)
    assert violations(problem, solution.home) == []
    assert all(goal.value == goal.bound for goal in solution.goals)
    assert envious(problem, solution.home) == []


def test_in_a_back_office_only_positions_that_stay_take_part(city):
    city.positions.clerk.presence, city.positions.clerk.presence_reason = "on_site", "Loket"
    city.positions.clerk.save()
    flexible_policy(city)
    plan = make_plan(city)
    assert participants(plan) == {city.tono.pk, city.hana.pk}
    assert city.sari.pk not in {int(one["id"]) for one in plan.flexible_problem["people"]}
    assert Assignment.objects.filter(plan=plan, employee=city.sari).exists()


def test_floors_of_days_at_home_and_of_flexible_days_are_kept_apart(city):
    policy = flexible_policy(city)
    floor = on_time_floor(policy, city.division, 1)
    plan = make_plan(city)
    ids = {one["id"] for one in plan.problem["floors"]}
    assert f"floor-{floor.pk}" not in ids
    assert len(ids) == 1


@pytest.mark.parametrize("kind", ["discipline", "no_equipment"])
def test_who_is_excluded_takes_no_part(city, kind):
    kinds = {value for value, _label in Exclusion.Kind.choices}
    kind = kind if kind in kinds else sorted(kinds - {"discipline"})[0]
    Exclusion.objects.create(
        employee=city.umar, kind=kind, reason="Uji", starts_on=FIRST - datetime.timedelta(days=9),
        recorded_by=city.wati.user,
    )  # fmt: skip
    plan = make_flexible_plan(city)
    assert city.umar.pk not in participants(plan)
    assert "Uji" not in str(plan.flexible_problem)


def test_without_a_grant_there_is_no_flexible_problem_and_a_service_agency_no_plan(city):
    with pytest.raises(NothingToPlan):
        make_flexible_plan(city, flexible_per_week=0)
    assert FlexibleDay.objects.count() == Plan.objects.count() == 0


def test_the_database_refuses_a_grant_without_its_hours(city):
    policy = flexible_policy(city)
    with pytest.raises(IntegrityError), transaction.atomic():
        Policy.objects.filter(pk=policy.pk).update(flexible_from=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Policy.objects.filter(pk=policy.pk).update(flexible_until=WINDOW[0])


def test_they_are_published_with_the_plan_and_not_before(city):
    plan = published_flexible(city)
    assert plan.flexible_days.filter(published=True).count() == plan.flexible_days.count() == 14
    draft = draw_up(
        city,
        make_period(name="Nanti", starts_on=LAST + ONE_DAY, ends_on=LAST + 14 * ONE_DAY),
        city.service,
    )
    assert draft.flexible_days.count() == 14
    assert not draft.flexible_days.filter(published=True).exists()


def test_a_newer_version_takes_them_over_and_the_older_ones_end(city):
    plan = published_flexible(city)
    before = sorted(plan.flexible_days.values_list("employee", "date"))
    newer = store_version(
        agency=plan.agency, period=plan.period, working_week=5, version=2, policy=plan.policy,
        problem=plan.problem, solution=plan.solution, actor=city.wati.user, base=plan,
        changes_from=FIRST + datetime.timedelta(days=1),
    )  # fmt: skip
    assert sorted(newer.flexible_days.values_list("employee", "date")) == before
    assert newer.flexible_hash == plan.flexible_hash
    Plan.objects.filter(pk=newer.pk).update(status="approved")
    newer.refresh_from_db()
    with transaction.atomic():
        put_version_in_force(newer, rotation_of(newer), actor=city.wati.user, mandate="")
    rows = FlexibleDay.objects.filter(published=True)
    assert sorted(rows.values_list("employee", "date")) == before
    assert not rows.filter(plan=plan, date__gt=FIRST).exists()


def test_a_day_cannot_be_in_force_twice(city):
    plan = published_flexible(city)
    one = plan.flexible_days.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        FlexibleDay.objects.create(
            plan=make_other(plan), employee=one.employee, date=one.date, published=True,
            starts_from=WINDOW[0], starts_until=WINDOW[1],
        )  # fmt: skip


def make_other(plan):
    plan.pk, plan.version, plan.status = None, 9, "superseded"
    plan.save(force_insert=True)
    return plan


def test_an_absence_of_a_plan_without_days_at_home_is_compared_without_a_fault(city):
    plan = published_flexible(city)
    Away.objects.create(
        employee=city.umar, kind="sakit", starts_on=FIRST + datetime.timedelta(days=2),
        ends_on=FIRST + datetime.timedelta(days=3), recorded_by=city.wati.user,
        recorded_at=clock.now(),
    )  # fmt: skip
    Plan.objects.filter(pk=plan.pk).update(recheck_asked_at=clock.now())
    recheck(plan.pk)
    plan.refresh_from_db()
    assert plan.status == "published"
    repair = plan.repairs.get()
    assert {pid for pid, _day in changes_of(rotation_of(plan), repair)} == {str(city.umar.pk)}
    assert repair.moved == 0


@settings(
    max_examples=12, derandomize=True, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    per_week=st.integers(1, 3),
    share=st.sampled_from([0, 0.25, 0.5, 1]),
    floor=st.integers(0, 8),
    barred=st.lists(st.integers(0, 4), unique=True, max_size=2),
    away=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 11), st.integers(0, 3)), max_size=4),
)
def test_the_invariants_of_the_planner_hold_for_flexible_days(
    city, per_week, share, floor, barred, away
):
    with transaction.atomic():
        people = [city.umar, *make_colleagues(city, city.counter, 6, first=101)]
        policy = flexible_policy(
            city, flexible_per_week=per_week, flexible_share=str(share), barred_weekdays=barred
        )
        if floor:
            on_time_floor(policy, city.counter, floor)
        for who, start, length in away:
            if Away.objects.filter(employee=people[who]).exists():
                continue
            Away.objects.create(
                employee=people[who], kind="cuti", recorded_by=city.wati.user,
                starts_on=FIRST + datetime.timedelta(days=start), recorded_at=clock.now(),
                ends_on=FIRST + datetime.timedelta(days=start + length),
            )  # fmt: skip
        period = make_period()
        facts = flexible_facts(city.service, period, policy)
        [problem] = [read_problem(one) for one in facts.problems().values()]
        plan = solve(problem)
        assert violations(problem, plan.home) == []
        assert goal_values(problem, plan.home) == {g.name: g.value for g in plan.goals}
        assert all(goal.value == goal.bound for goal in plan.goals)
        assert envious(problem, plan.home) == []
        for one in problem.people:
            days = [datetime.date.fromisoformat(day) for day in plan.home[one.id]]
            assert one.eligible or not days
            assert not any(day.weekday() in barred for day in days)
            assert (
                max(Counter(day.isocalendar()[1] for day in days).values(), default=0) <= per_week
            )
            aways = Away.objects.filter(employee_id=int(one.id))
            assert not any(a.starts_on <= day <= a.ends_on for a in aways for day in days)
        for day in problem.days:
            present = [one for one in problem.people if day not in one.absent]
            flexible = sum(1 for one in present if day in plan.home[one.id])
            assert flexible <= len(present) * share
            # A floor above the people present lets nobody come later.
            assert flexible == 0 or len(present) - flexible >= floor
        assert draw_up(city, period, city.service).flexible_solution["home"] == {
            one: list(days) for one, days in plan.home.items()
        }
        transaction.set_rollback(True)


def test_the_granted_rules_are_about_task_and_position_alone():
    assert {"position_on_site", "unit_class"} == GRANTED
