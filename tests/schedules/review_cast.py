"""Requests for review: Sari's Thursday at home, or her refused swap with Tono.

Rudi submitted the plan and refused the swap, Dewi approved the plan, Wati drew it up and published
it. Ratna is a second officer of BKPSDM.
"""

import datetime

from schedules.services.reviews import ask_day_review, ask_swap_review
from schedules.services.swaps import decide_swap, take_swap
from tests.conftest import make_employee
from tests.schedules.swap_cast import THURSDAY, offered, published_plan
from units.models import RoleGrant

REASON = "Hari Kamis ada pengobatan di rumah sakit daerah."
LONG_AGO = datetime.date(2020, 1, 1)


def make_officer(city, nip="199002022014032005", name="Ratna Sulistyowati", role="bkpsdm"):
    """Make an employee of BKPSDM with a role of the city."""
    officer = make_employee(nip, name, city.personnel, city.positions.clerk, staff=True)
    RoleGrant.objects.create(user=officer.user, role=role, starts_on=LONG_AGO)
    return officer


def refused_swap(city, plan=None):
    """Let Tono take Sari's offer and Rudi refuse it; return the Swap."""
    swap = offered(city, plan)
    take_swap(swap, actor=city.tono.user)
    return decide_swap(swap, accepted=False, reason="Rapat bidang", actor=city.rudi.user)


def day_review(city, plan=None, day=THURSDAY, officer=True):
    """Let Sari ask about a day; Ratna can answer unless `officer` is false."""
    plan = plan or published_plan(city)
    if officer and not RoleGrant.objects.filter(user__username="199002022014032005").exists():
        make_officer(city)
    return ask_day_review(city.sari, day=day, reason=REASON, actor=city.sari.user)


def swap_review(city, plan=None):
    return ask_swap_review(refused_swap(city, plan), reason=REASON, actor=city.sari.user)
