"""Units, positions, people and spreadsheets: who gets what, from inside and from outside."""

import datetime

from tests.conftest import MONDAY
from tests.matrix import ROLES, Row, everybody
from units.decisions import notify
from units.models import (
    EmployeeSkill,
    Exclusion,
    Home,
    ImportRun,
    Outbox,
    Posting,
    RoleGrant,
    Skill,
)

CITY_HR_ONLY = everybody(403, city_hr=200)
HR_ONLY = everybody(403, city_hr=200, unit_hr=200)
NAMES = everybody(403, city_hr=200, unit_hr=200, head=200, agency_head=200, foreign_head=200)
SINCE = datetime.date(2026, 1, 1)

# what each role gets for a page of Sari, and for one of Bidang Ekonomi
SEES_SARI = everybody(404, employee=200, head=200, agency_head=200, unit_hr=200, city_hr=200)
ACTS_ON_SARI = {**SEES_SARI, "employee": 403, "head": 403, "agency_head": 403}
SEES_DIVISION = everybody(200, stranger=404, foreign_head=404)


def division(city):
    return {"pk": city.division.pk}


def sari(city):
    return {"pk": city.sari.pk}


def skill_of_sari(city):
    skill = Skill.objects.create(code="LOKET", name="Petugas loket")
    held = EmployeeSkill.objects.create(employee=city.sari, skill=skill, starts_on=SINCE)
    return {"pk": city.sari.pk, "held_pk": held.pk}


def home_of_sari(city):
    at = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    home = Home.objects.create(
        employee=city.sari, latitude=-6.2, longitude=106.9, set_at=at, starts_on=SINCE
    )
    return {"pk": city.sari.pk, "home_pk": home.pk}


def exclusion_of_sari(city, kind="no_equipment"):
    exclusion = Exclusion.objects.create(
        employee=city.sari, kind=kind, reason="Uji", starts_on=SINCE, recorded_by=city.wati.user
    )
    return {"pk": city.sari.pk, "exclusion_pk": exclusion.pk}


def discipline_of_sari(city):
    return exclusion_of_sari(city, "discipline")


def own_choice_of_sari(city):
    return exclusion_of_sari(city, "own_choice")


def run_of(person):
    def make(city):
        run = ImportRun.objects.create(
            kind="employees", file_name="uji.csv", content=b"NIP\n1", rows=[],
            uploaded_by=getattr(city, person).user,
            uploaded_at=datetime.datetime(2026, 12, 7, tzinfo=datetime.UTC),
        )  # fmt: skip
        return {"pk": run.pk}

    return make


def role_of_hana(city):
    return {"pk": RoleGrant.objects.get(user=city.hana.user).pk}


def ends(city):
    return {"ends_on": "2026-12-07"}


def notice_to(person):
    def make(city):
        user = getattr(city, person).user
        notify([user], kind="home", link="/pegawai/")
        return {"pk": Outbox.objects.get(recipient=user).pk}

    return make


RUN_OF_HR = everybody(403, city_hr=200, unit_hr=200)
RUN_OF_CITY = everybody(403, city_hr=200, unit_hr=404)


def acting(city):
    """Tono acts as head of Bidang Ekonomi today."""
    posting = Posting.objects.create(
        employee=city.tono, unit=city.division, position=city.positions.head_of_division,
        kind="plh", is_head=True, letter_number="800/1", starts_on=MONDAY, ends_on=MONDAY,
    )  # fmt: skip
    return division(city) | {"posting_pk": posting.pk}


