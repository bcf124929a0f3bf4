"""One empty SQLite database with all migrations in it, made once and copied from then on.

A hundred migrations take the processor ten seconds, in every test process and every bench. The
file lies in the machine's temporary folder under a name made of the migrations' own bytes, so
that a changed migration gets a new one.
"""

import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).parents[1]


def migrated_file():
    """Return the path of a migrated, otherwise empty database; nothing may write to it."""
    digest = hashlib.sha256(sys.version.encode())
    for app in apps.get_app_configs():
        for file in sorted((Path(app.path) / "migrations").glob("*.py")):
            digest.update(f"{app.label}/{file.name}".encode() + file.read_bytes())
    path = (
        Path(tempfile.gettempdir()) / f"bekasi-wfh-{os.getuid()}-{digest.hexdigest()[:20]}.sqlite3"
    )
    if not path.exists():
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            fresh = Path(folder) / "fresh.sqlite3"
            env = {**os.environ, "BEKASI_ENV": "test", "DATABASE_URL": f"sqlite:///{fresh}"}
            manage = [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity", "0"]
            subprocess.run(manage, env=env, check=True)
            with sqlite3.connect(fresh) as database:
                database.execute("PRAGMA journal_mode=DELETE")
            database.close()
            fresh.replace(path)
    return path


def fill(database):
    """Copy the migrated database into a SQLite database: a path, or the name of one in memory.

    Returns its connection. A database in memory lives as long as somebody holds one.
    """
    source = sqlite3.connect(f"file:{migrated_file()}?mode=ro", uri=True)
    target = sqlite3.connect(database, uri=True)
    source.backup(target)
    source.close()
    return target
