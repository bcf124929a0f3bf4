"""Every address x every role. A new address without a row fails here."""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import (
    matrix_attendance,
    matrix_attendance_corrections,
    matrix_attendance_kiosks,
    matrix_attendance_outages,
    matrix_attendance_response_checks,
    matrix_attendance_terminals,
    matrix_attendance_watch,
    matrix_exchange,
    matrix_house,
    matrix_reports,
    matrix_schedules_absences,
    matrix_schedules_chain,
    matrix_schedules_fairness,
    matrix_schedules_letters,
    matrix_schedules_office,
    matrix_schedules_orders,
    matrix_schedules_preferences,
    matrix_schedules_repairs,
    matrix_schedules_reviews,
    matrix_schedules_rules,
    matrix_schedules_shifts,
    matrix_schedules_swaps,
    matrix_units,
)
from tests.matrix import ROLES

ROWS = [
    *matrix_house.ROWS,
    *matrix_units.ROWS,
    *matrix_schedules_rules.ROWS,
    *matrix_schedules_office.ROWS,
    *matrix_schedules_absences.ROWS,
    *matrix_schedules_fairness.ROWS,
    *matrix_schedules_chain.ROWS,
    *matrix_schedules_letters.ROWS,
    *matrix_schedules_preferences.ROWS,
    *matrix_schedules_repairs.ROWS,
    *matrix_schedules_reviews.ROWS,
    *matrix_schedules_shifts.ROWS,
    *matrix_schedules_swaps.ROWS,
    *matrix_schedules_orders.ROWS,
    *matrix_attendance.ROWS,
    *matrix_attendance_corrections.ROWS,
    *matrix_attendance_kiosks.ROWS,
    *matrix_attendance_outages.ROWS,
    *matrix_attendance_response_checks.ROWS,
    *matrix_attendance_terminals.ROWS,
    *matrix_exchange.ROWS,
    *matrix_attendance_watch.ROWS,
    *matrix_reports.ROWS,
]


def all_names(resolver=None, prefix=""):
    """Yield the full name of every address of the portal."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            namespace = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from all_names(pattern, namespace)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"


def test_every_address_has_a_row():
    assert set(all_names()) == {row.name for row in ROWS}


def test_every_row_speaks_of_every_role():
    assert [row.label for row in ROWS if set(row.expect) != set(ROLES)] == []


@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize("row", ROWS, ids=[row.label for row in ROWS])
def test_answer(row, city):
    kwargs, data = row.kwargs(city), row.data(city)
    answers = {}
    for role, who in ROLES.items():
        client = Client()
        with transaction.atomic():
            if who:
                person = getattr(city, who)
                client.force_login(getattr(person, "user", person))
            response = getattr(client, row.method)(reverse(row.name, kwargs=kwargs), data)
            answers[role] = response.status_code
            if role == "anonymous" and response.status_code == 302 and ":" in row.name:
                assert "/akun/login/" in response["Location"]
            transaction.set_rollback(True)
    assert answers == row.expect
