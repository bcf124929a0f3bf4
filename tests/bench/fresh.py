"""A fresh database for a bench."""

import os
from pathlib import Path


def prepare(folder):
    """Point Django at a SQLite file of its own with all tables, nothing else in it."""
    file = Path(folder) / "bench.sqlite3"
    os.environ.setdefault("BEKASI_ENV", "test")
    os.environ["DATABASE_URL"] = f"sqlite:///{file}"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bekasi_wfh.settings")
    import django

    django.setup()
    from tests.migrated import fill

    fill(file).close()
