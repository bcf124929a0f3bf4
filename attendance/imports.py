"""The spreadsheets of this room: read here, tried and applied by the imports of the first room."""

from attendance.activity_resource import ActivityResource
from attendance.pin_resource import PinResource
from attendance.services.activity_imports import write_activities
from attendance.services.pin_imports import write_pins
from units.models import ImportRun
from units.resources import RESOURCES
from units.services.import_writes import WRITERS

RESOURCES[ImportRun.Kind.PINS] = PinResource
WRITERS[ImportRun.Kind.PINS] = write_pins
RESOURCES[ImportRun.Kind.ACTIVITIES] = ActivityResource
WRITERS[ImportRun.Kind.ACTIVITIES] = write_activities
