"""Runs that a worker does: taken by one worker at a time, caught up after it fell silent."""

from datetime import timedelta

from django.db.models import F, Q
from django.utils.translation import ngettext

from units import clock
from units.languages import in_indonesian
from units.models.imports import LongRun

Status = LongRun.Status
AT_WORK = (Status.CHECKING, Status.APPLYING)
# Where a run goes back to when its work cannot be done: nothing of it counts then.
BACK = {Status.CHECKING: Status.UNREADABLE, Status.APPLYING: Status.TRIED}
SENT_AGAIN_AFTER = timedelta(minutes=2)
SILENT_AFTER = timedelta(minutes=10)
MOST_ATTEMPTS = 3
TELL_EVERY_SECONDS = 2


def taken(model, pk):
    """Return the run of a number for this worker alone, or None where another has it."""
    found = model.objects.filter(pk=pk, status__in=AT_WORK, alive_at=None).update(
        alive_at=clock.now(), attempts=F("attempts") + 1, rows_done=0, message=""
    )
    if not found:
        return None
    return model.objects.select_related("uploaded_by", "applied_by").get(pk=pk)


def mine(run):
    """Return the run as a query for as long as it is this worker's."""
    return type(run).objects.filter(pk=run.pk, status=run.status, attempts=run.attempts)


@in_indonesian()
def resume(model, send, *, given_back=None):
    """Send again what a stopped worker or a lost message left behind; return how many runs.

    A run silent for ten minutes goes to another worker; after three fell silent over it, it is
    given back with a sentence (`given_back` in place of the usual one). Sending a run twice does
    nothing: only one worker can take it.
    """
    now = clock.now()
    silent = model.objects.filter(status__in=AT_WORK, alive_at__lt=now - SILENT_AFTER)
    # Attempts only ever grow, so that a worker that wakes up late never passes for a later one.
    last = silent.annotate(rest=F("attempts") % MOST_ATTEMPTS).filter(rest=0)
    message = given_back or ngettext(
        "Pekerja berhenti %(n)s kali; tidak ada yang tersimpan. Beri tahu pengelola sistem.",
        "Pekerja berhenti %(n)s kali; tidak ada yang tersimpan. Beri tahu pengelola sistem.",
        MOST_ATTEMPTS,
    ) % {"n": MOST_ATTEMPTS}
    spent = list(last.values_list("pk", flat=True))
    for status, back in BACK.items():
        model.objects.filter(pk__in=spent, status=status).update(status=back, message=message)
    silent.update(alive_at=None, asked_at=now - SENT_AGAIN_AFTER)
    waiting = list(
        model.objects.filter(status__in=AT_WORK, alive_at=None)
        .filter(Q(asked_at__lte=now - SENT_AGAIN_AFTER) | Q(asked_at=None))
        .values_list("pk", flat=True)
    )
    for pk in waiting:
        send(pk)
    return len(waiting)
