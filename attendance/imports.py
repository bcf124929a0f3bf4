"""The spreadsheets of this room: read here, tried and applied by the imports of the first room."""

from attendance.pin_resource import PinResource
from attendance.services.pin_imports import write_pins
from units.models import ImportRun
from units.resources import RESOURCES
from units.services.import_writes import WRITERS

RESOURCES[ImportRun.Kind.PINS] = PinResource
WRITERS[ImportRun.Kind.PINS] = write_pins
