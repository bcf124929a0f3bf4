"""Notices of the second room: who works from where, and when.

They register themselves when they are imported, in the order in which the settings show them.
"""

# isort: off
from schedules.notice_kinds import plans
from schedules.notice_kinds import people
from schedules.notice_kinds import swaps
from schedules.notice_kinds import orders
from schedules.notice_kinds import reviews

__all__ = ["orders", "people", "plans", "reviews", "swaps"]
