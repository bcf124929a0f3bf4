"""Every address x every role. A new address without a row fails here."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests import (
    matrix_attendance,
    matrix_house,
    matrix_reports,
    matrix_schedules_office,
    matrix_schedules_rules,
    matrix_units,
)
from tests.matrix import ROLES

ROWS = [
    *matrix_house.ROWS,
    *matrix_units.ROWS,
    *matrix_schedules_rules.ROWS,
    *matrix_schedules_office.ROWS,
    *matrix_attendance.ROWS,
    *matrix_reports.ROWS,
]
CHECKS = [(row, role) for row in ROWS for role in ROLES]


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
@pytest.mark.parametrize(
    ("row", "role"), CHECKS, ids=[f"{r.label} as {role}" for r, role in CHECKS]
)
def test_answer(row, role, city, client):
    kwargs = row.kwargs(city)
    data = row.data(city)
    person = ROLES[role] and getattr(city, ROLES[role])
    if person:
        client.force_login(getattr(person, "user", person))
    response = getattr(client, row.method)(reverse(row.name, kwargs=kwargs), data)
    assert response.status_code == row.expect[role], response.headers.get("Location", "")
    if role == "anonymous" and row.expect[role] == 302 and ":" in row.name:
        assert "/akun/login/" in response["Location"]
