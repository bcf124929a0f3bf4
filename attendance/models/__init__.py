"""What happened: the records of the third room."""

from attendance.models.absences import AbsenceFinding
from attendance.models.activities import ActivityNumber
from attendance.models.check_ins import CheckIn, CheckInReview, PlaceEvidence
from attendance.models.corrections import Correction
from attendance.models.days import DayRecord
from attendance.models.device_files import (
    DeviceFile,
    DeviceFilePart,
    DeviceMark,
    FileColumns,
    PinHolder,
    Punch,
    Terminal,
)
from attendance.models.kiosks import Kiosk, KioskPin
from attendance.models.outages import Outage
from attendance.models.response_checks import (
    ResponseAnswer,
    ResponseCheck,
    ResponseExplanation,
    ResponseRuling,
)
from attendance.models.signals import Indication, IndicationCase, SecondTap, SignalScan
from attendance.models.watch import DisciplineWarning, WatchRules
from attendance.models.work_reports import WorkReport, WorkReportItem

__all__ = [
    "ActivityNumber",
    "Terminal",
    "Punch",
    "PinHolder",
    "FileColumns",
    "DeviceMark",
    "DeviceFilePart",
    "DeviceFile",
    "AbsenceFinding",
    "CheckIn",
    "CheckInReview",
    "Correction",
    "DayRecord",
    "DisciplineWarning",
    "Indication",
    "IndicationCase",
    "Kiosk",
    "KioskPin",
    "Outage",
    "PlaceEvidence",
    "ResponseAnswer",
    "ResponseCheck",
    "ResponseExplanation",
    "ResponseRuling",
    "SecondTap",
    "SignalScan",
    "WatchRules",
    "WorkReport",
    "WorkReportItem",
]
