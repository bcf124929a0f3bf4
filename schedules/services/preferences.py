"""Acts on preferences: one's own weekdays, and the caregiver status that unit HR confirms."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from schedules.models import Preference
from schedules.queries.preferences import ALL_WEEKDAYS, claims_to_examine
from units import clock
from units.access import on_day, scope_for
from units.decisions import MovedOn, Refused, notify, record_decision
from units.models import RoleGrant, Unit, User
from units.queries.people import posting_on
from units.queries.tree import path_of

WORKING_WEEKDAYS = frozenset(range(5))


def _own(employee, actor):
    if employee.user_id is None or employee.user_id != actor.pk:
        raise PermissionDenied
    row, _made = Preference.objects.select_for_update().get_or_create(
        employee=employee, defaults={"updated_at": clock.now()}
    )
    return row


@transaction.atomic
def state_weekdays(employee, *, unwanted, wanted, actor):
    """Keep the weekdays that a person asks for and those they would avoid; return the Preference.

    Own preferences only. Counts from the next plan that is drawn up; a published one stays.
    Refused: the same day in both, or nothing left but avoided days (that would ask for nothing).
    """
    row = _own(employee, actor)
    unwanted, wanted = sorted(set(unwanted)), sorted(set(wanted))
    if set(unwanted) & set(wanted):
        raise Refused(_("Satu hari tidak dapat diminati dan dihindari sekaligus."))
    if not set(unwanted) | set(wanted) <= ALL_WEEKDAYS:
        raise Refused(_("Hari kerja hanya Senin sampai Sabtu."))
    if set(unwanted) >= WORKING_WEEKDAYS:
        raise Refused(
            _("Sisakan paling sedikit satu hari. Bila tidak ingin WFH, nyatakan pada data Anda.")
        )
    row.unwanted_weekdays, row.wanted_weekdays = unwanted, wanted
    row.updated_at = clock.now()
    row.save(update_fields=["unwanted_weekdays", "wanted_weekdays", "updated_at"])
    return row


@transaction.atomic
def claim_caregiver(employee, *, evidence, actor):
    """Ask for caregiver status on evidence; unit HR is told. Return the Preference.

    Own claim only. Refused without evidence, or while a claim waits already.
    """
    row = _own(employee, actor)
    if not evidence.strip():
        raise Refused(_("Sebutkan bukti, misalnya nomor dan tanggal surat keterangan."))
    moved = Preference.objects.filter(pk=row.pk, caregiver_asked_at__isnull=True).update(
        caregiver_asked_at=clock.now(),
        caregiver_evidence=evidence.strip()[:200],
        caregiver_answer="",
        updated_at=clock.now(),
    )
    if not moved:
        raise MovedOn(_("Permohonan Anda sudah menunggu pengelola kepegawaian."))
    notify(
        _unit_hr_of(employee),
        kind="caregiver_claimed",
        link=reverse("schedules:preference_review"),
        name=employee.name,
    )
    row.refresh_from_db()
    return row


@transaction.atomic
def withdraw_caregiver(employee, *, actor):
    """Take back the claim or give up the status; the evidence is erased. Return the Preference."""
    row = _own(employee, actor)
    if not row.caregiver and row.caregiver_asked_at is None:
        raise MovedOn(_("Tidak ada status pengasuh yang dapat ditarik."))
    had = row.caregiver
    row.caregiver, row.caregiver_confirmed_by, row.caregiver_until = False, None, None
    row.caregiver_asked_at, row.caregiver_evidence, row.caregiver_answer = None, "", ""
    row.updated_at = clock.now()
    row.save()
    if had:
        record_decision(row, "caregiver_withdrawn", actor=actor, before={"caregiver": True})
    return row


@transaction.atomic
def decide_caregiver(preference, *, accepted, reason, actor, until=None):
    """Confirm or refuse a waiting claim as unit HR; the person is told. Return the Preference.

    `until` is the last day on which a confirmed status counts, None for no end. Refused: an end
    that has passed, a refusal without reason. A refusal leaves what was confirmed before.
    """
    scope = scope_for(actor)
    if not claims_to_examine(scope).filter(pk=preference.pk).exists():
        fresh = Preference.objects.get(pk=preference.pk)
        if fresh.caregiver_asked_at is None and _keeps(scope, fresh.employee):
            raise MovedOn(
                _("Permohonan ini sudah diputuskan atau ditarik. Tidak ada yang berubah.")
            )
        raise PermissionDenied
    reason = reason.strip()
    if not accepted and not reason:
        raise Refused(_("Tuliskan alasan penolakan agar pegawai tahu apa yang kurang."))
    if accepted and until is not None and until < clock.today():
        raise Refused(_("Tanggal akhir sudah lewat."))
    changes = {"caregiver_asked_at": None, "caregiver_answer": reason[:200]}
    if accepted:
        changes |= {
            "caregiver": True,
            "caregiver_confirmed_by": actor,
            "caregiver_until": until,
        }
    moved = Preference.objects.filter(
        pk=preference.pk, caregiver_asked_at=preference.caregiver_asked_at
    ).update(updated_at=clock.now(), **changes)
    if not moved:
        raise MovedOn(_("Permohonan ini sudah diputuskan atau ditarik. Tidak ada yang berubah."))
    before = preference.caregiver
    preference.refresh_from_db()
    posting = posting_on(preference.employee, scope.day)
    record_decision(
        preference,
        "caregiver_confirmed" if accepted else "caregiver_refused",
        actor=actor,
        unit=posting and posting.unit,
        reason=reason,
        before={"caregiver": before},
        after={"caregiver": preference.caregiver, "until": preference.caregiver_until},
    )
    notify(
        [preference.employee.user],
        kind="caregiver_confirmed" if accepted else "caregiver_not_confirmed",
        link=reverse("schedules:preferences"),
        **({} if accepted else {"reason": reason}),
    )
    return preference


def _keeps(scope, employee):
    posting = posting_on(employee, scope.day)
    return posting is not None and posting.unit_id in scope.hr_unit_tree()


def _unit_hr_of(employee):
    """Return the accounts of the nearest unit HR of an employee, without the employee."""
    today = clock.today()
    posting = posting_on(employee, today)
    if posting is None:
        return []
    units = [step.pk for step in reversed(path_of(Unit(pk=posting.unit_id)))]
    grants = RoleGrant.objects.filter(
        on_day(today), role=RoleGrant.Role.UNIT_HR, unit_id__in=units
    ).exclude(user_id=employee.user_id)
    by_unit = {}
    for grant in grants:
        by_unit.setdefault(grant.unit_id, []).append(grant.user_id)
    nearest = next((by_unit[pk] for pk in units if pk in by_unit), [])
    return list(User.objects.filter(pk__in=nearest, is_active=True))
