"""Log files of terminals: taken in, looked through, applied, computed again, given up."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from attendance.models import DeviceFile, DeviceFilePart
from units import clock
from units.access import scope_for
from units.decisions import MovedOn, Refused, record_decision
from units.services.imports import safe_name

Status = DeviceFile.Status
PART = 512 * 1024


def may_read_in(scope, terminal):
    """Say whether an account reads in the files of a terminal: BKPSDM, unit HR of its unit."""
    return scope.keeps_records_of(terminal.unit)


@transaction.atomic
def take_device_file(terminal, upload, *, actor):
    """Keep the log file of a terminal and let a worker look it through; return the DeviceFile.

    Nothing of it counts before `apply_device_file`. Refused by size; what is in it the worker says.
    """
    if not may_read_in(scope_for(actor), terminal):
        raise PermissionDenied
    if upload.size > settings.DEVICE_FILE_MAX_BYTES:
        raise Refused(
            _("Berkas lebih besar dari %(most)d MB. Bagi menjadi beberapa berkas.")
            % {"most": settings.DEVICE_FILE_MAX_BYTES // 1024**2}
        )
    now = clock.now()
    run = DeviceFile.objects.create(
        terminal=terminal,
        status=Status.CHECKING,
        file_name=safe_name(upload.name),
        size=upload.size,
        uploaded_by=actor,
        uploaded_at=now,
        asked_at=now,
    )
    for number, data in enumerate(upload.chunks(PART)):
        DeviceFilePart.objects.create(file=run, number=number, data=data)
    send(run.pk)
    return run


def _move(run, actor, before, after, **values):
    """Move a run on for a worker; MovedOn where it is not in one of the states."""
    if not may_read_in(scope_for(actor), run.terminal):
        raise PermissionDenied
    moved = DeviceFile.objects.filter(pk=run.pk, status__in=before).update(
        status=after, asked_at=clock.now(), alive_at=None, message="", **values
    )
    if not moved:
        raise MovedOn
    send(run.pk)
    run.refresh_from_db()


@transaction.atomic
def check_device_file(run, *, actor):
    """Look a file through again, after its columns or PINs were set; MovedOn once it is applied."""
    _move(run, actor, [Status.UNREADABLE, Status.TRIED], Status.CHECKING)


@transaction.atomic
def apply_device_file(run, *, actor):
    """Let a worker read the punches in and compute the days of their people.

    A file that was applied is computed again, which changes days only where a PIN has found its
    person since. MovedOn while another worker is at it or where it was given up.
    """
    _move(run, actor, [Status.TRIED, Status.APPLIED], Status.APPLYING, applied_by=actor)


@transaction.atomic
def discard_device_file(run, *, actor):
    """Give up a file that was not applied; its bytes are erased. Otherwise MovedOn.

    Punches that an application which failed half way has read in stay as they are: raw rows.
    """
    if not may_read_in(scope_for(actor), run.terminal):
        raise PermissionDenied
    before = [Status.CHECKING, Status.UNREADABLE, Status.TRIED]
    moved = DeviceFile.objects.filter(pk=run.pk, status__in=before, applied_at=None).update(
        status=Status.DISCARDED
    )
    if not moved:
        raise MovedOn
    run.parts.all().delete()
    record_decision(
        run,
        "discard_device_file",
        actor=actor,
        unit=run.terminal.unit,
        after={"file": run.file_name},
    )


def send(pk):
    """Hand a run to a worker once this transaction stands; a lost message is caught up by beat."""
    from attendance.tasks import work_on_device_file_run

    transaction.on_commit(lambda: work_on_device_file_run.delay(pk), robust=True)
