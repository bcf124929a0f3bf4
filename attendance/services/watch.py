"""Setting the thresholds of the watch: dated, by BKPSDM, never for a day that has begun."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from attendance.models import WatchRules
from units import clock
from units.access import scope_for
from units.decisions import MovedOn, Refused, record_decision


@transaction.atomic
def set_watch_rules(values, *, actor):
    """Set thresholds from a date to come; return the WatchRules. By BKPSDM.

    Raises MovedOn where rules begin on that date already.
    """
    if not scope_for(actor).is_city_hr:
        raise PermissionDenied
    if values["starts_on"] <= clock.today():
        raise Refused(_("Pilih tanggal sesudah hari ini. Tidak ada yang berubah."))
    try:
        with transaction.atomic():
            rules = WatchRules.objects.create(**values, decided_by=actor, decided_at=clock.now())
    except IntegrityError:
        raise MovedOn(_("Sudah ada aturan yang berlaku mulai tanggal itu.")) from None
    record_decision(rules, "set_watch_rules", actor=actor, reason=rules.reason, after=values)
    return rules
