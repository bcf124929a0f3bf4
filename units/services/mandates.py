"""Mandates: somebody acts as head of a unit from now, for a term, by letter; and the early end."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from units import clock
from units.access import on_day, scope_for
from units.decisions import MovedOn, Refused, notify, record_decision
from units.models import Mandate, Posting, Unit
from units.queries.authority import may_appoint, may_end_acting
from units.queries.people import head_accounts
from units.queries.tree import path_of
from units.services.postings import DAY, create_posting, refuse_second_head

Signing = Mandate.Signing


@transaction.atomic
def appoint_acting_head(
    unit, *, actor, employee, position, kind, letter_number, starts_on, ends_on,
    signing=Signing.OWN,
):  # fmt: skip
    """Let an employee act as head of a unit (Plt., Plh.) for a term; return the posting.

    A term that begins today holds from this minute; the absent head need not do anything. By the
    next level, BKPSDM, or for an agency the Sekda; never for a unit in or below which the actor
    works. Refused: no letter or end, a term that began before today, a second acting head on one
    of the days, the actor themself, somebody without a posting, the definitive head, and a.n. or
    u.b. for who holds no office below the unit.
    """
    if kind not in (Posting.Kind.ACTING, Posting.Kind.DAILY):
        raise Refused(_("Pilih Plt. atau Plh."))
    if signing not in Signing.values:
        raise Refused(_("Pilih cara menandatangani."))
    if not letter_number.strip():
        raise Refused(_("Nomor surat penunjukan harus diisi."))
    if starts_on < clock.today():
        raise Refused(_("Penunjukan tidak dapat berlaku surut."))
    if ends_on is None or ends_on < starts_on:
        raise Refused(_("Tanggal akhir harus sama dengan atau sesudah tanggal mulai."))
    if employee.user_id is not None and employee.user_id == actor.pk:
        raise Refused(_("Anda tidak dapat menunjuk diri sendiri."))
    unit = Unit.objects.select_for_update().without_tree_fields().get(pk=unit.pk)
    scope = scope_for(actor)
    if not may_appoint(scope, unit):
        raise PermissionDenied
    days = on_day(starts_on) & Q(kind=Posting.Kind.DEFINITIVE)
    own = employee.postings.filter(days).select_related("unit").first()
    if own is None or employee.left_on:
        raise Refused(_("Pegawai ini tidak mempunyai penempatan pada tanggal mulai."))
    if own.unit_id == unit.pk and own.is_head:
        raise Refused(_("Pegawai ini sudah kepala unit ini."))
    _refuse_signing_without_office(unit, own, signing)
    refuse_second_head(unit, starts_on, ends_on, Q(), definitive=False)
    posting = create_posting(
        employee=employee,
        unit=unit,
        position=position,
        kind=kind,
        is_head=True,
        letter_number=letter_number.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
    )
    Mandate.objects.create(
        posting=posting, signing=signing, appointed_by=actor, appointed_at=clock.now()
    )
    record_decision(
        unit,
        "appoint_acting_head",
        actor=actor,
        unit=unit,
        mandate=scope.mandate_for(unit),
        after={
            "employee": employee.pk,
            "kind": kind,
            "signing": signing,
            "letter_number": posting.letter_number,
            "starts_on": starts_on,
            "ends_on": ends_on,
        },
    )
    notify(
        {employee.user} | set(head_accounts(unit, starts_on)),
        kind="acting_head",
        link=f"/unit/{unit.pk}/",
        name=employee.name,
        rank=Posting.Kind(kind).label,
        unit=unit.label,
        start=starts_on,
        until=ends_on,
    )
    return posting


def _refuse_signing_without_office(unit, own, signing):
    """a.n. is for who holds an office below the head, u.b. for one more level below."""
    if signing == Signing.OWN:
        return
    below = [step.pk for step in reversed(path_of(own.unit))]
    depth = below.index(unit.pk) if unit.pk in below else None
    if depth is None or not own.is_head or depth < 1:
        raise Refused(
            _("a.n. dan u.b. hanya untuk pejabat yang memimpin bagian di bawah unit ini.")
        )
    if signing == Signing.FOR_THE_NAMED and depth < 2:
        raise Refused(_("u.b. hanya untuk pejabat dua tingkat di bawah kepala. Pilih a.n."))


@transaction.atomic
def end_acting_head(posting, *, actor, reason=""):
    """End a mandate before its last day: at the next request its holder acts no more.

    By who may appoint, or the definitive head who is back. A mandate that began today is closed
    with today as its only day and leads nothing. What was decided under it stands. Both are told.
    MovedOn where it is over already.
    """
    posting = Posting.objects.select_related("unit", "employee__user").get(pk=posting.pk)
    scope = scope_for(actor)
    if not may_end_acting(scope, posting):
        raise PermissionDenied
    today = clock.today()
    lawful = Posting.objects.filter(pk=posting.pk, is_head=True, ends_on__gte=today).exclude(
        kind=Posting.Kind.DEFINITIVE
    )
    # A term that lies ahead or begins today has no day before today on which it could end.
    if posting.starts_on >= today:
        moved = lawful.update(is_head=False, ends_on=posting.starts_on)
    else:
        moved = lawful.update(ends_on=today - DAY)
    if not moved:
        raise MovedOn
    Mandate.objects.filter(posting=posting).update(ended_by=actor, ended_at=clock.now())
    record_decision(
        posting.unit,
        "end_acting_head",
        actor=actor,
        unit=posting.unit,
        reason=reason.strip(),
        mandate=scope.mandate_for(posting.unit),
        before={"employee": posting.employee_id, "ends_on": posting.ends_on},
        after={"ends_on": today},
    )
    notify(
        {posting.employee.user} | set(head_accounts(posting.unit, today)),
        kind="acting_head_ended",
        link=f"/unit/{posting.unit_id}/",
        name=posting.employee.name,
        rank=posting.get_kind_display(),
        unit=posting.unit.label,
    )
    posting.refresh_from_db()
    return posting
