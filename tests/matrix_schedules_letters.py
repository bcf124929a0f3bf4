"""The addresses of letters, and the public page that checks them."""

from tests.matrix import ROLES, Row, everybody
from tests.schedules.letter_cast import (
    draft_letter,
    letter_in_force,
    numbered_letter,
    published_plan,
)

INSIDE = {"head": 200, "agency_head": 200, "unit_hr": 200, "city_hr": 200}
WRITERS = ("head", "agency_head", "unit_hr", "city_hr")
OPEN = dict.fromkeys(ROLES, 200)


def writers(status):
    return everybody(404, **dict.fromkeys(WRITERS, status))


def draft(city):
    return {"pk": draft_letter(city).pk}


def numbered(city):
    return {"pk": numbered_letter(city).pk}


def in_force(city):
    return {"pk": letter_in_force(city).pk}


def plan(city):
    return {"plan_pk": published_plan(city).pk}


def token(city):
    return {"token": letter_in_force(city).token}


ROWS = [
    Row(
        "schedules:letter_list",
        everybody(200, leadership=403, inspectorate=403, council=403),
    ),
    Row("schedules:letter_new", everybody(404, **INSIDE, employee=403), plan),
    Row(
        "schedules:letter_new",
        everybody(404, **dict.fromkeys(INSIDE, 422), employee=403),
        plan,
        method="post",
    ),
    Row("schedules:letter_detail", writers(200), draft, note="draft"),
    Row("schedules:letter_detail", {**writers(200), "employee": 200}, in_force, note="in force"),
    Row("schedules:letter_number", everybody(405), draft),
    Row("schedules:letter_number", writers(422), draft, method="post"),
    Row("schedules:letter_renew", everybody(405), in_force),
    Row("schedules:letter_renew", {**writers(302), "employee": 403}, in_force, method="post"),
    Row("schedules:letter_record", everybody(405), numbered),
    Row("schedules:letter_record", writers(422), numbered, method="post"),
    Row("schedules:letter_cancel", everybody(405), draft),
    Row("schedules:letter_cancel", writers(422), draft, method="post"),
    Row(
        "schedules:letter_cancel",
        {**writers(302), "employee": 403},
        in_force,
        method="post",
        data=lambda city: {"reason": "Keliru"},
        note="in force",
    ),
    Row("schedules:letter_pdf", writers(200), draft, note="draft"),
    Row("schedules:letter_pdf", {**writers(200), "employee": 403}, in_force, note="in force"),
    Row("schedules:letter_to_sign", writers(200), numbered),
    Row("schedules:letter_to_sign", writers(404), draft, note="without a number"),
    Row("schedules:letter_signed_copy", writers(404), draft, note="not signed yet"),
    Row("schedules:letter_signed_copy", {**writers(200), "employee": 200}, in_force),
    Row("schedules:verification_by_number", OPEN),
    Row("schedules:verification", OPEN, token),
    Row("schedules:verification", dict.fromkeys(ROLES, 404), lambda city: {"token": "tebakan"}),
    Row("schedules:verification", dict.fromkeys(ROLES, 422), token, method="post"),
]
