"""Acts of office on a letter: draw it up, give it its number, record the signed copy, cancel it."""

import hashlib

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from schedules.models import Emergency, Letter, LetterLine, Plan, PlanPart, SignedCopy
from schedules.queries.letters import lines_for, lines_for_emergency, may_write, number_key
from units import clock
from units.access import scope_for
from units.decisions import MovedOn, Refused, notify, record_decision
from units.languages import in_indonesian
from units.models import Posting, User
from units.queries.tree import agency_of

Status = Letter.Status


def _require_writer(unit, actor):
    scope = scope_for(actor)
    if not may_write(scope, unit):
        raise PermissionDenied
    return scope


def _decide(letter, act, *, actor, scope, reason="", before=None, after=None):
    record_decision(
        letter,
        act,
        actor=actor,
        unit=letter.unit,
        reason=reason,
        before=before,
        after=after,
        mandate=scope.mandate_for(letter.agency),
    )


def _moved_on(letter):
    letter.refresh_from_db(fields=["status"])
    raise MovedOn(
        _("Seseorang lebih dahulu: statusnya sekarang %(status)s. Tidak ada yang disimpan.")
        % {"status": letter.get_status_display()}
    )


def _has_part(plan, unit):
    return PlanPart.objects.filter(plan=plan, unit=unit, above=None).exists()


@transaction.atomic
def draw_up_letter(plan, unit, *, signer, mandate, actor):
    """Draw up the letter of a unit for a published plan; return it, a draft without a number.

    `unit` is the plan's agency (everybody) or one of its parts; `signer` a Signer of that agency
    today; `mandate` the letter by which a.n. or u.b. is signed where no appointment is. People,
    days and signature are frozen. Refused: a plan that is not published, nobody with a day at
    home, a missing mandate.
    MovedOn where a draft for the unit stands already.
    """
    scope = _require_writer(unit, actor)
    plan = Plan.objects.select_related("agency", "period", "policy").get(pk=plan.pk)
    if unit.pk != plan.agency_id and not _has_part(plan, unit):
        raise Refused(_("Unit ini bukan bagian dari rencana."))
    if plan.status != Plan.Status.PUBLISHED:
        raise Refused(_("Surat dibuat dari rencana yang sudah terbit dan masih berlaku."))
    mandate = mandate.strip()
    if signer.needs_mandate and not mandate:
        raise Refused(_("Penandatanganan a.n. atau u.b. memerlukan nomor surat mandat."))
    return _draw_up(
        lines_for(plan, unit), scope=scope, signer=signer, actor=actor, agency=plan.agency,
        unit=unit, basis=_basis(plan, signer, mandate), plan=plan,
    )  # fmt: skip


@transaction.atomic
def draw_up_emergency_letter(emergency, unit, *, signer, mandate, actor):
    """Draw up the letter of a unit for an emergency; return it, a draft without a number.

    `unit` is an agency with people in the emergency, or a unit named in it; `signer` a Signer of
    the agency today. Refused: an emergency that was cancelled, nobody covered in the unit, a
    missing mandate. MovedOn where a draft for the unit stands already.
    """
    scope = _require_writer(unit, actor)
    emergency = Emergency.objects.get(pk=emergency.pk)
    if emergency.status != Emergency.Status.IN_FORCE:
        raise Refused(_("Keadaan darurat ini sudah dibatalkan, jadi tidak ada suratnya."))
    mandate = mandate.strip()
    if signer.needs_mandate and not mandate:
        raise Refused(_("Penandatanganan a.n. atau u.b. memerlukan nomor surat mandat."))
    with in_indonesian():
        basis = [
            _("Surat nomor %(number)s tanggal %(day)s tentang keadaan darurat: %(reason)s")
            % {
                "number": emergency.letter_number,
                "day": date_format(emergency.letter_dated_on, "j F Y"),
                "reason": emergency.reason,
            },
            *_basis_of_signer(signer, mandate),
        ]
    return _draw_up(
        lines_for_emergency(emergency, unit), scope=scope, signer=signer, actor=actor,
        agency=agency_of(unit), unit=unit, basis=basis, emergency=emergency,
    )  # fmt: skip


def _renewed_by(unit, plan, emergency):
    """Return the letter in force that a new one of the unit will replace, or None."""
    older = Letter.objects.filter(unit=unit, status=Status.IN_FORCE)
    if emergency:
        older = older.filter(emergency=emergency)
    else:
        older = older.filter(plan__period=plan.period_id, plan__working_week=plan.working_week)
    return older.first()


