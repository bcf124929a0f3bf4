"""How long the demo city takes: `python tests/bench/seed_demo.py [people ...]`.

Seeds each size into a fresh SQLite file of its own and prints wall and CPU seconds. To be
reached on an idle machine with two cores: 2,000 people in 20 s, 20,000 in 120 s.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def seed(people, folder):
    """Return (wall seconds, CPU seconds, megabytes of the database) of one seeding."""
    env = os.environ | {"BEKASI_ENV": "demo", "VAR_DIR": folder}
    manage = [sys.executable, str(ROOT / "manage.py")]
    subprocess.run([*manage, "migrate", "-v0"], env=env, check=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    subprocess.run(
        [*manage, "seed_demo", "--people", str(people), "--today", "2026-11-24"],
        env=env,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    wall = time.monotonic() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu, (Path(folder) / "bekasi-wfh.sqlite3").stat().st_size / 1e6


def main():
    for people in [int(text) for text in sys.argv[1:]] or [2000, 20_000]:
        with tempfile.TemporaryDirectory() as folder:
            wall, cpu, size = seed(people, folder)
        print(f"{people:>6} people  {wall:6.1f} s wall  {cpu:6.1f} s CPU  {size:6.0f} MB")


if __name__ == "__main__":
    main()
