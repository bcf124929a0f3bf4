"""Dates, times and numbers of English pages: 10 December 2026, 07:30, 20,000.5.

Forms read dates in the same order as on Indonesian pages: the day always comes first.
"""

from django.conf.locale.id.formats import (
    DATE_INPUT_FORMATS,
    DATETIME_INPUT_FORMATS,
    TIME_INPUT_FORMATS,
)

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y H:i"
SHORT_DATE_FORMAT = "j M Y"
SHORT_DATETIME_FORMAT = "j M Y H:i"
FIRST_DAY_OF_WEEK = 1

__all__ = ["DATE_INPUT_FORMATS", "DATETIME_INPUT_FORMATS", "TIME_INPUT_FORMATS"]


def __getattr__(name):
    """Give formats written out in templates ("j F Y H.i") their English clock: a colon."""
    if "H.i" in name:
        return name.replace("H.i", "H:i")
    raise AttributeError(name)
