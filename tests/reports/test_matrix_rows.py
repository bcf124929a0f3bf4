"""The rows of this room by themselves: every address of the reports and every role."""

import pytest
from django.urls import reverse

from reports.urls import urlpatterns
from tests.matrix import ROLES
from tests.matrix_reports import ROWS

CHECKS = [(row, role) for row in ROWS for role in ROLES]


def test_every_address_of_the_room_has_a_row():
    assert {f"reports:{pattern.name}" for pattern in urlpatterns} == {row.name for row in ROWS}


@pytest.mark.usefixtures("monday")
@pytest.mark.parametrize(("row", "role"), CHECKS, ids=[f"{r.label} as {x}" for r, x in CHECKS])
def test_answer(row, role, city, client):
    kwargs = row.kwargs(city)
    person = ROLES[role] and getattr(city, ROLES[role])
    if person:
        client.force_login(getattr(person, "user", person))
    response = getattr(client, row.method)(reverse(row.name, kwargs=kwargs), row.data(city))
    assert response.status_code == row.expect[role]
