"""A published plan in which two can swap: Sari is at home on Thursday, Tono on Tuesday."""

import datetime

from schedules.models import Assignment, Plan
from schedules.services.parts import submit_part
from schedules.services.plans import approve_plan, publish_plan
from schedules.services.swaps import offer_swap
from tests.schedules.office_cast import make_plan

TUESDAY, THURSDAY = datetime.date(2026, 12, 15), datetime.date(2026, 12, 17)


def published_plan(city):
    """Publish the plan of the cast, then put Sari and Tono at home on one day each."""
    plan = make_plan(city)
    submit_part(plan.parts.get(), actor=city.rudi.user)
    approve_plan(plan, actor=city.dewi.user)
    publish_plan(plan, actor=city.wati.user)
    Assignment.objects.filter(plan=plan, date__range=(TUESDAY, THURSDAY)).delete()
    for employee, date in ((city.sari, THURSDAY), (city.tono, TUESDAY)):
        Assignment.objects.filter(plan=plan, employee=employee).delete()
        Assignment.objects.create(plan=plan, employee=employee, date=date, published=True)
    return Plan.objects.select_related("agency", "period", "policy").get(pk=plan.pk)


def offered(city, plan=None, colleagues=None):
    """Offer Sari's Thursday for Tono's Tuesday."""
    return offer_swap(
        city.sari,
        plan=plan or published_plan(city),
        give_on=THURSDAY,
        take_on=TUESDAY,
        colleagues=[city.tono.pk] if colleagues is None else colleagues,
        reason="Mengantar orang tua berobat",
        actor=city.sari.user,
    )