ROWS = [
    Row("units:job_list", CITY_HR_ONLY),
    Row("units:job_log", CITY_HR_ONLY, kwargs=lambda city: {"key": "close-days"}),
    Row(
        "units:job_run",
        everybody(403, city_hr=405),
        kwargs=lambda city: {"key": "close-days"},
    ),
    Row(
        "units:job_run",
        everybody(403, city_hr=302),
        kwargs=lambda city: {"key": "close-days"},
        method="post",
    ),
    Row("units:notice_list", everybody(200)),
    Row("units:notice_list", everybody(302), method="post"),
    Row("units:notice_open", everybody(405), notice_to("sari")),
    Row("units:notice_open", everybody(404, employee=302), notice_to("sari"), method="post"),
    Row("units:notice_open", everybody(404, agency_head=302), notice_to("dewi"), method="post",
        note="of a head"),
    Row("units:notice_settings", everybody(200)),
    Row("units:notice_settings", everybody(302), method="post"),
    Row("units:mailing_list", CITY_HR_ONLY),
    Row("units:mailing_list", everybody(403, city_hr=302), method="post"),
    Row("units:unit_list", everybody(200)),
    Row("units:unit_list", everybody(405), method="post"),
    Row("units:unit_detail", SEES_DIVISION, division),
    Row("units:unit_detail", everybody(404), lambda city: {"pk": 999999}),
    Row("units:unit_classify", {**SEES_DIVISION, **{
        role: 403 for role in ROLES
        if role not in ("anonymous", "city_hr", "stranger", "foreign_head")
    }}, division),
    Row("units:unit_classify", {**SEES_DIVISION, **{
        role: 403 for role in ROLES
        if role not in ("anonymous", "city_hr", "stranger", "foreign_head")
    }, "city_hr": 422}, division, method="post"),
    Row("units:unit_appoint", everybody(
        403, city_hr=200, agency_head=200, stranger=404, foreign_head=404
    ), division),
    Row("units:unit_appoint", everybody(
        403, city_hr=422, agency_head=422, stranger=404, foreign_head=404
    ), division, method="post"),
    Row("units:acting_end", everybody(405), acting, note="never by GET"),
    Row("units:acting_end", everybody(
        403, head=302, city_hr=302, agency_head=302, stranger=404, foreign_head=404
    ), acting, method="post"),
    Row("units:position_list", CITY_HR_ONLY),
    Row("units:position_edit", CITY_HR_ONLY, lambda city: {"pk": city.positions.planner.pk}),
    Row("units:position_edit", everybody(403, city_hr=422),
        lambda city: {"pk": city.positions.planner.pk}, method="post"),
    Row("units:employee_list", NAMES),
    Row("units:employee_detail", SEES_SARI, sari),
    Row("units:employee_detail", everybody(
        404, city_hr=200, stranger=200, foreign_head=200
    ), lambda city: {"pk": city.umar.pk}, note="of another agency"),
    Row("units:skill_add", everybody(405), sari),
    Row("units:skill_add", {**ACTS_ON_SARI, "city_hr": 422, "unit_hr": 422}, sari, method="post"),
    Row("units:skill_end", everybody(405), skill_of_sari),
    Row("units:skill_end", {**ACTS_ON_SARI, "city_hr": 302, "unit_hr": 302}, skill_of_sari,
        method="post", data=ends),
    Row("units:home_confirm", everybody(405), home_of_sari),
    Row("units:home_confirm", {**ACTS_ON_SARI, "city_hr": 403, "unit_hr": 302}, home_of_sari,
        method="post"),
    Row("units:exclusion_add", everybody(405), sari),
    Row("units:exclusion_add", {
        **ACTS_ON_SARI, "city_hr": 422, "unit_hr": 422, "employee": 422,
    }, sari, method="post"),
    Row("units:exclusion_end", everybody(405), exclusion_of_sari),
    Row("units:exclusion_end", {**ACTS_ON_SARI, "city_hr": 302, "unit_hr": 302},
        exclusion_of_sari, method="post", data=ends),
    Row("units:exclusion_end", {**ACTS_ON_SARI, "city_hr": 302, "unit_hr": 403},
        discipline_of_sari, method="post", data=ends, note="discipline"),
    Row("units:exclusion_end", {
        **ACTS_ON_SARI, "city_hr": 302, "unit_hr": 302, "employee": 302,
    }, own_choice_of_sari, method="post", data=ends, note="own choice"),
    Row("units:posting_new", {**ACTS_ON_SARI, "city_hr": 200, "unit_hr": 200}, sari),
    Row("units:posting_new", {**ACTS_ON_SARI, "city_hr": 422, "unit_hr": 422}, sari,
        method="post"),
    Row("units:employee_leave", everybody(405), sari),
    Row("units:employee_leave", {**ACTS_ON_SARI, "city_hr": 422, "unit_hr": 422}, sari,
        method="post"),
    Row("units:activation_code", everybody(405), sari),
    Row("units:activation_code", {**ACTS_ON_SARI, "city_hr": 200, "unit_hr": 200}, sari,
        method="post"),
    Row("units:activate", everybody(302, anonymous=200)),
    Row("units:activate", everybody(302, anonymous=422), method="post"),
    Row("units:role_list", CITY_HR_ONLY),
    Row("units:role_list", everybody(403, city_hr=422), method="post"),
    Row("units:account_open", everybody(405)),
    Row("units:account_open", everybody(403, city_hr=422), method="post"),
    Row("units:role_end", everybody(405), role_of_hana),
    Row("units:role_end", everybody(403, city_hr=302), role_of_hana, method="post"),
    Row("units:import_list", HR_ONLY),
    Row("units:import_new", HR_ONLY, lambda city: {"kind": "employees"}),
    Row("units:import_new", CITY_HR_ONLY, lambda city: {"kind": "units"}, note="city kind"),
    Row("units:import_new", everybody(403, city_hr=404, unit_hr=404),
        lambda city: {"kind": "users"}, note="no such kind"),
    Row("units:import_new", everybody(403, city_hr=422, unit_hr=422),
        lambda city: {"kind": "skills"}, method="post"),
    Row("units:import_template", HR_ONLY, lambda city: {"kind": "employees"}),
    Row("units:import_detail", RUN_OF_HR, run_of("hana")),
    Row("units:import_detail", RUN_OF_CITY, run_of("wati"), note="of BKPSDM"),
    Row("units:import_progress", RUN_OF_HR, run_of("hana")),
    Row("units:import_progress", RUN_OF_CITY, run_of("wati"), note="of BKPSDM"),
    Row("units:import_apply", everybody(405), run_of("hana")),
    Row("units:import_apply", {**RUN_OF_HR, "city_hr": 422, "unit_hr": 422}, run_of("hana"),
        method="post"),
    Row("units:import_apply", {**RUN_OF_CITY, "city_hr": 422}, run_of("wati"), method="post",
        note="of BKPSDM"),
    Row("units:import_discard", everybody(405), run_of("hana")),
    Row("units:import_discard", {**RUN_OF_HR, "city_hr": 302, "unit_hr": 302}, run_of("hana"),
        method="post"),
    Row("units:import_discard", {**RUN_OF_CITY, "city_hr": 302}, run_of("wati"), method="post",
        note="of BKPSDM"),
    Row("units:import_errors", RUN_OF_CITY, run_of("wati")),
    Row("units:export", NAMES, lambda city: {"kind": "employees"}),
    Row("units:export", CITY_HR_ONLY, lambda city: {"kind": "units"}, note="city kind"),
    Row("units:export_csv", NAMES, lambda city: {"kind": "skills"}),
]  # fmt: skip
