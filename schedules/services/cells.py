"""Changing one cell of a plan by hand, and taking the change back, while its part waits for nobody.

Nobody decides on what is theirs: a head's own days are changed by the head above alone.
"""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from schedules.models import Assignment, ReviewRequest
from schedules.queries.cells import cell_change_in, cell_decisions, undoable_by
from schedules.queries.changes import change_of
from schedules.queries.versions import CHANGED, RESTORED
from schedules.services.flexible import set_flexible_day
from schedules.services.plans import opened, part_in
from units import clock
from units.decisions import MovedOn, Refused, record_decision
from units.models import Employee

SOURCES = Assignment.Source


@transaction.atomic
def change_place(part, *, employee, day, to, reason, actor, seen=None):
    """Give an employee the other place of work on a day; return (Change with its cost, Decision).

    For who works at the office alone: make the day a flexible-hours day, or one no more.

    By the head of the bidang or agency, only while the part is draft or returned, never on the
    own days. Every hard rule is checked again: a broken one refuses, with its text. `to` is "wfh",
    "wfo" or "flex"; where the cell already has it, or a decision came after the one that was shown
    (`seen`, its primary key, 0 for none; None: nothing was shown), somebody was faster (MovedOn).
    A reason is always asked for. Past days never change, nor a day that a request for review
    settled. The decision keeps the reason and what
    it cost.
    """
    plan, office, rotation, part = _opened_part(part, actor)
    person, date = str(employee.pk), day.isoformat()
    if not _is_planned(rotation, part, person, date):
        raise Refused(_("Pegawai atau hari itu tidak ada dalam bagian ini."))
    if office.scope.employee == employee:
        raise Refused(
            _("Hari Anda sendiri tidak dapat Anda ubah; atasan Anda yang memutuskannya.")
            + " "
            + _("Tidak ada yang disimpan.")
        )
    _refuse_past(plan, day)
    _refuse_granted(plan, employee, day)
    if not reason.strip():
        raise Refused(_("Tuliskan alasan perubahan. Tidak ada yang disimpan."))
    if seen is not None:
        decisions = cell_decisions(plan, person, date)
        if seen != (decisions[0].pk if decisions else 0):
            raise MovedOn(_changed_by_others())
    change = change_of(rotation, person, date)
    if change.to != to:
        raise MovedOn(_changed_by_others())
    if change.broken:
        raise Refused(" ".join([_("Tidak disimpan."), *change.broken]))
    shared = rotation.sharing(person)
    source = _set(shared, employee, day, to, SOURCES.HAND)
    decision = record_decision(
        plan,
        CHANGED,
        actor=actor,
        unit=part.unit,
        reason=reason.strip(),
        mandate=office.scope.mandate_for(part.unit),
        before={"person": person, "day": date, "place": _other(shared, to), "source": source},
        after={"person": person, "day": date, "place": to, "costs": change.costs},
    )
    return change, decision


@transaction.atomic
def undo_change(part, *, decision_pk, actor):
    """Take back a change of a cell; return (Change, the Decision that records it).

    By who made it, as long as they may change the part, and while nothing later touched the cell
    (MovedOn). The rules are checked again: what was lawful then may break one today, and is
    refused with its text. Nothing is erased: the undo is a decision of its own.
    """
    plan, office, rotation, part = _opened_part(part, actor)
    changed = cell_change_in(part, decision_pk)
    if changed is None or changed.actor_id != actor.pk:
        raise PermissionDenied
    person, date = changed.after["person"], changed.after["day"]
    if undoable_by(actor, cell_decisions(plan, person, date)) != changed:
        raise MovedOn(_no_longer_undoable())
    employee = Employee.objects.get(pk=int(person))
    if office.scope.employee == employee:
        raise PermissionDenied
    if not _is_planned(rotation, part, person, date):
        raise MovedOn(_no_longer_undoable())
    day = datetime.date.fromisoformat(date)
    _refuse_past(plan, day)
    _refuse_granted(plan, employee, day)
    to = changed.before["place"]
    change = change_of(rotation, person, date)
    if change.to != to:
        raise MovedOn(_no_longer_undoable())
    if change.broken:
        raise Refused(" ".join([_("Tidak diurungkan."), *change.broken]))
    shared = rotation.sharing(person)
    _set(shared, employee, day, to, changed.before.get("source") or SOURCES.HAND)
    decision = record_decision(
        plan,
        RESTORED,
        actor=actor,
        unit=part.unit,
        mandate=office.scope.mandate_for(part.unit),
        before={"person": person, "day": date, "place": _other(shared, to)},
        after={"person": person, "day": date, "place": to, "undoes": changed.pk},
    )
    return change, decision


def _opened_part(part, actor):
    """Lock the plan; return (plan, office, rotation, part) for who may change the part now."""
    plan, office, rotation = opened(part.plan_id, actor)
    part = part_in(office, part.pk)
    if not office.leads_part(part):
        raise PermissionDenied
    if not office.may_change(part):
        raise MovedOn(
            _("Bagian ini sudah diajukan, jadi tidak dapat diubah lagi. Tidak ada yang disimpan.")
        )
    return plan, office, rotation, part


def _refuse_past(plan, day):
    if day < max(clock.today(), plan.changes_from or clock.today()):
        raise Refused(_("Hari yang sudah lewat tidak dapat diubah. Tidak ada yang disimpan."))


def _refuse_granted(plan, employee, day):
    """Refuse to change back what a request for review has settled: only another one does that."""
    granted = ReviewRequest.objects.filter(
        employee=employee,
        day=day,
        plan__agency=plan.agency_id,
        plan__period=plan.period_id,
        status=ReviewRequest.Status.GRANTED,
    )
    if granted.exists():
        raise Refused(
            _(
                "Hari ini ditetapkan lewat permohonan peninjauan jadwal yang dikabulkan, jadi tidak"
                " diubah di papan. Tidak ada yang disimpan. Bila pegawai diperlukan di kantor,"
                " gunakan penarikan ke kantor."
            )
        )


def _is_planned(rotation, part, person, date):
    """Say whether a cell is one of a part's: the person in it, the day in what they share."""
    return (
        person in rotation.people_of(part.unit_id)
        and date in rotation.sharing(person).problem.week_of
    )


def _set(rotation, employee, day, to, source):
    """Make or take the one row of the cell; return the source of a row that was taken, else ""."""
    cell = {"plan": rotation.plan, "employee": employee, "date": day}
    if rotation.place == "flex":
        done = set_flexible_day(rotation, employee, day, given=to == "flex")
        was = ""
    elif to == "wfh":
        _row, done = Assignment.objects.get_or_create(**cell, defaults={"source": source})
        was = ""
    else:
        rows = Assignment.objects.filter(**cell, published=False)
        was = rows.values_list("source", flat=True).first()
        done = rows.delete()[0] == 1
    if not done:
        raise MovedOn(_changed_by_others())
    return was


def _other(rotation, place):
    return rotation.place if place == "wfo" else "wfo"


def _changed_by_others():
    return _("Hari itu sudah diubah orang lain. Periksa papan sekali lagi.")


def _no_longer_undoable():
    return _(
        "Hari itu sudah berubah lagi sesudah perubahan Anda, jadi tidak dapat diurungkan."
        " Tidak ada yang disimpan."
    )
