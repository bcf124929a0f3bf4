"""`manage.py seed_demo`: where it runs, where it refuses, and the same city again."""

import datetime
import hashlib
import json
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.core.serializers.json import DjangoJSONEncoder

from bekasi_wfh.management.commands.seed_demo import latest_working_day
from units.models import DemoCity, Employee, Unit

ROOMS = ("units", "schedules", "attendance", "reports")
# Salted hashes and encrypted secrets differ by design.
SALTED = {"password"}


def fingerprint():
    """Return a hash over every row of the four rooms, salted columns aside."""
    digest = hashlib.sha256()
    for room in ROOMS:
        for model in sorted(apps.get_app_config(room).get_models(), key=lambda m: m.__name__):
            columns = [f.attname for f in model._meta.concrete_fields if f.name not in SALTED]
            rows = model.objects.order_by("pk").values_list(*columns)
            text = json.dumps([list(row) for row in rows], cls=DjangoJSONEncoder, sort_keys=True)
            digest.update(f"{model.__name__}{text}".encode())
    return digest.hexdigest()


def seed(**options):
    out = StringIO()
    call_command("seed_demo", stdout=out, **options)
    return out.getvalue()


@pytest.mark.django_db(transaction=True, reset_sequences=True)
@pytest.mark.parametrize("run", ["first", "second"])
def test_the_same_city_twice(run, request):
    text = seed(people=220, today=datetime.date(2026, 12, 9))
    assert "bkpsdm@demo.example" in text
    assert Employee.objects.count() == 220
    found = fingerprint()
    known = request.config.stash.setdefault(FINGERPRINT, found)
    assert found == known


FINGERPRINT = pytest.StashKey[str]()


@pytest.mark.django_db
def test_a_database_with_units_is_refused_and_left_alone():
    Unit.objects.create(code="1", name="Pemerintah Kota Bekasi", level="kota")
    with pytest.raises(CommandError, match="not empty, so nothing was changed"):
        seed(people=220)
    assert Unit.objects.count() == 1
    assert not DemoCity.objects.exists()


@pytest.mark.django_db
def test_if_empty_does_nothing_where_there_are_units():
    Unit.objects.create(code="1", name="Pemerintah Kota Bekasi", level="kota")
    assert "nothing was changed" in seed(people=220, if_empty=True)
    assert Unit.objects.count() == 1
    assert not DemoCity.objects.exists()


@pytest.mark.django_db
def test_production_is_refused(settings):
    settings.BEKASI_ENV = "production"
    with pytest.raises(CommandError, match="BEKASI_ENV=demo only"):
        seed(people=220)
    assert not Unit.objects.exists()


@pytest.mark.django_db
def test_too_few_people_are_refused_with_the_number_needed():
    with pytest.raises(CommandError, match=r"needs at least \d+ people"):
        seed(people=20)
    assert not Unit.objects.exists()


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-11-24", "2026-11-24"),
        ("2026-11-29", "2026-11-27"),
        ("2026-12-25", "2026-12-23"),
        ("2027-01-01", "2026-12-31"),
    ],
)
def test_today_is_the_latest_working_day(day, expected):
    found = latest_working_day(datetime.date.fromisoformat(day))
    assert found == datetime.date.fromisoformat(expected)
