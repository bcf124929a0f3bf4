"""A figure of the reports: what page, PDF, spreadsheet, CSV and API call it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A figure: its key in the totals, its name, what exactly it counts, and its group."""

    key: str
    label: str
    definition: str
    group: str
