"""The spreadsheets of this room: read here, tried and applied by the imports of the first room."""

from schedules.resources import AwayResource
from schedules.services.away_imports import write_aways
from schedules.services.shifts import write_roster
from schedules.shift_resource import ShiftResource
from units.models import ImportRun
from units.resources import RESOURCES
from units.services.import_writes import WRITERS

RESOURCES[ImportRun.Kind.ABSENCES] = AwayResource
WRITERS[ImportRun.Kind.ABSENCES] = write_aways
RESOURCES[ImportRun.Kind.SHIFTS] = ShiftResource
WRITERS[ImportRun.Kind.SHIFTS] = write_roster
