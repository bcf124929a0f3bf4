"""Changing one cell of a plan by hand, while its part waits for nobody."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from schedules.models import Assignment
from schedules.queries.changes import change_of
from schedules.services.plans import opened, part_in
from units import clock
from units.decisions import MovedOn, Refused, record_decision


@transaction.atomic
def change_place(part, *, employee, day, to, reason, actor):
    """Give an employee the other place of work on a day; return the Change with its cost.

    By the head of the bidang or agency, only while the part is draft or returned. Every hard
    rule is checked again: a broken one refuses, with its text. `to` is "wfh" or "wfo"; where the
    cell already has it, somebody was faster (MovedOn). A reason is always asked for. Past days
    never change. The decision keeps the reason and what it cost.
    """
    plan, office, rotation = opened(part.plan_id, actor)
    part = part_in(office, part.pk)
    if not office.leads_part(part):
        raise PermissionDenied
    if not office.may_change(part):
        raise MovedOn(
            _("Bagian ini sudah diajukan, jadi tidak dapat diubah lagi. Tidak ada yang disimpan.")
        )
    person, date = str(employee.pk), day.isoformat()
    if person not in rotation.people_of(part.unit_id) or date not in rotation.problem.week_of:
        raise Refused(_("Pegawai atau hari itu tidak ada dalam bagian ini."))
    if day < clock.today():
        raise Refused(_("Hari yang sudah lewat tidak dapat diubah. Tidak ada yang disimpan."))
    if not reason.strip():
        raise Refused(_("Tuliskan alasan perubahan. Tidak ada yang disimpan."))
    change = change_of(rotation, person, date)
    if change.to != to:
        raise MovedOn(_("Hari itu sudah diubah orang lain. Periksa papan sekali lagi."))
    if change.broken:
        raise Refused(" ".join([_("Tidak disimpan."), *change.broken]))
    if to == "wfh":
        Assignment.objects.create(
            plan=plan, employee=employee, date=day, source=Assignment.Source.HAND
        )
    else:
        rows, _by_model = Assignment.objects.filter(
            plan=plan, employee=employee, date=day, published=False
        ).delete()
        if rows != 1:
            raise MovedOn(_("Hari itu sudah diubah orang lain. Periksa papan sekali lagi."))
    record_decision(
        plan,
        "place_changed",
        actor=actor,
        unit=part.unit,
        reason=reason.strip(),
        mandate=office.scope.mandate_for(part.unit),
        before={"person": person, "day": date, "place": "wfo" if to == "wfh" else "wfh"},
        after={"person": person, "day": date, "place": to, "costs": change.costs},
    )
    return change
