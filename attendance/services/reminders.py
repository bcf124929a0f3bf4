"""One tap of a head: remind somebody who is missing now."""

import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from attendance.queries.team import people_rows
from units import clock
from units.access import scope_for
from units.decisions import MovedOn, Refused, notify
from units.models import Employee, Outbox
from units.queries.people import posting_on

KIND = "check_in_reminder"
REMINDED_AGAIN_AFTER = datetime.timedelta(minutes=30)


@transaction.atomic
def remind_missing(employee, *, actor):
    """Tell a person that today's check-in is missing; once in 30 minutes, whoever reminds.

    Only by who heads the person's unit or one above it, never oneself. Refused where the person
    has no account; raises MovedOn where the person is no longer missing or was just reminded.
    """
    scope, now = scope_for(actor), clock.now()
    posting = posting_on(employee, scope.day)
    if posting is None or employee.user_id == actor.pk or not scope.heads(posting.unit):
        raise PermissionDenied
    # Two heads who press at once: the second waits here and sees the first one's notice.
    Employee.objects.select_for_update().get(pk=employee.pk)
    if not people_rows([posting], scope.day, now)[0].is_missing:
        raise MovedOn(_("%s sudah presensi atau tidak perlu presensi sekarang.") % employee.name)
    if employee.user is None or not employee.user.is_active:
        raise Refused(_("%s tidak mempunyai akun. Hubungi langsung.") % employee.name)
    since = now - REMINDED_AGAIN_AFTER
    if Outbox.objects.filter(recipient=employee.user, kind=KIND, created_at__gt=since).exists():
        raise MovedOn(_("%s baru saja diingatkan. Coba lagi setelah 30 menit.") % employee.name)
    by = scope.employee.name if scope.employee else actor.username
    notify([employee.user], kind=KIND, link=reverse("attendance:today"), name=by, day=scope.day)
