"""Threats that the matrix makes testable on every address at once."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.matrix import ROLES
from tests.test_matrix import ROWS

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
NOT_OURS = ('"django_session"', '"portal_cache"')
CHANGING = sorted({row for row in ROWS if row.method != "get"}, key=lambda row: row.label)


def written(captured):
    """Return the statements that changed a table of the portal."""
    return [
        query["sql"]
        for query in captured
        if query["sql"].lstrip().upper().startswith(WRITES)
        and not any(table in query["sql"] for table in NOT_OURS)
    ]


def send(client, row, city, role, kwargs, data):
    person = ROLES[role] and getattr(city, ROLES[role])
    if person:
        client.force_login(getattr(person, "user", person))
    with CaptureQueriesContext(connection) as captured:
        response = getattr(client, row.method)(reverse(row.name, kwargs=kwargs), data)
    return response, written(captured)


@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize("row", CHANGING, ids=[row.label for row in CHANGING])
def test_every_change_needs_a_token(row, city):
    client = Client(enforce_csrf_checks=True)
    role = next((r for r in ROLES if r != "anonymous" and row.expect[r] in (200, 302)), "employee")
    response, changes = send(client, row, city, role, row.kwargs(city), row.data(city))
    # 401: programs come with a token of their own, which no browser sends by itself
    assert response.status_code in (401, 403, 405)
    assert changes == []


READING = [
    (row, next(role for role in reversed(ROLES) if row.expect[role] == 200))
    for row in ROWS
    if row.method == "get" and 200 in row.expect.values()
]


@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize(("row", "role"), READING, ids=[f"{r.label} as {p}" for r, p in READING])
def test_reading_changes_nothing(row, role, city, client):
    response, changes = send(client, row, city, role, row.kwargs(city), row.data(city))
    assert response.status_code == 200
    # That somebody looked at exact data is written down by looking; nothing else is.
    assert [one for one in changes if "units_accesslook" not in one] == []


DENIED = [row for row in CHANGING if {403, 404} & set(row.expect.values())]


@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize("row", DENIED, ids=[row.label for row in DENIED])
def test_a_denied_act_changes_nothing(row, city):
    kwargs, data = row.kwargs(city), row.data(city)
    changed = {}
    for role in ROLES:
        if row.expect[role] in (403, 404):
            with transaction.atomic():
                _response, changed[role] = send(Client(), row, city, role, kwargs, data)
                transaction.set_rollback(True)
    assert changed == dict.fromkeys(changed, [])
