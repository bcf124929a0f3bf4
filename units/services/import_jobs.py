"""Long imports: checked and written by a worker, caught up after it fell silent."""

import logging
import time
from contextlib import suppress

from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from units import clock
from units.access import scope_for
from units.decisions import MovedOn, Refused, notify
from units.languages import in_indonesian
from units.models import ImportRun
from units.resources.reading import read_table
from units.services.imports import evaluate, found_in, may_import, send, write_import
from units.services.long_runs import BACK, TELL_EVERY_SECONDS, mine, resume, taken

log = logging.getLogger(__name__)

Status = ImportRun.Status


@in_indonesian()
def work_on_import(pk):
    """Check or write one waiting run, by its status; do nothing where another worker has it.

    The rights are those that the account has now. What goes wrong stays with the run as a
    sentence: a check ends UNREADABLE, writing goes back to TRIED with nothing changed.
    """
    run = taken(ImportRun, pk)
    if run is None:
        return
    work, back = _check if run.status == Status.CHECKING else _write, BACK[run.status]
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
        if mine(run).update(status=back, message=message[:300]):
            _tell(run, message)


def _check(run):
    scope = scope_for(run.uploaded_by)
    if not may_import(scope, run.kind):
        raise Refused(_("Anda tidak berhak mengimpor jenis ini."))
    table = read_table(bytes(run.content))
    mine(run).update(alive_at=clock.now(), rows_all=len(table))
    told = time.monotonic()

    def took_row(number):
        nonlocal told
        if time.monotonic() - told > TELL_EVERY_SECONDS:
            told = time.monotonic()
            with suppress(DatabaseError):  # what progress costs is never a fault of the row
                mine(run).update(alive_at=clock.now(), rows_done=number)

    found = found_in(evaluate(run.kind, scope, table, took_row=took_row))
    with transaction.atomic():
        if mine(run).update(status=Status.TRIED, **found):
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


def resume_imports():
    """Send again what a stopped worker or a lost message left of the imports; return how many."""
    return resume(ImportRun, send)
