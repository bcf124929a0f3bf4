"""A real plan for the tests of the office: solved by the planner from the cast's own records."""

import datetime

from schedules.models import Floor, Period, Plan, PlanningRun, PlanningRunItem, Policy
from schedules.services.runs import solve_agency
from tests.conftest import make_employee
from tests.schedules.conftest import make_policy
from units import clock

FIRST, LAST = datetime.date(2026, 12, 7), datetime.date(2026, 12, 20)

NAMES = (
    "Agus Prasetyo",
    "Bambang Suryadi",
    "Dian Kusumastuti",
    "Eko Saputra",
    "Fajar Nugroho",
    "Maya Lestari",
)


def make_colleagues(city, unit, count=6, *, first=1):
    """Make employees of a unit; the first is Agus."""
    return [
        make_employee(
            f"19930101201603{first + n:04d}",
            NAMES[n] if n < len(NAMES) else f"Pegawai Rekaan {first + n:03d}",
            unit,
            city.positions.planner,
        )
        for n in range(count)
    ]


def make_period(**over):
    """Make two whole weeks from Monday 7 December 2026."""
    return Period.objects.create(
        **({"name": "Desember 2026", "starts_on": FIRST, "ends_on": LAST} | over)
    )


def make_floor(policy, unit, on_site, text="Bidang tetap berjalan"):
    return Floor.objects.create(policy=policy, unit=unit, text=text, on_site=on_site)


def draw_up(city, period, agency=None):
    """Solve the agency for the period and return the draft plan, as a planning run would."""
    run = PlanningRun.objects.create(
        period=period, requested_by=city.wati.user, requested_at=clock.now()
    )
    item = PlanningRunItem.objects.create(run=run, agency=agency or city.agency, status="running")
    plans = solve_agency(item)
    return Plan.objects.select_related("agency", "period", "policy").get(pk=plans[0].pk)


def make_plan(city, *, colleagues=6, floor=5):
    """Make policy, floor, period and colleagues of Bidang Ekonomi, and draw up the plan.

    Nobody of the agency itself or of Bidang Sosial takes part: the plan has one part.
    """
    policy = Policy.objects.filter(unit=city.root).first() or make_policy(
        city.root, city.wati.user, excluded_echelons=["II.b", "III.b"], barred_weekdays=[0]
    )
    make_colleagues(city, city.division, colleagues)
    if floor:
        make_floor(policy, city.division, floor)
    city.hana.postings.update(starts_on=datetime.date(2026, 12, 1))
    return draw_up(city, make_period())
