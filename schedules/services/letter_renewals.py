"""The letter that replaces one whose people or days no longer hold, in one step."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from schedules.models import Letter, Plan
from schedules.queries.letters import may_write
from schedules.queries.signers import signers_of
from schedules.services.letters import draw_up_emergency_letter, draw_up_letter
from units import clock
from units.access import scope_for
from units.decisions import Refused
from units.languages import in_indonesian

Status = Letter.Status


@transaction.atomic
def renew_letter(letter, *, actor):
    """Draw up the letter that replaces one in force, with the people and days that hold now.

    A draft for the plan in force, or the same emergency; it names the letter that it renews, which
    stays in force until the new one is recorded. Signed as the old one where its signer may still
    sign so, by the head of the agency otherwise. Refused: a letter that is not in force, nobody who
    may sign, and what `draw_up_letter` refuses. MovedOn where it is being renewed already.
    """
    if not may_write(scope_for(actor), letter.unit):
        raise PermissionDenied
    letter = Letter.objects.select_related("plan", "emergency", "unit", "agency").get(pk=letter.pk)
    if letter.status != Status.IN_FORCE:
        raise Refused(_("Hanya surat yang berlaku yang diganti. Tidak ada yang dibuat."))
    signers = signers_of(letter.agency, clock.today())
    if not signers:
        raise Refused(
            _("Belum ada pejabat yang dapat menandatangani. Tunjuk kepala unit, lalu coba lagi.")
        )
    same = (letter.signer_nip, letter.signature)
    signer = next(
        (one for one in signers if (one.posting.employee.nip, list(one.lines)) == same), signers[0]
    )
    mandate = _mandate_of(letter) if signer.needs_mandate else ""
    if letter.emergency_id:
        return draw_up_emergency_letter(
            letter.emergency, letter.unit, signer=signer, mandate=mandate, actor=actor
        )
    plan = Plan.objects.filter(
        agency=letter.plan.agency_id,
        period=letter.plan.period_id,
        working_week=letter.plan.working_week,
        status=Plan.Status.PUBLISHED,
    ).first()
    if plan is None:
        raise Refused(_("Surat dibuat dari rencana yang sudah terbit dan masih berlaku."))
    return draw_up_letter(plan, letter.unit, signer=signer, mandate=mandate, actor=actor)


def _mandate_of(letter):
    """Return the number of the mandate by which a letter is signed: it stands last in the basis."""
    with in_indonesian():
        words = _("Mandat penandatanganan nomor %(number)s") % {"number": ""}
    last = letter.basis[-1]
    return last.removeprefix(words) if last.startswith(words) else ""
