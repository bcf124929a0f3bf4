"""PINs from a spreadsheet, written in bulk inside the transaction of their import."""

from attendance.device_logs import pin_of
from attendance.models import PinHolder
from attendance.models.device_files import ALWAYS
from units import clock

BATCH = 1000


def write_pins(outcomes, *, actor):
    """Write the good rows of an import; the Decision of the import says who and how many.

    A row with the same MULAI as one that stands gives the PIN to its person in that one's place.
    """
    now, own, of_unit = clock.now(), [], []
    for outcome in outcomes:
        record = outcome.new
        holder = PinHolder(
            unit_id=record.unit_pk,
            terminal_id=record.terminal_pk,
            pin=pin_of(record.pin)[0],
            employee_id=record.employee_pk,
            starts_on=record.starts_on or ALWAYS,
            set_by=actor,
            set_at=now,
        )
        (own if record.terminal_pk else of_unit).append(holder)
    for rows, key in ((own, "terminal_id"), (of_unit, "unit_id")):
        _replace(rows, key)
        PinHolder.objects.bulk_create(rows, batch_size=BATCH)


def _replace(rows, key):
    """Delete what stands under the same terminal or unit, PIN and start as the new rows."""
    wanted = {(getattr(one, key), one.pin, one.starts_on) for one in rows}
    stands = PinHolder.objects.filter(
        **{f"{key}__in": {one[0] for one in wanted}}, terminal__isnull=key == "unit_id"
    )
    gone = [
        pk
        for pk, *rest in stands.values_list("pk", key, "pin", "starts_on")
        if tuple(rest) in wanted
    ]
    for first in range(0, len(gone), BATCH):
        PinHolder.objects.filter(pk__in=gone[first : first + BATCH]).delete()