def _draw_up(lines, *, scope, signer, actor, agency, unit, basis, plan=None, emergency=None):
    """Freeze lines and signature in a new draft; refuse an empty one, and a second draft."""
    if not lines:
        raise Refused(_("Tidak ada pegawai unit ini dengan hari WFH yang masih berlaku."))
    renewed = _renewed_by(unit, plan, emergency)
    if renewed:
        with in_indonesian():
            text = _("Mengganti surat nomor %(number)s tanggal %(day)s") % {
                "number": renewed.number,
                "day": date_format(renewed.dated_on, "j F Y"),
            }
        basis = [basis[0], text, *basis[1:]]
    try:
        with transaction.atomic():
            letter = Letter.objects.create(
                renews=renewed,
                kind=settings.LETTER_KIND,
                agency=agency,
                unit=unit,
                plan=plan,
                emergency=emergency,
                basis=basis,
                signature=list(signer.lines),
                signer_name=signer.posting.employee.name,
                signer_nip=signer.posting.employee.nip,
                signer_mandate=signer.posting if signer.is_acting else None,
                head_count=len(lines),
                made_by=actor,
                made_at=clock.now(),
            )
    except IntegrityError:
        raise MovedOn(
            _("Konsep surat untuk unit ini sudah ada. Lanjutkan atau batalkan konsep itu.")
        ) from None
    LetterLine.objects.bulk_create(
        LetterLine(
            letter=letter,
            employee=line.employee,
            order=n,
            name=line.employee.name,
            nip=line.employee.nip,
            position=line.position,
            days=[day.isoformat() for day in line.days],
        )
        for n, line in enumerate(lines, 1)
    )
    _decide(
        letter, "letter_drawn_up", actor=actor, scope=scope,
        after={
            "people": len(lines), "signer": signer.posting.employee_id,
            **({"plan": plan.pk} if plan else {"emergency": emergency.pk}),
        },
    )  # fmt: skip
    return letter


def _basis(plan, signer, mandate):
    """Return what the letter rests on, in Indonesian: rule, plan, and the signer's mandate."""
    with in_indonesian():
        return [
            plan.policy.legal_basis,
            _("Rencana rotasi %(plan)s versi %(version)s yang telah disetujui")
            % {"plan": plan, "version": plan.version},
            *_basis_of_signer(signer, mandate),
        ]


def _basis_of_signer(signer, mandate):
    """Return by what the signer signs, in Indonesian: an acting appointment, a mandate."""
    found = []
    with in_indonesian():
        if signer.posting.kind != Posting.Kind.DEFINITIVE:
            found.append(
                _("Surat penunjukan %(kind)s nomor %(number)s")
                % {
                    "kind": Posting.Kind(signer.posting.kind).label,
                    "number": signer.posting.letter_number,
                }
            )
        if mandate:
            found.append(_("Mandat penandatanganan nomor %(number)s") % {"number": mandate})
    return found


@transaction.atomic
def number_letter(letter, *, number, dated_on, actor):
    """Give a draft the number and date of the office's register; it may be corrected while a draft.

    Refused: an empty number, a date after today or outside the signer's mandate, a number that the
    office has used that year, for whatever became of that letter.
    """
    scope = _require_writer(letter.unit, actor)
    number = " ".join(number.split())
    if not number:
        raise Refused(_("Isi nomor surat dari register kantor."))
    if dated_on > clock.today():
        raise Refused(_("Tanggal surat tidak boleh sesudah hari ini."))
    _refuse_outside_mandate(letter, dated_on)
    before = {"number": letter.number, "dated_on": letter.dated_on}
    try:
        with transaction.atomic():
            moved = Letter.objects.filter(pk=letter.pk, status=Status.DRAFT).update(
                number=number,
                number_key=number_key(number),
                dated_on=dated_on,
                year=dated_on.year,
            )
    except IntegrityError:
        raise Refused(
            _("Nomor ini sudah dipakai surat lain perangkat daerah ini pada tahun %(year)s.")
            % {"year": dated_on.year}
        ) from None
    if not moved:
        _moved_on(letter)
    letter.refresh_from_db()
    _decide(
        letter, "letter_numbered", actor=actor, scope=scope,
        before=before, after={"number": number, "dated_on": dated_on},
    )  # fmt: skip
    return letter


def _refuse_outside_mandate(letter, dated_on):
    """Refuse a date on which the signer's mandate did not hold: an early end counts."""
    mandate = letter.signer_mandate
    if mandate is None:
        return
    if not mandate.is_head or not mandate.starts_on <= dated_on <= mandate.ends_on:
        raise Refused(
            _(
                "Penunjukan %(name)s (surat %(number)s) tidak berlaku pada %(day)s. Batalkan konsep"
                " ini dan buat surat dengan penanda tangan yang berwenang."
            )
            % {
                "name": letter.signer_name,
                "number": mandate.letter_number,
                "day": date_format(dated_on, "j F Y"),
            }
        )


