"""The addresses of preferences, caregiver claims and pairs to be kept apart."""

from schedules.services.pairs import keep_apart
from schedules.services.preferences import claim_caregiver
from tests.matrix import Row, everybody

NO_EMPLOYEE = {"leadership": 403, "inspectorate": 403, "council": 403}
KEEPERS = {"head": 200, "agency_head": 200, "unit_hr": 200, "foreign_head": 200}


def claim(city):
    return {"pk": claim_caregiver(city.sari, evidence="Surat 12/2026", actor=city.sari.user).pk}


def pair(city):
    made = keep_apart(city.sari, city.tono, reason="Saling menggantikan", actor=city.rudi.user)
    return {"pk": made.pk}


ROWS = [
    Row("schedules:preferences", everybody(200, **NO_EMPLOYEE)),
    Row("schedules:preferences", everybody(302, **NO_EMPLOYEE), method="post"),
    Row("schedules:caregiver_claim", everybody(405, **NO_EMPLOYEE), note="never by GET"),
    Row("schedules:caregiver_claim", everybody(422, **NO_EMPLOYEE), method="post"),
    Row("schedules:caregiver_withdraw", everybody(405, **NO_EMPLOYEE), note="never by GET"),
    Row("schedules:caregiver_withdraw", everybody(302, **NO_EMPLOYEE), method="post"),
    Row("schedules:preference_review", everybody(403, unit_hr=200)),
    Row(
        "schedules:caregiver_decide",
        everybody(403, unit_hr=405),
        kwargs=claim,
        note="never by GET",
    ),
    Row(
        "schedules:caregiver_decide",
        everybody(403, unit_hr=302),
        kwargs=claim,
        method="post",
        data=lambda city: {"decision": "accept"},
    ),
    Row("schedules:pair_list", everybody(403, **KEEPERS)),
    Row("schedules:pair_list", everybody(403, **dict.fromkeys(KEEPERS, 422)), method="post"),
    Row(
        "schedules:pair_end",
        everybody(403, **dict.fromkeys(KEEPERS, 405)),
        kwargs=pair,
        note="never by GET",
    ),
    Row(
        "schedules:pair_end",
        everybody(403, **dict.fromkeys(KEEPERS, 302) | {"foreign_head": 404}),
        kwargs=pair,
        method="post",
    ),
]
