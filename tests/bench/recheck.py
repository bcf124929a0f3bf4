"""What one illness costs in an agency of 10,000: comparing the plan and proposing its repair.

    BEKASI_ENV=test python -m tests.bench.recheck [--small | people] [--profile]

Self-contained: a temporary SQLite file, the agency of `tests.bench.emergency` with its floors, two
weeks, the published plan, one person ill for three days. To be reached: under 2 s of processor
time. It fails when the job needs more queries than its literal number or moves more than three
others, and where it takes more than so many times the planner's own work on the same problem;
never on a clock.
"""

import cProfile
import datetime
import pstats
import sys
import tempfile
import time

from tests.bench.emergency import seed
from tests.bench.fresh import prepare

QUERIES = 41
MOST_OTHERS = 3
TIMES_THE_PLANNER = 10


def published():
    """Draw the agency's plan up and put it in force; return it."""
    from schedules.models import Assignment, Period, Plan, PlanningRun, PlanningRunItem
    from schedules.services.runs import solve_agency
    from units import clock
    from units.models import Classification

    agency, actor = seed(clock.today())
    Classification.objects.create(
        unit=agency, service_class="back_office", doable_off_site=True, no_special_equipment=True,
        uses_ict=True, little_face_to_face=True, no_constant_supervision=True, reason="Uji",
        legal_basis="SE", starts_on=clock.today() - datetime.timedelta(days=400),
        decided_by=actor, decided_at=clock.now(),
    )  # fmt: skip
    monday = clock.today() + datetime.timedelta(days=7 - clock.today().weekday())
    period = Period.objects.create(
        name="Uji", starts_on=monday, ends_on=monday + datetime.timedelta(days=13)
    )
    run = PlanningRun.objects.create(period=period, requested_by=actor, requested_at=clock.now())
    item = PlanningRunItem.objects.create(run=run, agency=agency, status="running")
    (plan,) = solve_agency(item)
    Plan.objects.filter(pk=plan.pk).update(status="published", published_at=clock.now())
    Assignment.objects.filter(plan=plan).update(published=True)
    return Plan.objects.get(pk=plan.pk), actor


def fall_ill(plan, actor):
    """Record three days of illness that begin on a day at home of somebody."""
    from schedules.models import Assignment, Away, Plan
    from units import clock

    cell = Assignment.objects.filter(plan=plan).order_by("date", "employee_id").first()
    Away.objects.create(
        employee=cell.employee, kind="sakit", starts_on=cell.date,
        ends_on=cell.date + datetime.timedelta(days=2), status=Away.Status.APPROVED,
        recorded_by=actor, recorded_at=clock.now(),
    )  # fmt: skip
    Plan.objects.filter(pk=plan.pk).update(recheck_asked_at=clock.now())
    return cell.employee_id


def measure():
    """Draw up, fall ill, recheck; exit with a sentence where something does not hold."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from schedules.models import PlanRepair
    from schedules.planning import read_problem, solve
    from schedules.services.repairs import recheck

    plan, actor = published()
    ill = fall_ill(plan, actor)
    profile = cProfile.Profile()
    with CaptureQueriesContext(connection) as queries:
        started = time.process_time()
        if "--profile" in sys.argv:
            profile.runcall(recheck, plan.pk)
        else:
            recheck(plan.pk)
        took = time.process_time() - started
    if "--profile" in sys.argv:
        pstats.Stats(profile).sort_stats("cumulative").print_stats(45)
    plan.refresh_from_db(fields=["recheck_note"])
    repair = PlanRepair.objects.filter(plan=plan).first()
    if repair is None:
        sys.exit(f"No repair was proposed: {plan.recheck_note}")
    problem = read_problem(repair.problem)
    started = time.process_time()
    solve(problem)
    alone = time.process_time() - started
    others = {one["id"] for one in repair.difference["wfh"]["people"]} - {str(ill)}
    print(
        f"{len(problem.people)} people: {took:.2f} CPU s, of these the planner {alone:.2f};"
        f" {len(queries)} queries, {len(others)} others move"
    )
    if len(queries) > QUERIES:
        sys.exit(f"More queries than {QUERIES}.")
    if len(others) > MOST_OTHERS:
        sys.exit(f"More than {MOST_OTHERS} others move.")
    if took > TIMES_THE_PLANNER * alone:
        sys.exit(f"More than {TIMES_THE_PLANNER} times the planner's own work.")


def main():
    size = 1_000 if "--small" in sys.argv else 10_000
    size = next((int(text) for text in sys.argv[1:] if text.isdecimal()), size)
    import tests.bench.emergency as city

    city.PEOPLE = size
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        measure()


if __name__ == "__main__":
    main()
