"""Shifts: for BKPSDM, unit HR and heads, each for the units that they keep."""

from tests.matrix import Row, everybody

KEEPERS = ("head", "agency_head", "unit_hr", "city_hr", "foreign_head")
OPENS = everybody(403, **dict.fromkeys(KEEPERS, 200))
AGAIN = everybody(403, **dict.fromkeys(KEEPERS, 422))

ROWS = [
    Row("schedules:shift_list", OPENS),
    Row("schedules:shift_new", OPENS),
    Row("schedules:shift_new", AGAIN, method="post", note="nothing filled in"),
]
