"""Spreadsheets and shortcuts of this room's tests."""

import io

import pytest
from openpyxl import Workbook

from units.access import scope_for
from units.resources import RESOURCES
from units.services.imports import apply_import, try_import


def sheet(headers, *rows):
    """Return the bytes of an XLSX file; text that looks like a formula stays text."""
    book = Workbook()
    book.active.append(headers)
    for row in rows:
        book.active.append(row)
    for row in book.active.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                cell.data_type = "s"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def columns(kind):
    return [field.column_name for field in RESOURCES[kind].fields.values()]


@pytest.fixture
def table():
    """Return a function that makes a file of a kind from dicts keyed by column."""

    def make(kind, *rows):
        names = columns(kind)
        return sheet(names, *[[row.get(name, "") for name in names] for row in rows])

    return make


@pytest.fixture
def tried(day):
    """Return a function that tries a file as a person and gives the run."""

    def run(kind, person, content, name="uji.xlsx"):
        return try_import(
            kind, actor=person.user, scope=scope_for(person.user, day), content=content,
            file_name=name,
        )  # fmt: skip

    return run


@pytest.fixture
def applied(day):
    """Return a function that applies a run as a person."""

    def run(made, person, *, all_or_nothing=False):
        return apply_import(
            made, actor=person.user, scope=scope_for(person.user, day),
            all_or_nothing=all_or_nothing,
        )  # fmt: skip

    return run
