"""Parameters of the estimate are added, bills written as their import says."""

from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from reports.models import Bill, SavingsParameter
from reports.queries.buildings import buildings_of_units
from units import clock
from units.access import scope_for
from units.decisions import Refused, record_decision
from units.services.import_writes import log_changes

BATCH = 1000


@transaction.atomic
def add_parameter(*, building, kind, low, high, source, starts_on, actor):
    """Add what a day at home saves from a date on (BKPSDM); return it. "" is the whole city.

    Refused: a building without a place of work, a range upside down, no source. The rows before
    stay: days before the date keep what was in force on them.
    """
    if not scope_for(actor).is_city_hr:
        raise PermissionDenied
    if building and building not in set(buildings_of_units().values()):
        raise Refused(_("Tidak ada tempat kerja pada gedung dengan nama ini."))
    if kind not in dict(SavingsParameter.KINDS) or not 0 <= low <= high:
        raise Refused(_("Nilai paling tinggi tidak boleh di bawah nilai paling rendah."))
    if not source.strip():
        raise Refused(_("Isi sumber nilai ini."))
    added = SavingsParameter.objects.create(
        building=building,
        kind=kind,
        low=low,
        high=high,
        source=" ".join(source.split()),
        starts_on=starts_on,
        set_by=actor,
        set_at=clock.now(),
    )
    record_decision(
        added,
        "add_savings_parameter",
        actor=actor,
        reason=added.source,
        after={"building": building, "kind": kind, "low": low, "high": high, "from": starts_on},
    )
    return added


def write_bills(outcomes, *, actor):
    """Write the good rows of an import; each change is in the log of master data."""
    fresh, changed = [], []
    for outcome in outcomes:
        record = outcome.new
        bill = Bill(
            pk=record.pk,
            building=record.building,
            kind=record.kind,
            month=record.month,
            amount=record.amount,
            quantity=None if record.quantity is None else Decimal(str(record.quantity)),
            measure=record.measure,
            source=record.source,
        )
        (changed if record.pk else fresh).append((bill, outcome))
    Bill.objects.bulk_create([bill for bill, _outcome in fresh], batch_size=BATCH)
    columns = ["amount", "quantity", "measure", "source"]
    Bill.objects.bulk_update([bill for bill, _outcome in changed], columns, batch_size=200)
    log_changes(Bill, [(bill.pk, outcome) for bill, outcome in (*fresh, *changed)], actor)