def looks_like_pdf(content):
    """Say whether bytes are a whole PDF by their own marks; names and types are not trusted."""
    return content[:1024].lstrip().startswith(b"%PDF-") and b"%%EOF" in content[-2048:]


@transaction.atomic
def record_signed_copy(letter, *, content, actor):
    """Record the signed PDF of a numbered draft: the letter is in force and its people are told.

    A letter of the same unit and period that was in force until now is cancelled as replaced.
    Refused: no number yet, something that is no PDF, too large a file, the signed copy of
    another letter.
    """
    scope = _require_writer(letter.unit, actor)
    letter = Letter.objects.select_related("plan__period", "emergency", "unit", "agency").get(
        pk=letter.pk
    )
    if letter.status == Status.DRAFT and not letter.number:
        raise Refused(_("Catat nomor surat lebih dahulu."))
    if len(content) > settings.LETTER_MAX_BYTES:
        raise Refused(
            _("Berkas lebih besar dari %(most)s MB.")
            % {"most": settings.LETTER_MAX_BYTES // 1024**2}
        )
    if not looks_like_pdf(content):
        raise Refused(_("Berkas ini bukan PDF yang utuh. Tidak ada yang disimpan."))
    digest = hashlib.sha256(content).hexdigest()
    replaced = _cancel_older(letter, actor=actor, scope=scope)
    moved = Letter.objects.filter(pk=letter.pk, status=Status.DRAFT).update(status=Status.IN_FORCE)
    if not moved:
        _moved_on(letter)
    try:
        with transaction.atomic():
            SignedCopy.objects.create(
                letter=letter,
                content=content,
                sha256=digest,
                size=len(content),
                uploaded_by=actor,
                uploaded_at=clock.now(),
            )
    except IntegrityError:
        raise Refused(_("Berkas ini sudah tercatat sebagai salinan surat lain.")) from None
    letter.refresh_from_db()
    _decide(
        letter, "letter_in_force", actor=actor, scope=scope,
        after={"sha256": digest, "number": letter.number, "replaced": replaced},
    )  # fmt: skip
    _tell(letter, "letter_in_force")
    return letter


def _cancel_older(letter, *, actor, scope):
    """Cancel what the letter replaces; return the numbers of those letters."""
    older = Letter.objects.select_for_update(of=("self",)).filter(
        unit=letter.unit, status=Status.IN_FORCE
    )
    if letter.emergency_id:
        older = older.filter(emergency=letter.emergency_id)
    else:
        older = older.filter(
            plan__period=letter.plan.period, plan__working_week=letter.plan.working_week
        )
    older = older.exclude(pk=letter.pk)
    with in_indonesian():
        reason = _("Diganti dengan surat nomor %(number)s.") % {"number": letter.number}
    numbers = []
    for one in older:
        Letter.objects.filter(pk=one.pk).update(
            status=Status.CANCELLED, cancel_reason=reason, cancelled_at=clock.now()
        )
        _decide(one, "letter_cancelled", actor=actor, scope=scope, reason=reason)
        gone = one.lines.exclude(employee_id__in=letter.lines.values("employee_id"))
        _tell(one, "letter_cancelled", lines=gone, reason=reason)
        numbers.append(one.number)
    return numbers


@transaction.atomic
def cancel_letter(letter, *, reason, actor):
    """Cancel a draft or a letter in force, with a reason; it stays, as batal, with its number."""
    scope = _require_writer(letter.unit, actor)
    reason = reason.strip()
    if not reason:
        raise Refused(_("Tuliskan alasan pembatalan. Surat ini belum dibatalkan."))
    moved = Letter.objects.filter(
        pk=letter.pk, status=letter.status
    ).exclude(status=Status.CANCELLED).update(
        status=Status.CANCELLED, cancel_reason=reason[:300], cancelled_at=clock.now()
    )  # fmt: skip
    if not moved:
        _moved_on(letter)
    was_in_force = letter.status == Status.IN_FORCE
    before = {"status": letter.status}
    letter.refresh_from_db()
    _decide(letter, "letter_cancelled", actor=actor, scope=scope, reason=reason, before=before)
    if was_in_force:
        _tell(letter, "letter_cancelled", reason=letter.cancel_reason)
    return letter


def _tell(letter, kind, lines=None, **values):
    people = (letter.lines if lines is None else lines).values("employee_id")
    notify(
        User.objects.filter(employee__pk__in=people, is_active=True),
        kind=kind,
        link=reverse("schedules:letter_detail", args=[letter.pk]),
        letter=lambda: letter.get_kind_display(),
        number=letter.number,
        **values,
    )
