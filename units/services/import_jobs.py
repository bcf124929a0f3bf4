"""Long imports: checked and written by a worker, caught up after it fell silent."""

import logging
import time
from contextlib import suppress
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from units import clock
from units.access import scope_for
from units.decisions import MovedOn, Refused, notify
from units.languages import in_indonesian
from units.models import ImportRun
from units.resources.reading import read_table
from units.services.imports import evaluate, found_in, may_import, send, write_import

log = logging.getLogger(__name__)

Status = ImportRun.Status
AT_WORK = (Status.CHECKING, Status.APPLYING)
SENT_AGAIN_AFTER = timedelta(minutes=2)
SILENT_AFTER = timedelta(minutes=10)
MOST_ATTEMPTS = 3
TELL_EVERY_SECONDS = 2


@in_indonesian()
def work_on_import(pk):
    """Check or write one waiting run, by its status; do nothing where another worker has it.

    The rights are those that the account has now. What goes wrong stays with the run as a
    sentence: a check ends UNREADABLE, writing goes back to TRIED with nothing changed.
    """
    taken = ImportRun.objects.filter(pk=pk, status__in=AT_WORK, alive_at=None).update(
        alive_at=clock.now(), attempts=F("attempts") + 1, rows_done=0, message=""
    )
    if not taken:
        return
    run = ImportRun.objects.select_related("uploaded_by", "applied_by").get(pk=pk)
    work, back = (
        (_check, Status.UNREADABLE) if run.status == Status.CHECKING else (_write, Status.TRIED)
    )
    try:
        work(run)
        return
    except Refused as refusal:
        message = str(refusal)
    except MovedOn:
        message = _(
            "Data berubah sementara berkas diterapkan; tidak ada yang tersimpan. Coba lagi."
        )
    except Exception:
        log.exception("import run %s failed", pk)
        message = _(
            "Penerapan gagal dan tidak ada yang tersimpan. Berkasnya masih ada; terapkan lagi."
        )
        if back == Status.UNREADABLE:
            message = _("Pekerjaan ini gagal dan tidak ada yang tersimpan. Unggah lagi berkasnya.")
    with transaction.atomic():
        if _mine(run).update(status=back, message=message[:300]):
            _tell(run, message)


def _mine(run):
    """Return the run for as long as it is this worker's."""
    return ImportRun.objects.filter(pk=run.pk, status=run.status, attempts=run.attempts)


def _check(run):
    scope = scope_for(run.uploaded_by)
    if not may_import(scope, run.kind):
        raise Refused(_("Anda tidak berhak mengimpor jenis ini."))
    table = read_table(bytes(run.content))
    _mine(run).update(alive_at=clock.now(), rows_all=len(table))
    told = time.monotonic()

    def took_row(number):
        nonlocal told
        if time.monotonic() - told > TELL_EVERY_SECONDS:
            told = time.monotonic()
            with suppress(DatabaseError):  # what progress costs is never a fault of the row
                _mine(run).update(alive_at=clock.now(), rows_done=number)

    found = found_in(evaluate(run.kind, scope, table, took_row=took_row))
    with transaction.atomic():
        if _mine(run).update(status=Status.TRIED, **found):
            _tell(
                run,
                lambda: (
                    _("Diperiksa: %(added)d baru, %(changed)d berubah, %(refused)d ditolak.")
                    % found
                ),
            )


@transaction.atomic
def _write(run):
    written = write_import(run, scope=scope_for(run.applied_by))
    counts = {name: getattr(written, name) for name in ("added", "changed", "refused")}
    _tell(
        run,
        lambda: _("Diterapkan: %(added)d baru, %(changed)d berubah, %(refused)d ditolak.") % counts,
    )


def _tell(run, outcome):
    who = run.uploaded_by if run.status == Status.CHECKING else run.applied_by
    link = reverse("units:import_detail", args=[run.pk])
    notify([who], kind="import_done", link=link, file=run.file_name, outcome=outcome)


@in_indonesian()
def resume_imports():
    """Send again what a stopped worker or a lost message left behind; return how many runs.

    A run silent for ten minutes goes to another worker; after three fell silent over it, it is
    given back with a sentence. Sending a run twice does nothing: only one worker can take it.
    """
    now = clock.now()
    silent = ImportRun.objects.filter(status__in=AT_WORK, alive_at__lt=now - SILENT_AFTER)
    # Attempts only ever grow, so that a worker that wakes up late never passes for a later one.
    last = silent.annotate(rest=F("attempts") % MOST_ATTEMPTS).filter(rest=0)
    message = ngettext(
        "Pekerja berhenti %(n)s kali; tidak ada yang tersimpan. Beri tahu pengelola sistem.",
        "Pekerja berhenti %(n)s kali; tidak ada yang tersimpan. Beri tahu pengelola sistem.",
        MOST_ATTEMPTS,
    ) % {"n": MOST_ATTEMPTS}
    spent = list(last.values_list("pk", flat=True))
    for status, back in ((Status.CHECKING, Status.UNREADABLE), (Status.APPLYING, Status.TRIED)):
        ImportRun.objects.filter(pk__in=spent, status=status).update(status=back, message=message)
    silent.update(alive_at=None, asked_at=now - SENT_AGAIN_AFTER)
    waiting = list(
        ImportRun.objects.filter(status__in=AT_WORK, alive_at=None)
        .filter(Q(asked_at__lte=now - SENT_AGAIN_AFTER) | Q(asked_at=None))
        .values_list("pk", flat=True)
    )
    for pk in waiting:
        send(pk)
    return len(waiting)
