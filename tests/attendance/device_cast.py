"""What the tests of terminals share: log files, a terminal with PINs, a worker that has them."""

import datetime

from django.core.files.uploadedfile import SimpleUploadedFile

from attendance.models import DeviceFile, Terminal
from attendance.services.device_files import apply_device_file, take_device_file
from attendance.services.device_runs import work_on_device_file
from attendance.services.terminals import set_pin
from units import clock


def attlog(*rows, end="\r\n", encoding="ascii"):
    """Return an attlog.dat of rows (PIN, moment as text)."""
    text = "".join(f"{pin:>9}\t{at}\t1\t0\t1\t0{end}" for pin, at in rows)
    return text.encode(encoding)


def upload_of(content, name="1_attlog.dat"):
    return SimpleUploadedFile(name, content)


def gate_of(city, name="Gerbang Depan"):
    """Return the terminal of Bappelitbangda; 12 is Sari's PIN, 7 Tono's."""
    gate = Terminal.objects.create(
        unit=city.agency, name=name, made_by=city.hana.user, made_at=clock.now()
    )
    for pin, who in (("12", city.sari), ("7", city.tono)):
        set_pin(gate, pin=pin, digits=who.nip, actor=city.hana.user)
    return gate


def looked_through(gate, content, actor, name="1_attlog.dat"):
    """Upload a file and let the worker look it through; return the DeviceFile."""
    run = take_device_file(gate, upload_of(content, name), actor=actor.user)
    work_on_device_file(run.pk)
    return DeviceFile.objects.get(pk=run.pk)


def applied(run, actor):
    """Apply a file and let the worker do it; return the DeviceFile."""
    apply_device_file(run, actor=actor.user)
    work_on_device_file(run.pk)
    return DeviceFile.objects.get(pk=run.pk)


def on(day, at):
    """Return the text of a moment in a log."""
    return f"{day.isoformat()} {at}" if len(at) > 5 else f"{day.isoformat()} {at}:00"


def days_before(day, n):
    return day - datetime.timedelta(days=n)
