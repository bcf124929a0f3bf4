"""What it adds up to: the records of the fourth room."""

from reports.models.builds import WeekBuild
from reports.models.deliveries import ReportDelivery, ReportDispatch
from reports.models.reports import Report
from reports.models.savings import Bill, SavingsParameter

__all__ = [
    "Bill",
    "Report",
    "ReportDelivery",
    "ReportDispatch",
    "SavingsParameter",
    "WeekBuild",
]
