"""The temporary place of somebody whose home cannot be lived in during an emergency."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from schedules.models import EmergencyTerm
from units import clock
from units.decisions import Refused
from units.services.homes import propose_temporary_home


@transaction.atomic
def propose_temporary_place(employee, *, latitude, longitude, starts_on, ends_on, actor):
    """Keep a point where the person works for set dates of an emergency; return the Home.

    Own place only, within the dates of one emergency that covers the person, from today on. It
    counts once unit HR has confirmed it; until then check-ins there are kept for review. The
    registered home stays as it is.
    """
    if employee.user_id is None or employee.user_id != actor.pk:
        raise PermissionDenied
    if ends_on < starts_on or starts_on < clock.today():
        raise Refused(_("Isi tanggal mulai hari ini, dan tanggal akhir yang tidak mendahuluinya."))
    covered = EmergencyTerm.objects.filter(
        employee=employee, starts_on__lte=starts_on, ends_on__gte=ends_on
    )
    if not covered.exists():
        raise Refused(
            _("Tempat sementara hanya untuk tanggal keadaan darurat Anda. Tidak ada yang disimpan.")
        )
    return propose_temporary_home(
        employee,
        latitude=latitude,
        longitude=longitude,
        starts_on=starts_on,
        ends_on=ends_on,
        actor=actor,
    )
