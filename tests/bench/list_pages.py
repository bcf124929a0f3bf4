"""What each list page costs in a city of 20,000: queries, milliseconds and bytes.

    python -m tests.bench.list_pages [--small | people] [--in FOLDER] [--only /rencana/]

Seeds the demo city into a SQLite file of its own (under FOLDER, kept and used again; or into the
empty database of DATABASE_URL), adds what a city in use has many of, and opens every page of
`page_table.py` as the role that sees the most rows there. Beside each the empty list of notices
is opened: the same shell, no rows. It fails when a page needs other than its literal number of
queries, or costs more than so many times the empty list; never on a clock.
"""

import argparse
import datetime
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

SMALL, FULL = 1_000, 20_000
TODAY = datetime.date(2026, 11, 24)
MOST_TIMES_EMPTY_WHEN_SMALL = 15
TIMES = {SMALL: 3, FULL: 7}


def arguments():
    """Return (people, folder or None, how the addresses to open begin)."""
    parser = argparse.ArgumentParser()
    parser.add_argument("people", nargs="?", type=int)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--in", dest="folder")
    parser.add_argument("--only", default="/")
    found = parser.parse_args()
    return found.people or (SMALL if found.small else FULL), found.folder, found.only


def prepare(people, folder):
    """Point Django at the database; seed and fill it where it is empty."""
    os.environ["BEKASI_ENV"] = "test"
    os.environ["VAR_DIR"] = folder
    os.environ.setdefault(
        "DATABASE_URL", f"sqlite:///{Path(folder) / f'list-pages-{people}.sqlite3'}"
    )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bekasi_wfh.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import transaction

    from tests.bench.full_lists import fill, fill_savings
    from units.models import DemoCity, Unit

    call_command("migrate", verbosity=0)
    city = DemoCity.objects.first()
    if city is None and not Unit.objects.exists():
        with transaction.atomic(), open(os.devnull, "w") as nowhere:
            call_command(
                "seed_demo", "--people", str(people), "--today", f"{TODAY}", stdout=nowhere
            )
            fill(TODAY)
            fill_savings(TODAY)
        refresh()
    elif city is None or (city.people, city.today) != (people, TODAY):
        sys.exit(f"The database holds something other than a demo city of {people} people.")


def refresh():
    """Let the database count its rows, as a server in use has done."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def opened(client, path):
    """Return (milliseconds, milliseconds of CPU here, queries, answer) of one opening."""
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    reset_queries()
    with CaptureQueriesContext(connection) as queries:
        started, worked = time.perf_counter(), time.process_time()
        answer = client.get(path, headers={"Accept-Encoding": "gzip"})
        took, work = time.perf_counter() - started, time.process_time() - worked
    return took * 1000, work * 1000, len(queries), answer


def measure(page, client, sample, empty, size):
    """Print one page's line; return what did not hold. `empty` opens the list without rows."""
    from django.db import connection

    path = page.address.format(**sample.values)
    label = f"{page.address} ({page.role})"
    opened(client, path)
    found, empties = [], []
    for _ in range(TIMES[size]):
        found.append(opened(client, path))
        empties.append(empty())
    wall, cpu = [one[0] for one in found], [one[1] for one in found]
    queries, answer = found[-1][2:]
    # In SQLite all work is this process's; beside a server its own processor time says little.
    column = 1 if connection.vendor == "sqlite" else 0
    ratio = min(one[column] for one in found) / min(one[column] for one in empties)
    print(
        f"{label:<62} {queries:>3} queries {statistics.median(wall):>6.0f} ms"
        f" {min(cpu):>6.0f} ms CPU {len(answer.content) / 1024:>7.1f} KB {ratio:>6.1f} x empty",
        flush=True,
    )
    faults = []
    if answer.status_code != 200:
        faults.append(f"answers {answer.status_code}")
    literal = page.later if size == FULL and page.later else page.queries
    if {one[2] for one in found} != {literal}:
        faults.append(f"{queries} queries instead of {literal}")
    most = MOST_TIMES_EMPTY_WHEN_SMALL if size == SMALL else page.times
    if ratio > most:
        faults.append(f"{ratio:.1f} times an empty list, more than {most}")
    return [f"{label}: {fault}" for fault in faults]


def main():
    people, folder, only = arguments()
    size = SMALL if people <= SMALL else FULL
    with tempfile.TemporaryDirectory() as temporary:
        prepare(people, folder or temporary)
        from django.test import Client

        from bekasi_wfh.demo.chain import living_at
        from tests.bench.full_lists import sample
        from tests.bench.page_table import PAGES
        from units import clock

        with living_at(clock.local(TODAY, datetime.time(10))):
            found = sample(TODAY)
            clients = {}
            for role, user in found.accounts.items():
                clients[role] = Client(SERVER_NAME="localhost")
                clients[role].force_login(user)

            def empty():
                return opened(clients["newcomer"], "/pemberitahuan/")

            empty()
            faults = []
            pages = [page for page in PAGES if page.address.startswith(only)]
            for page in pages:
                faults += measure(page, clients[page.role], found, empty, size)
    print(f"{len(pages)} pages, {people} people")
    if faults:
        sys.exit("\n".join(faults))


if __name__ == "__main__":
    main()
