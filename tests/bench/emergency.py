"""What an emergency of one agency of 10,000 costs: looking at it, declaring it, ending it early.

Declaring and ending are measured as the request does them, then what a worker does after each.

    BEKASI_ENV=test python -m tests.bench.emergency [--small | people]

Self-contained: a temporary SQLite file, one agency of invented people with accounts, a floor for
each unit, two weeks. Prints seconds and queries; fails when an act needs more queries than the
number of people explains (batches of 500 and more), never on a clock.
"""

import datetime
import sys
import tempfile
import time

from tests.bench.fresh import prepare

SMALL = 1_000 if "--small" in sys.argv else 10_000
PEOPLE = next((int(text) for text in sys.argv[1:] if text.isdecimal()), SMALL)
UNITS = 200
# Reads and single writes of the dearest act; beside them batches of at least so many rows.
FIXED, LEAST_BATCH = 60, 150


def seed(today):
    """Make one agency of PEOPLE with accounts, a policy and its floors; return (agency, actor)."""
    from django.utils import timezone

    from schedules.models import Floor, Policy
    from units.models import Employee, Position, Posting, RoleGrant, Unit, User

    start = datetime.date(2020, 1, 1)
    root = Unit.objects.create(code="1", name="Kota", level="kota")
    agency = Unit.objects.create(code="A", name="Dinas", level="opd", parent=root)
    units = Unit.objects.bulk_create(
        Unit(code=f"A{n}", name=f"Bidang {n}", level="bidang", parent=agency) for n in range(UNITS)
    )
    clerk = Position.objects.create(code="P", name="Pelaksana", kind="pelaksana")
    actor = User.objects.create_user("bkpsdm")
    RoleGrant.objects.create(user=actor, role="bkpsdm", starts_on=start)
    users = User.objects.bulk_create(
        (User(username=f"{n:018d}", password="!") for n in range(PEOPLE)), batch_size=500
    )
    people = Employee.objects.bulk_create(
        (
            Employee(
                nip=user.username, name=f"Pegawai {user.username}", employment="pns",
                joined_on=start, user=user,
            )
            for user in users
        ),
        batch_size=500,
    )  # fmt: skip
    Posting.objects.bulk_create(
        (
            Posting(employee=one, unit=units[n % UNITS], position=clerk, starts_on=start)
            for n, one in enumerate(people)
        ),
        batch_size=500,
    )
    policy = Policy.objects.create(
        unit=root, name="Kebijakan", version=1, status="in_force", legal_basis="SE",
        starts_on=start, created_by=actor, created_at=timezone.now(),
    )  # fmt: skip
    Floor.objects.bulk_create(
        Floor(policy=policy, unit=unit, text="Paling sedikit 2 pegawai", on_site=2)
        for unit in units
    )
    return agency, actor


def timed(name, act):
    """Run an act, print what it cost, and return (its answer, its queries)."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        started = time.perf_counter()
        answer = act()
        took = time.perf_counter() - started
    print(f"{name:<28} {took:>6.2f} s {len(queries):>5} queries", flush=True)
    return answer, len(queries)


def main():
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        from schedules.models import EmergencyWork
        from schedules.queries.emergencies import people_to_switch, preview_of
        from schedules.services.emergencies import change_last_day, declare_emergency
        from schedules.services.emergency_works import work_on_emergency
        from units import clock
        from units.access import scope_for
        from units.models import Outbox

        today = clock.today()
        monday = today + datetime.timedelta(days=7 - today.weekday())
        agency, actor = seed(today)
        scope = scope_for(actor)
        people = people_to_switch(scope, [agency.pk])
        last = monday + datetime.timedelta(days=11)
        found, looked = timed("Looking at ten days", lambda: preview_of(people, monday, last))
        assert len(found.short) == 10 * UNITS
        emergency, declared = timed(
            "Declaring",
            lambda: declare_emergency(
                kind="flood", reason="Banjir", letter_number="1", letter_dated_on=today,
                starts_on=monday, ends_on=last, units=[agency], employee_ids=[],
                confirmation="Pelayanan dialihkan ke kecamatan", actor=actor,
            ),
        )  # fmt: skip
        assert emergency.terms.count() == PEOPLE
        waiting = EmergencyWork.objects.get()
        assert waiting.finished_at is None
        _done, told = timed("  told by a worker", lambda: work_on_emergency(waiting.pk))
        assert Outbox.objects.filter(kind="emergency_declared").count() == PEOPLE
        _changed, shortened = timed(
            "Ending early",
            lambda: change_last_day(
                emergency, ends_on=last - datetime.timedelta(days=3), seen=last, reason="Surut",
                actor=actor,
            ),
        )  # fmt: skip
        waiting = EmergencyWork.objects.get(finished_at=None)
        _done, told_again = timed("  told by a worker", lambda: work_on_emergency(waiting.pk))
        assert Outbox.objects.filter(kind="emergency_changed").count() == PEOPLE
    print(f"{PEOPLE} people in {UNITS} units")
    most = FIXED + 3 * PEOPLE // LEAST_BATCH
    faults = [n for n in (looked, declared, told, shortened, told_again) if n > most]
    if faults:
        sys.exit(f"More queries than {most}: {faults}")


if __name__ == "__main__":
    main()
