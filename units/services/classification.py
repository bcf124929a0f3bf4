"""BKPSDM decides the class of a unit, and of a position that is an exception."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from units import clock
from units.decisions import MovedOn, Refused, notify, record_decision
from units.models import Classification, Position
from units.queries.people import head_accounts, hr_accounts

CRITERIA = dict(Classification.CRITERIA)


def contradictions(service_class, answers):
    """Return sentences on what class and answers say against each other, [] for nothing.

    PermenPANRB 4/2025 Art. 11 asks for all five: back office means all are met, direct service
    means that at least one is not.
    """
    unmet = [str(label) for name, label in CRITERIA.items() if not answers[name]]
    if service_class == Classification.ServiceClass.BACK_OFFICE and unmet:
        return [
            _(
                "Unit administratif harus memenuhi kelima kriteria, tetapi Anda menjawab "
                "“tidak” pada: %(criteria)s. Pilih “Pelayanan langsung”, atau tetapkan bagian "
                "di bawah unit ini satu per satu."
            )
            % {"criteria": "; ".join(unmet)}
        ]
    if service_class == Classification.ServiceClass.SERVICE_FACING and not unmet:
        return [
            _(
                "Semua kriteria dijawab “ya”, sehingga tidak ada alasan menetapkan unit ini "
                "sebagai pelayanan langsung. Pilih “Administratif”, atau jawab “tidak” pada "
                "kriteria yang tidak terpenuhi."
            )
        ]
    return []


@transaction.atomic
def classify_unit(unit, *, actor, service_class, answers, reason, legal_basis, starts_on):
    """Decide the class of a unit from a date on; return the Classification.

    `answers` maps the five criteria to True or False. Refused: contradictions between class and
    answers, a missing answer, reason or basis, a second decision from the same date, and a date
    in the past unless the unit has no decision yet. Tells the heads and unit HR concerned.
    """
    if set(answers) != set(CRITERIA) or None in answers.values():
        raise Refused(_("Kelima kriteria harus dijawab “ya” atau “tidak”."))
    if not reason.strip() or not legal_basis.strip():
        raise Refused(_("Alasan dan dasar hukum harus diisi."))
    if unit.closed_on:
        raise Refused(_("Unit ini sudah dihapus, sehingga tidak dapat diklasifikasi lagi."))
    if texts := contradictions(service_class, answers):
        raise Refused(" ".join(texts))
    decided = unit.classifications
    if starts_on < clock.today() and decided.exists():
        raise Refused(
            _(
                "Unit ini sudah pernah ditetapkan, sehingga keputusan baru tidak dapat berlaku "
                "surut. Pilih tanggal hari ini atau sesudahnya."
            )
        )
    if decided.filter(starts_on=starts_on).exists():
        raise Refused(
            _("Sudah ada keputusan yang berlaku mulai tanggal itu. Pilih tanggal sesudahnya.")
        )
    before = decided.filter(starts_on__lte=starts_on).order_by("-starts_on").first()
    try:
        with transaction.atomic():
            made = Classification.objects.create(
                unit=unit,
                service_class=service_class,
                reason=reason.strip(),
                legal_basis=legal_basis.strip(),
                starts_on=starts_on,
                decided_by=actor,
                decided_at=clock.now(),
                **answers,
            )
    except IntegrityError:
        raise MovedOn from None
    record_decision(
        unit,
        "classify_unit",
        actor=actor,
        unit=unit,
        reason=made.reason,
        before={"service_class": before.service_class if before else None},
        after={
            "service_class": service_class,
            "starts_on": starts_on,
            "legal_basis": made.legal_basis,
            **answers,
        },
    )
    notify(
        _concerned(unit),
        kind="classification",
        link=f"/unit/{unit.pk}/",
        unit=unit.label,
        verdict=Classification.ServiceClass(service_class).label,
        date=starts_on,
    )
    return made


def _concerned(unit):
    """Return the accounts of the unit's heads and of its unit HR, each once."""
    today = clock.today()
    found = {user.pk: user for user in head_accounts(unit, today)}
    found.update((user.pk, user) for user in hr_accounts(unit, today))
    return list(found.values())


@transaction.atomic
def set_position_presence(position, *, actor, presence, reason):
    """Make a position an exception to its unit's class, or end the exception.

    Refused: an exception without a reason. A position that already stands so is MovedOn.
    """
    reason = reason.strip()
    exception = presence != Position.Presence.FOLLOWS_UNIT
    if presence not in Position.Presence.values:
        raise Refused(_("Pilihan kehadiran ini tidak dikenal."))
    if not reason:
        raise Refused(_("Tulis alasannya: pengecualian harus dapat dijelaskan."))
    before = {"presence": position.presence, "reason": position.presence_reason}
    moved = Position.objects.filter(pk=position.pk, presence=position.presence).update(
        presence=presence, presence_reason=reason if exception else ""
    )
    if not moved:
        raise MovedOn
    position.refresh_from_db()
    return record_decision(
        position,
        "set_position_presence",
        actor=actor,
        reason=reason,
        before=before,
        after={"presence": presence, "reason": reason if exception else ""},
    )
