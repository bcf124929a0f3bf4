"""Row "no phone, no computer": at the office with the reason shown; the roster on the wall."""

import datetime
import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from schedules.models import Holiday, Plan
from schedules.queries.day_reasons import day_reason
from schedules.queries.workplaces import workplace_of
from schedules.services.aways import record_away
from schedules.services.repairs import recheck_due_plans
from schedules.wall_paper import contents
from tests.middle_of_month.conftest import told
from tests.schedules.office_cast import make_plan
from tests.schedules.swap_cast import THURSDAY
from units.access import scope_for
from units.models import Exclusion
from units.services.people import record_exclusion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

MONDAY = datetime.date(2026, 12, 7)
REASON = "Belum mempunyai telepon pintar dan laptop."


def without_device(city):
    return record_exclusion(
        city.sari, kind="no_equipment", reason=REASON, starts_on=MONDAY, actor=city.hana.user
    )


def wall(client, plan, city):
    response = client.get(reverse("schedules:plan_wall", args=[plan.pk, city.division.pk]))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "private, no-store"
    pages = PdfReader(io.BytesIO(response.content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def rows_of(plan, city, viewer):
    part = plan.parts.get()
    found = contents(plan, part, scope_for(viewer.user))
    return {row[0]: row[1:] for group in found["groups"] for row in group["rows"]}, found


def test_from_that_day_at_the_office_and_the_person_reads_why(city, plan, as_):
    assert workplace_of(city.sari, THURSDAY) == "wfh"
    without_device(city)
    assert workplace_of(city.sari, THURSDAY) == "wfo"
    assert day_reason(city.sari, THURSDAY).place == "wfo"
    assert (city.sari.nip, "exclusion") in told("exclusion")
    page = as_(city.sari).get(reverse("units:employee_detail", args=[city.sari.pk])).text
    assert REASON in page
    assert as_(city.tono).get(
        reverse("units:employee_detail", args=[city.sari.pk])
    ).status_code == 404  # fmt: skip
    assert recheck_due_plans() >= 1


def test_the_wall_says_where_and_never_why(city, plan, as_):
    record_away(
        city.tono, kind="sakit", starts_on=MONDAY, ends_on=MONDAY, actor=city.hana.user
    )  # fmt: skip
    rows, found = rows_of(plan, city, city.rudi)
    days = [number for _name, number in found["days"]]
    assert rows["Sari Wulandari"][days.index("17")] == "R"
    assert rows["Sari Wulandari"][days.index("15")] == "K"
    assert rows["Tono Prasetyo"][days.index("7")] == "–"
    assert {cell for row in rows.values() for cell in row} <= {"R", "K", "F", "–"}
    text = wall(as_(city.rudi), plan, city)
    for words in ("Lokasi kerja harian", "Bidang Ekonomi", "Sari Wulandari", "tidak tersedia"):
        assert words in text
    for words in ("sakit", "Sakit", city.sari.nip, "selisih", "porsi"):
        assert words not in text


def test_who_may_no_longer_be_at_home_stands_at_the_office(city, plan):
    without_device(city)
    rows, _found = rows_of(plan, city, city.rudi)
    assert set(rows["Sari Wulandari"]) == {"K"}
    assert "R" in rows["Tono Prasetyo"]


def test_a_holiday_declared_late_stands_on_the_wall(city, plan, as_):
    Holiday.objects.create(date=THURSDAY, name="Cuti bersama", kind="joint_leave")
    rows, found = rows_of(plan, city, city.rudi)
    day = [number for _name, number in found["days"]].index("17")
    assert {row[day] for row in rows.values()} == {"L"}
    assert "dicetak 7 Desember 2026 09.00" in wall(as_(city.rudi), plan, city)


@pytest.mark.parametrize("who", ["sari", "rudi", "dewi", "hana", "wati"])
def test_everybody_prints_the_same(city, plan, as_, who):
    rows, _found = rows_of(plan, city, city.rudi)
    assert rows_of(plan, city, getattr(city, who))[0] == rows


def test_names_are_never_markup_on_the_wall(city, plan, as_):
    city.sari.name = '#eval("1") *Sari* $x$ <b>'
    city.sari.save()
    assert '#eval("1") *Sari* $x$ <b>' in wall(as_(city.rudi), plan, city)


def test_a_draft_is_never_printed(city, as_):
    plan = make_plan(city)
    url = reverse("schedules:plan_wall", args=[plan.pk, city.division.pk])
    assert as_(city.rudi).get(url).status_code == 404
    assert Plan.objects.get().status == "draft"


def test_colleagues_and_heads_cannot_say_that_somebody_has_no_device(city, as_):
    for who in ("tono", "rudi", "umar"):
        response = as_(getattr(city, who)).post(
            reverse("units:exclusion_add", args=[city.sari.pk]),
            {"kind": "no_equipment", "reason": REASON, "starts_on": "2026-12-07"},
        )
        assert response.status_code in (403, 404)
    assert not Exclusion.objects.exists()
