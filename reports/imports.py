"""The spreadsheets of this room: read here, tried and applied by the imports of the first room."""

from reports.bill_resource import BillResource
from reports.services.savings import write_bills
from units.models import ImportRun
from units.resources import RESOURCES
from units.services.import_writes import WRITERS

RESOURCES[ImportRun.Kind.BILLS] = BillResource
WRITERS[ImportRun.Kind.BILLS] = write_bills
