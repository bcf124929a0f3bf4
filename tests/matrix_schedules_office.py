"""The addresses of the office: plans, boards, cells, acts, and the own schedule."""

from schedules.services.feeds import renew_feed
from schedules.services.parts import submit_part
from schedules.services.plans import approve_plan, publish_plan
from tests.matrix import ROLES, Row, everybody
from tests.schedules.office_cast import make_plan
from units.models import Employee

# heads, unit HR and BKPSDM of the plan's agency; everybody else does not know that it exists
INSIDE = {"head": 200, "agency_head": 200, "unit_hr": 200, "city_hr": 200}


def draft(city):
    return {"pk": make_plan(city).pk}


def draft_board(city):
    return draft(city) | {"unit_pk": city.division.pk}


def waiting(city):
    plan = make_plan(city)
    submit_part(plan.parts.get(), actor=city.rudi.user)
    return {"pk": plan.pk}


def waiting_board(city):
    return waiting(city) | {"unit_pk": city.division.pk}


def ready(city):
    plan = make_plan(city)
    submit_part(plan.parts.get(), actor=city.rudi.user)
    approve_plan(plan, actor=city.dewi.user)
    return {"pk": plan.pk}


def published(city):
    plan = make_plan(city)
    submit_part(plan.parts.get(), actor=city.rudi.user)
    approve_plan(plan, actor=city.dewi.user)
    publish_plan(plan, actor=city.wati.user)
    return {"pk": plan.pk}


def published_board(city):
    return published(city) | {"unit_pk": city.division.pk}


def published_foreign_board(city):
    """A plan in which Sari works elsewhere in the same agency."""
    kwargs = published_board(city)
    Employee.objects.get(pk=city.sari.pk).postings.update(unit=city.other_division)
    return kwargs


def own_feed(city):
    return {"token": renew_feed(city.sari)}


NO_EMPLOYEE = {"leadership": 403, "inspectorate": 403, "council": 403}

ROWS = [
    Row("schedules:feed_page", everybody(200, **NO_EMPLOYEE)),
    Row("schedules:feed_renew", everybody(405)),
    Row("schedules:feed_renew", everybody(200, **NO_EMPLOYEE), method="post"),
    Row("schedules:feed_stop", everybody(405)),
    Row("schedules:feed_stop", everybody(302, **NO_EMPLOYEE), method="post"),
    Row("schedules:feed", dict.fromkeys(ROLES, 200), kwargs=own_feed, note="by its secret alone"),
    Row("schedules:feed", dict.fromkeys(ROLES, 404), kwargs=lambda city: {"token": "tebakan"}),
    Row("schedules:my_schedule", everybody(200, leadership=403, inspectorate=403, council=403)),
    Row(
        "schedules:my_day",
        everybody(200, leadership=403, inspectorate=403, council=403),
        kwargs=lambda city: {"day": "2026-12-10"},
    ),
    Row(
        "schedules:balance_ledger",
        everybody(404, employee=200, head=200, agency_head=200, unit_hr=200, city_hr=200),
        kwargs=lambda city: {"pk": city.sari.pk},
    ),
    Row(
        "schedules:balance_ledger",
        everybody(404, head=200, agency_head=200, unit_hr=200, city_hr=200),
        kwargs=lambda city: {"pk": city.tono.pk},
        note="of a colleague",
    ),
    Row(
        "schedules:my_otherwise",
        everybody(
            404,
            employee=200,
            head=200,
            agency_head=200,
            unit_hr=200,
            leadership=403,
            inspectorate=403,
            council=403,
        ),  # fmt: skip
        kwargs=lambda city: published(city) and {"day": "2026-12-10"},
        note="published",
    ),
    Row(
        "schedules:cell_otherwise",
        everybody(404, employee=403, unit_hr=403, city_hr=403),
        kwargs=published_board,
        note="names no cell",
    ),
    Row("schedules:plan_list", everybody(403, **INSIDE, foreign_head=200)),
    Row("schedules:plan_detail", everybody(404, **INSIDE), kwargs=draft, note="draft"),
    Row(
        "schedules:plan_detail",
        everybody(404, **INSIDE, employee=403),
        kwargs=published,
        note="published",
    ),
    Row("schedules:plan_board", everybody(404, **INSIDE), kwargs=draft_board, note="draft"),
    Row(
        "schedules:plan_board",
        everybody(404, **INSIDE, employee=200),
        kwargs=published_board,
        note="published",
    ),
    Row(
        "schedules:plan_board",
        everybody(404, **INSIDE, employee=403),
        kwargs=published_foreign_board,
        note="another bidang",
    ),
    Row(
        "schedules:plan_wall",
        everybody(404, **INSIDE, employee=200),
        kwargs=published_board,
        note="published",
    ),
    Row("schedules:plan_wall", everybody(404), kwargs=draft_board, note="draft"),
    Row(
        "schedules:plan_wall",
        everybody(404, **INSIDE, employee=403),
        kwargs=published_foreign_board,
        note="another bidang",
    ),
    Row(
        "schedules:plan_cell",
        everybody(404, unit_hr=403, city_hr=403),
        kwargs=draft_board,
        note="names no cell",
    ),
    Row(
        "schedules:plan_cell",
        everybody(404, unit_hr=403, city_hr=403),
        kwargs=draft_board,
        method="post",
        note="names no cell",
    ),
    Row("schedules:plan_cell_undo", everybody(405), kwargs=draft_board, note="never by GET"),
    Row(
        "schedules:plan_cell_undo",
        everybody(404, unit_hr=403, city_hr=403),
        kwargs=draft_board,
        method="post",
        note="names no change",
    ),
    Row("schedules:plan_part_submit", everybody(405), kwargs=draft_board, note="never by GET"),
    Row(
        "schedules:plan_part_submit",
        everybody(404, head=302, agency_head=302, unit_hr=403, city_hr=403),
        kwargs=draft_board,
        method="post",
    ),
    Row("schedules:plan_part_return", everybody(405), kwargs=waiting_board, note="never by GET"),
    Row(
        "schedules:plan_part_return",
        everybody(404, head=403, agency_head=302, unit_hr=403, city_hr=403),
        kwargs=waiting_board,
        method="post",
    ),
    Row("schedules:plan_approve", everybody(405), kwargs=waiting, note="never by GET"),
    Row(
        "schedules:plan_approve",
        everybody(404, head=200, agency_head=302, unit_hr=403, city_hr=403),
        kwargs=waiting,
        method="post",
        note="who submitted reads why not",
    ),
    Row("schedules:plan_publish", everybody(405), kwargs=ready, note="never by GET"),
    Row(
        "schedules:plan_publish",
        everybody(404, head=403, agency_head=403, unit_hr=403, city_hr=302),
        kwargs=ready,
        method="post",
    ),
]
