"""Kiosks and the PINs at them; the kiosk itself opens to its device alone, never to an account."""

import datetime

from attendance.models import Kiosk
from attendance.queries.kiosks import kiosk_digest
from tests.matrix import ROLES, Row, everybody
from units import clock
from units.models import Place

HEADS = {"head": 200, "agency_head": 200, "unit_hr": 200, "city_hr": 200, "foreign_head": 200}
OPENERS = everybody(403, **HEADS)
ACTS = dict.fromkeys(HEADS, 302)
WITH_RECORD = {**HEADS, "employee": 200, "stranger": 200}
NO_KIOSK = dict.fromkeys(ROLES, 403)
NEVER_BY_GET = dict.fromkeys(ROLES, 405)


def kiosk(city):
    """Make an open kiosk of the own agency."""
    now = clock.now()
    row = Kiosk.objects.create(
        unit=city.agency, place=city.office, name="Meja Piket", digest=kiosk_digest("matriks"),
        opened_by=city.hana.user, opened_at=now, expires_at=now + datetime.timedelta(hours=10),
    )  # fmt: skip
    return {"pk": row.pk}


def elsewhere(city):
    """Make an open kiosk of the other agency."""
    found = kiosk(city)
    place = Place.objects.create(unit=city.service, name="Loket", latitude=-6.24, longitude=106.99)
    Kiosk.objects.filter(pk=found["pk"]).update(unit=city.service, place=place)
    return found


def new_kiosk(city):
    return {"unit": city.agency.pk, "place": city.office.pk, "name": "Meja Piket Lobi"}


ROWS = [
    Row("attendance:kiosk_list", OPENERS),
    Row("attendance:kiosk_new", OPENERS),
    Row(
        "attendance:kiosk_new",
        everybody(403, head=422, agency_head=302, unit_hr=302, city_hr=302, foreign_head=422),
        method="post",
        data=new_kiosk,
        note="of the whole agency",
    ),
    Row(
        "attendance:kiosk_close",
        everybody(403, **{**ACTS, "head": 404, "foreign_head": 404}),
        kiosk,
        "post",
    ),
    Row(
        "attendance:kiosk_close",
        everybody(403, **{**dict.fromkeys(ACTS, 404), "city_hr": 302, "foreign_head": 302}),
        elsewhere,
        "post",
        note="elsewhere",
    ),
    Row(
        "attendance:kiosk_close",
        everybody(403, **dict.fromkeys(ACTS, 405)),
        kiosk,
        note="never by GET",
    ),
    Row("attendance:kiosk_pin", everybody(403, **WITH_RECORD)),
    Row(
        "attendance:kiosk_pin",
        everybody(403, **dict.fromkeys(WITH_RECORD, 302)),
        method="post",
        data=lambda city: {"pin": "482915", "repeated": "482915"},
    ),
    Row(
        "attendance:kiosk_pin_hand_over",
        everybody(403, unit_hr=200, city_hr=200),
        method="post",
        data=lambda city: {"nip": city.sari.nip},
    ),
    Row(
        "attendance:kiosk_pin_hand_over",
        everybody(403, unit_hr=422, city_hr=200),
        method="post",
        data=lambda city: {"nip": city.umar.nip},
        note="elsewhere",
    ),
    Row(
        "attendance:kiosk_pin_hand_over",
        everybody(403, unit_hr=405, city_hr=405),
        note="never by GET",
    ),
    Row("attendance:kiosk_screen", NO_KIOSK),
    Row("attendance:kiosk_screen", NO_KIOSK, method="post"),
    Row("attendance:kiosk_new_pin", NO_KIOSK, method="post"),
    Row("attendance:kiosk_new_pin", NEVER_BY_GET, note="never by GET"),
    Row("attendance:kiosk_tap", NO_KIOSK, method="post"),
    Row("attendance:kiosk_tap", NEVER_BY_GET, note="never by GET"),
]
