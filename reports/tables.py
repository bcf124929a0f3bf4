"""What a report is shown as: tables of plain values, and numbers as people write them."""

import datetime
from dataclasses import dataclass, field

from django.utils.formats import number_format

from units.wording import date_span


@dataclass(frozen=True)
class Column:
    """A column of numbers, of differences that show their sign, or of text."""

    key: str
    label: str
    is_number: bool = True
    signed: bool = False

    def write(self, value):
        """Return a value as this column shows it to people."""
        if not isinstance(value, int | float):
            return str(value)
        return signed(value) if self.signed else number(value)


@dataclass
class Table:
    """Rows of plain values in the order of the columns; `total` closes the table where given.

    `links` holds the unit id of each row (None where there is nothing to open).
    """

    key: str
    title: str
    columns: list
    rows: list = field(default_factory=list)
    total: list | None = None
    links: list = field(default_factory=list)

    @property
    def cells(self):
        """Return the rows as (text, whether its column holds numbers)."""
        return [
            [
                (column.write(value), column.is_number)
                for column, value in zip(self.columns, row, strict=True)
            ]
            for row in self.rows
        ]


@dataclass(frozen=True)
class Fact:
    """A headline figure: its text, what it is, and whether it asks for attention."""

    text: str
    label: str
    tone: str = ""


def number(value):
    """Return a number as the language writes it: 20.000 or 20,000, 2,5 or 2.5."""
    return number_format(value, force_grouping=True).replace("-", "−")


def signed(value):
    """Return a difference with its sign: +12, −3, 0."""
    return number(value) if value <= 0 else f"+{number(value)}"


def percent(part, whole):
    """Return a share to the nearest tenth, never rounded up to 100 %; a dash without a whole."""
    if not whole:
        return "–"
    tenths = (2000 * part + whole) // (2 * whole)
    tenths = min(tenths, 999) if part < whole else tenths
    shown = number_format(tenths // 10 if tenths % 10 == 0 else tenths / 10)
    return f"{shown}\u00a0%"


def one_decimal(value):
    """Return days with one decimal, or a dash where nothing was measured."""
    return "–" if value is None else number_format(round(value, 1), 1)


def iso(text):
    return datetime.date.fromisoformat(text)


def week_text(figures):
    """Return the week in words: 7–13 Desember 2026."""
    return date_span(iso(figures["week"]["starts_on"]), iso(figures["week"]["ends_on"]))


def mean_of_weeks(summed, weeks):
    """Return a mean to a tenth: a whole number where it is one."""
    tenths = (20 * summed + weeks) // (2 * weeks)
    return tenths // 10 if tenths % 10 == 0 else tenths / 10
