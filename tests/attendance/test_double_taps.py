"""Double taps, two tabs and two devices through the pages: one check-in, one answer."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from attendance.devices import account_mark
from attendance.models import CheckIn, PlaceEvidence
from tests.attendance.conftest import MONDAY, OFFICE, at_time

PRESSES = 6
IN = reverse("attendance:check_in", args=["masuk"])


@pytest.fixture
def phones(transactional_db, city, hours, time_machine):
    """Two devices of Sari, each with a session and a device cookie of its own."""
    time_machine.move_to(at_time(MONDAY, 7, 20), tick=False)
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(city.sari.user)
        client.get(reverse("attendance:today"))
    return clients


def press_together(city, phones, keys):
    """Press once for each key, on the devices in turn; real threads where the database has them."""
    together = threading.Barrier(len(keys), timeout=20)
    real = connection.vendor == "postgresql"

    def press(number):
        client = Client()
        client.cookies = phones[number % len(phones)].cookies
        if real:
            together.wait()
        try:
            answer = client.post(
                IN,
                {
                    "key": keys[number], "latitude": OFFICE[0], "longitude": OFFICE[1],
                    "accuracy": 12, "age": 1, "device_time": at_time(MONDAY, 7, 20).isoformat(),
                    "account": account_mark(city.sari.user),
                },
                headers={"accept": "application/json"},
            )  # fmt: skip
            return answer.status_code, answer.json()
        finally:
            if real:
                connections.close_all()

    if not real:
        return [press(number) for number in range(len(keys))]
    with ThreadPoolExecutor(len(keys)) as pool:
        return list(pool.map(press, range(len(keys))))


@pytest.mark.parametrize("same_key", [True, False], ids=["one key", "a key for each tab"])
@pytest.mark.parametrize("devices", [1, 2])
def test_presses_at_the_same_moment_make_one_check_in(city, phones, same_key, devices):
    one = uuid.uuid4()
    keys = [one if same_key else uuid.uuid4() for _press in range(PRESSES)]
    answers = press_together(city, phones[:devices], keys)
    assert answers == [(200, {"saved": True, "text": "Presensi masuk tercatat pukul 07.20."})] * 6
    record = CheckIn.objects.get()
    assert (record.employee, record.direction, record.finding) == (city.sari, "in", "accepted")
    assert PlaceEvidence.objects.count() == 1
