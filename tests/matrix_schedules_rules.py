"""What each role gets from the pages of calendar, hours, policies, periods and runs."""

import datetime

from django.utils import timezone

from schedules.models import (
    Floor,
    Holiday,
    Period,
    PlanningRun,
    PlanningRunItem,
    Policy,
    PolicyLevel,
    WorkHours,
)

from .matrix import Row, everybody

D = datetime.date
ONLY_CITY_HR = everybody(403, city_hr=200)
CITY_HR_MOVES = everybody(403, city_hr=302)


def _policy(unit_name, status):
    def prepare(city):
        policy = Policy.objects.create(
            unit=getattr(city, unit_name), version=1, status=status, name="Kebijakan",
            legal_basis="SE 1", starts_on=D(2026, 12, 7), created_by=city.wati.user,
            created_at=timezone.now(),
        )  # fmt: skip
        return {"pk": policy.pk}

    return prepare


def _floor(city):
    policy = _policy("agency", "draft")(city)
    floor = Floor.objects.create(policy_id=policy["pk"], unit=city.division, text="Satu", on_site=1)
    return policy | {"floor_pk": floor.pk}


def _level(city):
    policy = _policy("agency", "draft")(city)
    rule = PolicyLevel.objects.create(
        policy_id=policy["pk"], unit=city.division, level="division", reason="Tanpa kepala"
    )
    return policy | {"rule_pk": rule.pk}


def _holiday(city):
    return {"pk": Holiday.objects.create(date=D(2026, 12, 24), name="Cuti", kind="local").pk}


def _hours(city):
    hours = WorkHours.objects.create(
        name="Jam", working_week=5, legal_basis="SE", starts_on=D(2027, 1, 1)
    )
    return {"pk": hours.pk}


def _run(unit_name):
    def prepare(city):
        period = Period.objects.create(
            name="Desember", starts_on=D(2026, 12, 7), ends_on=D(2027, 1, 3)
        )
        run = PlanningRun.objects.create(
            period=period, requested_by=city.wati.user, requested_at=timezone.now()
        )
        PlanningRunItem.objects.create(run=run, agency=getattr(city, unit_name))
        return {"pk": run.pk}

    return prepare


READ_AGENCY = everybody(200, stranger=404, foreign_head=404)
DRAFT_HIDDEN = everybody(404, city_hr=200)
WRITE_DRAFT = everybody(404, city_hr=302)
PLANNERS = everybody(403, city_hr=200, agency_head=200, foreign_head=200)
FOLLOW_RUN = everybody(403, city_hr=200, agency_head=200, foreign_head=404)
STEER_RUN = everybody(403, city_hr=302, agency_head=302, foreign_head=404)

ROWS = [
    Row("schedules:calendar", everybody(200)),
    Row("schedules:holiday_new", ONLY_CITY_HR),
    Row("schedules:holiday_new", ONLY_CITY_HR, method="post"),
    Row("schedules:holiday_withdraw", ONLY_CITY_HR, _holiday),
    Row("schedules:holiday_withdraw", ONLY_CITY_HR, _holiday, "post"),
    Row("schedules:holidays_load", CITY_HR_MOVES, method="post"),
    Row("schedules:holidays_load", everybody(405), note="never by GET"),
    Row("schedules:hours_list", everybody(200)),
    Row("schedules:hours_new", ONLY_CITY_HR),
    Row("schedules:hours_new", ONLY_CITY_HR, method="post"),
    Row("schedules:hours_edit", ONLY_CITY_HR, _hours),
    Row("schedules:hours_edit", ONLY_CITY_HR, _hours, "post"),
    Row("schedules:hours_end", ONLY_CITY_HR, _hours),
    Row("schedules:hours_end", ONLY_CITY_HR, _hours, "post"),
    Row("schedules:policy_list", everybody(200)),
    Row("schedules:policy_new", ONLY_CITY_HR),
    Row("schedules:policy_new", ONLY_CITY_HR, method="post"),
    Row("schedules:policy_detail", READ_AGENCY, _policy("agency", "in_force")),
    Row("schedules:policy_detail", DRAFT_HIDDEN, _policy("agency", "draft"), note="draft"),
    Row("schedules:policy_edit", DRAFT_HIDDEN, _policy("agency", "draft")),
    Row("schedules:policy_edit", DRAFT_HIDDEN, _policy("agency", "draft"), "post"),
    Row(
        "schedules:policy_edit",
        everybody(403, city_hr=200, stranger=404, foreign_head=404),
        _policy("agency", "in_force"),
        note="in force",
    ),
    Row("schedules:policy_put_in_force", WRITE_DRAFT, _policy("agency", "draft"), "post"),
    Row("schedules:policy_put_in_force", everybody(405), _policy("agency", "draft")),
    Row(
        "schedules:policy_new_version",
        everybody(403, city_hr=302, stranger=404, foreign_head=404),
        _policy("agency", "in_force"),
        "post",
    ),
    Row("schedules:policy_discard", WRITE_DRAFT, _policy("agency", "draft"), "post"),
    Row("schedules:floor_new", DRAFT_HIDDEN, _policy("agency", "draft")),
    Row("schedules:floor_new", DRAFT_HIDDEN, _policy("agency", "draft"), "post"),
    Row("schedules:floor_remove", WRITE_DRAFT, _floor, "post"),
    Row("schedules:level_new", DRAFT_HIDDEN, _policy("agency", "draft")),
    Row("schedules:level_new", {
        role: 422 if answer == 200 else answer for role, answer in DRAFT_HIDDEN.items()
    }, _policy("agency", "draft"), "post"),
    Row("schedules:level_remove", WRITE_DRAFT, _level, "post"),
    Row("schedules:period_list", ONLY_CITY_HR),
    Row("schedules:period_list", ONLY_CITY_HR, method="post"),
    Row("schedules:period_due", ONLY_CITY_HR, method="post"),
    Row("schedules:period_due", everybody(405, anonymous=302), note="never by GET"),
    Row("schedules:run_new", PLANNERS),
    Row("schedules:run_new", PLANNERS, method="post"),
    Row("schedules:run_detail", FOLLOW_RUN, _run("agency")),
    Row("schedules:run_progress", FOLLOW_RUN, _run("agency")),
    Row("schedules:run_cancel", STEER_RUN, _run("agency"), "post"),
    Row("schedules:run_cancel", everybody(405),
        _run("agency"), note="never by GET"),
    Row("schedules:run_retry", STEER_RUN, _run("agency"), "post"),
]  # fmt: skip
