"""Settings come from the environment and refuse to start unsafe."""

import os
import subprocess
import sys

import pytest

GOOD = {
    "BEKASI_ENV": "production",
    "SECRET_KEY": "k" * 60,
    "ALLOWED_HOSTS": "wfh.example.go.id",
    "DATABASE_URL": "postgres://portal@localhost/portal",
    "REDIS_URL": "redis://localhost:6379/0",
}


def start(**changes):
    """Import the settings in a process of its own; return what it said on standard error."""
    environment = {key: value for key, value in {**GOOD, **changes}.items() if value is not None}
    environment["PATH"] = os.environ["PATH"]
    run = subprocess.run(
        [sys.executable, "-c", "import bekasi_wfh.settings as s; print(s.DEBUG, s.DEMO)"],
        env=environment,
        capture_output=True,
        text=True,
    )
    return run.returncode, run.stdout.strip() or run.stderr.strip().splitlines()[-1]


def test_production_starts_with_everything_set():
    assert start() == (0, "False False")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"BEKASI_ENV": None}, "Set BEKASI_ENV to production, demo or test"),
        ({"BEKASI_ENV": "prod"}, "Set BEKASI_ENV to production, demo or test"),
        ({"SECRET_KEY": None}, "SECRET_KEY must be set"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY must be set"),
        ({"ALLOWED_HOSTS": None}, "ALLOWED_HOSTS must name"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name"),
        ({"DATABASE_URL": None}, "DATABASE_URL must point at PostgreSQL"),
        ({"DATABASE_URL": "sqlite:///x"}, "DATABASE_URL must point at PostgreSQL"),
        ({"REDIS_URL": None}, "REDIS_URL must point"),
    ],
)
def test_production_refuses(change, said):
    code, message = start(**change)
    assert code == 1
    assert said in message


@pytest.mark.django_db
def test_production_refuses_a_database_with_the_demo_city(settings):
    from django.core.exceptions import ImproperlyConfigured
    from django.utils import timezone

    from bekasi_wfh.safety import refuse_demo_data_in_production
    from units.models import DemoCity

    settings.PRODUCTION = True
    refuse_demo_data_in_production()
    DemoCity.objects.create(today="2026-12-07", people=1, seeded_at=timezone.now())
    with pytest.raises(ImproperlyConfigured, match="demo city"):
        refuse_demo_data_in_production()
