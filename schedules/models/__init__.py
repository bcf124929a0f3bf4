"""Who works from where, and when: the records of the second room."""

from schedules.models.calendar import Holiday, WorkHours, WorkHoursDay
from schedules.models.chain import DueReminder, PolicyLevel, TurnReminder
from schedules.models.feeds import CalendarFeed
from schedules.models.flexible import FlexibleDay
from schedules.models.letters import Letter, LetterLine, OutdatedLetter, SignedCopy
from schedules.models.orders import (
    Emergency,
    EmergencyTerm,
    EmergencyWork,
    Recall,
    RecalledDay,
)
from schedules.models.people import Away, BalanceEntry
from schedules.models.plans import Assignment, Period, Plan, PlanPart, PlanRepair
from schedules.models.policies import Floor, Policy
from schedules.models.preferences import PairApart, Preference
from schedules.models.reviews import ReviewRequest
from schedules.models.runs import PlanningRun, PlanningRunItem
from schedules.models.shifts import ShiftDay, ShiftPattern
from schedules.models.swaps import Swap, SwapOffer

__all__ = [
    "Assignment",
    "Away",
    "BalanceEntry",
    "CalendarFeed",
    "DueReminder",
    "Emergency",
    "EmergencyTerm",
    "EmergencyWork",
    "FlexibleDay",
    "Floor",
    "Holiday",
    "Letter",
    "LetterLine",
    "OutdatedLetter",
    "PairApart",
    "Period",
    "Plan",
    "PlanPart",
    "PlanRepair",
    "PlanningRun",
    "PlanningRunItem",
    "Policy",
    "PolicyLevel",
    "Preference",
    "Recall",
    "RecalledDay",
    "ReviewRequest",
    "ShiftDay",
    "ShiftPattern",
    "SignedCopy",
    "Swap",
    "SwapOffer",
    "TurnReminder",
    "WorkHours",
    "WorkHoursDay",
]
