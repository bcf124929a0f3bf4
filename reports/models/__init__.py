"""What it adds up to: the records of the fourth room."""

from reports.models.builds import WeekBuild
from reports.models.deliveries import ReportDelivery, ReportDispatch
from reports.models.reports import Report

__all__ = ["Report", "ReportDelivery", "ReportDispatch", "WeekBuild"]
