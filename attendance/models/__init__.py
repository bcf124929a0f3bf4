"""What happened: the records of the third room."""

from attendance.models.absences import AbsenceFinding
from attendance.models.check_ins import CheckIn, CheckInReview, PlaceEvidence
from attendance.models.days import DayRecord
from attendance.models.outages import Outage
from attendance.models.work_reports import WorkReport, WorkReportItem

__all__ = [
    "AbsenceFinding",
    "CheckIn",
    "CheckInReview",
    "DayRecord",
    "Outage",
    "PlaceEvidence",
    "WorkReport",
    "WorkReportItem",
]
