"""One small demo city for this folder: seeded once, only read by the tests."""

import datetime

import pytest

from bekasi_wfh.demo.seeding import seed_city

TODAY = datetime.date(2026, 11, 24)
PEOPLE = 300


@pytest.fixture(scope="package")
def seeded(django_db_setup, django_db_blocker):
    """Seed a city of 300 people in a transaction that ends after the last test of the folder."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        city = seed_city(today=TODAY, number_of_people=PEOPLE)
        yield city
        transaction.set_rollback(True)
