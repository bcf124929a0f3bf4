"""The addresses of the approval chain: reminders, taking note, sending back, a new version."""

from schedules.models import Plan
from schedules.services.chain import revise_part
from tests.matrix import Row, everybody
from tests.matrix_schedules_office import draft, published, published_board, ready


def to_be_noted(city):
    """An approved plan whose policy has a step of its own for BKPSDM."""
    kwargs = ready(city)
    plan = Plan.objects.select_related("policy").get(pk=kwargs["pk"])
    type(plan.policy).objects.filter(pk=plan.policy_id).update(acknowledgement="step")
    return kwargs


def revision(city):
    plan = Plan.objects.get(**published(city))
    part = plan.parts.get()
    return {"pk": revise_part(part, reason="Kegiatan lapangan", actor=city.rudi.user).pk}


ROWS = [
    Row("schedules:plan_remind", everybody(405, anonymous=302), note="never by GET"),
    Row(
        "schedules:plan_remind",
        everybody(403, city_hr=302),
        kwargs=lambda city: draft(city) and {},
        method="post",
    ),
    Row("schedules:plan_acknowledge", everybody(405), kwargs=to_be_noted, note="never by GET"),
    Row(
        "schedules:plan_acknowledge",
        everybody(404, head=403, agency_head=403, unit_hr=403, city_hr=302),
        kwargs=to_be_noted,
        method="post",
    ),
    Row("schedules:plan_send_back", everybody(405), kwargs=ready, note="never by GET"),
    Row(
        "schedules:plan_send_back",
        everybody(404, head=403, agency_head=403, unit_hr=403, city_hr=302),
        kwargs=ready,
        method="post",
    ),
    Row("schedules:plan_discard", everybody(405), kwargs=revision, note="never by GET"),
    Row(
        "schedules:plan_discard",
        everybody(404, head=302, agency_head=302, unit_hr=403, city_hr=403),
        kwargs=revision,
        method="post",
    ),
    Row(
        "schedules:plan_part_revise",
        everybody(404, employee=403, head=200, agency_head=200, unit_hr=403, city_hr=403),
        kwargs=published_board,
    ),
    Row(
        "schedules:plan_part_revise",
        everybody(404, employee=403, head=422, agency_head=422, unit_hr=403, city_hr=403),
        kwargs=published_board,
        method="post",
        note="without a reason",
    ),
]
