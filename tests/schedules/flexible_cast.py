"""Disdukcapil with flexible-hours days: everybody at the office, one day a week each."""

import datetime

from schedules.models import Floor, Policy
from schedules.services.parts import submit_part
from schedules.services.plans import approve_plan, publish_plan
from tests.schedules.conftest import make_policy
from tests.schedules.office_cast import draw_up, make_colleagues, make_period
from units.models import Posting

WINDOW = (datetime.time(7), datetime.time(9))


def flexible_policy(city, **over):
    """The policy of the city with one flexible-hours day a week; Mondays are for apel."""
    fields = {
        "excluded_echelons": ["II.b", "III.b"],
        "barred_weekdays": [0],
        "flexible_per_week": 1,
        "flexible_from": WINDOW[0],
        "flexible_until": WINDOW[1],
    } | over
    return Policy.objects.filter(unit=city.root).first() or make_policy(
        city.root, city.wati.user, **fields
    )


def on_time_floor(policy, unit, on_site, **over):
    return Floor.objects.create(
        policy=policy, unit=unit, on_site=on_site, on_time=True,
        **({"text": "Loket buka pada jamnya"} | over),
    )  # fmt: skip


def make_flexible_plan(city, *, colleagues=6, floor=5, period=None, **over):
    """Draw up the plan of Disdukcapil: Umar and his colleagues of the counter take part."""
    policy = flexible_policy(city, **over)
    make_colleagues(city, city.counter, colleagues, first=101)
    if floor:
        on_time_floor(policy, city.counter, floor)
    return draw_up(city, period or make_period(), city.service)


def put_head(city):
    """Hana stands in as the head of the counter."""
    return Posting.objects.create(
        employee=city.hana, unit=city.counter, position=city.positions.head_of_division,
        kind="plt", is_head=True, letter_number="1/2026", starts_on=datetime.date(2026, 12, 1),
        ends_on=datetime.date(2027, 6, 30),
    )  # fmt: skip


def published_flexible(city, **over):
    """Carry that plan through the office: Yanti's stand-in submits, Yanti approves."""
    plan = make_flexible_plan(city, **over)
    put_head(city)
    return through(plan, city)


def through(plan, city):
    """Submit what is not submitted yet, approve and publish."""
    for part in plan.parts.exclude(status="submitted"):
        submit_part(part, actor=city.hana.user)
    approve_plan(plan, actor=city.yanti.user)
    publish_plan(plan, actor=city.wati.user)
    plan.refresh_from_db()
    return plan
