"""The addresses of fairness: the own group for everybody, names for superiors alone."""

from tests.matrix import Row, everybody
from tests.matrix_schedules_office import NO_EMPLOYEE, draft, published

BY_NAME = {"agency_head": 200, "unit_hr": 200, "city_hr": 200}
# Who heads or keeps no unit is refused whatever unit they name.
NO_UNIT = {"employee": 403, "stranger": 403, "leadership": 403, "inspectorate": 403, "council": 403}


def division(city):
    published(city)
    return {"pk": city.division.pk}


def division_in_draft(city):
    draft(city)
    return {"pk": city.division.pk}


ROWS = [
    Row("schedules:fairness", everybody(200, **NO_EMPLOYEE)),
    Row("schedules:fairness", everybody(405, **NO_EMPLOYEE), method="post"),
    Row(
        "schedules:fairness_unit",
        everybody(404, head=200, **BY_NAME, **NO_UNIT),
        kwargs=division,
        note="published",
    ),
    Row(
        "schedules:fairness_unit",
        everybody(404, head=200, **BY_NAME, **NO_UNIT),
        kwargs=division_in_draft,
        note="draft: nothing is shown",
    ),
    Row(
        "schedules:fairness_unit",
        everybody(404, **BY_NAME, **NO_UNIT),
        kwargs=lambda city: published(city) and {"pk": city.other_division.pk},
        note="another bidang",
    ),
]
