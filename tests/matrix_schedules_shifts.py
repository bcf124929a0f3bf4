"""Shifts: for BKPSDM, unit HR and heads, each for the units that they keep."""

import datetime

from schedules.models import Holiday
from tests.matrix import Row, everybody

KEEPERS = ("head", "agency_head", "unit_hr", "city_hr", "foreign_head")
OPENS = everybody(403, **dict.fromkeys(KEEPERS, 200))
AGAIN = everybody(403, **dict.fromkeys(KEEPERS, 422))

HEADS = ("head", "agency_head", "foreign_head")


def named(status):
    """Who heads the division or its agency gets `status`; for other heads there is no such unit."""
    return everybody(403, head=status, agency_head=status, foreign_head=404)


def day_off(city):
    """A holiday ahead, for the division that Rudi heads."""
    day = datetime.date(2026, 12, 16)
    Holiday.objects.get_or_create(date=day, kind="local", defaults={"name": "Hari Kota"})
    return {"unit_pk": city.division.pk, "date": day.isoformat()}


ROWS = [
    Row("schedules:shift_list", OPENS),
    Row("schedules:shift_new", OPENS),
    Row("schedules:shift_new", AGAIN, method="post", note="nothing filled in"),
    Row("schedules:duty_list", everybody(403, **dict.fromkeys(HEADS, 200))),
    Row("schedules:duty_day", named(200), day_off),
    Row("schedules:duty_day", named(422), day_off, method="post", note="nothing filled in"),
]
