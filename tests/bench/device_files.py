"""How long a terminal's log of a million rows takes to be looked through and applied by a worker.

    BEKASI_ENV=test python -m tests.bench.device_files [--small | rows]

Seeded and self-contained: a temporary SQLite file (or the empty database of DATABASE_URL), one
agency, four punches a person and working day over sixty days, the days closed already. Prints the
look, the application, the look and application of the same file again, and the peak memory. It
fails when a punch is lost, when the file read again changes anything, when memory grows with the
rows (beside a file of a tenth of them), when a row costs more than three times one of the short
file, or when rows take more queries than some a thousand; never on a clock.
"""

import datetime
import os
import resource
import sys
import tempfile
import time

ROWS = next((int(text) for text in sys.argv[1:] if text.isdecimal()), 0) or (
    20_000 if "--small" in sys.argv else 1_000_000
)
DAYS = 60
A_DAY = ("07:12:00", "12:01:30", "12:58:10", "16:06:40")
MOST_TIMES_PER_ROW = 3
MOST_MEMORY_MB = 60
# Some queries a thousand rows, and some dozen a day of people whose records are made again.
# (SQLite takes a thousand rows in several statements for its limit on variables.)
QUERIES_PER_THOUSAND, QUERIES_PER_DAY = 20, 60


def prepare(folder):
    """Point Django at a database of its own."""
    if "DATABASE_URL" not in os.environ:
        from tests.bench.fresh import prepare as fresh

        fresh(folder)
        return
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bekasi_wfh.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def working_days(today):
    """Return the working days of the sixty days before today, ascending."""
    days = (today - datetime.timedelta(days=n) for n in range(DAYS, 0, -1))
    return [day for day in days if day.weekday() < 5]


def seed(people):
    """Make an agency with its people, hours, BKPSDM, and a terminal with a PIN for each."""
    from attendance.models import PinHolder, Terminal
    from schedules.models import WorkHours, WorkHoursDay
    from units import clock
    from units.models import Employee, Position, Posting, RoleGrant, Unit, User

    start, now = datetime.date(2020, 1, 1), clock.now()
    root = Unit.objects.create(code="1", name="Kota", level="kota")
    agency = Unit.objects.create(code="A", name="Dinas", level="opd", parent=root)
    clerk = Position.objects.create(code="P", name="Pelaksana", kind="pelaksana")
    officer = User.objects.create_user("bench")
    RoleGrant.objects.create(user=officer, role="bkpsdm", starts_on=start)
    hours = WorkHours.objects.create(
        name="Jam kerja", working_week=5, legal_basis="Perpres 21/2023", starts_on=start
    )
    for weekday in range(5):
        WorkHoursDay.objects.create(
            hours=hours, weekday=weekday, start=datetime.time(7, 30), end=datetime.time(16)
        )
    made = Employee.objects.bulk_create(
        (Employee(nip=f"{n:018d}", name=f"Pegawai {n}", employment="pns", joined_on=start)
         for n in range(people)), batch_size=2000,
    )  # fmt: skip
    Posting.objects.bulk_create(
        (Posting(employee=one, unit=agency, position=clerk, starts_on=start) for one in made),
        batch_size=2000,
    )
    terminal = Terminal.objects.create(unit=agency, name="Gerbang", made_by=officer, made_at=now)
    PinHolder.objects.bulk_create(
        (PinHolder(unit=agency, terminal=terminal, pin=f"{n + 1}", employee=one,
                   set_by=officer, set_at=now) for n, one in enumerate(made)), batch_size=2000,
    )  # fmt: skip
    return officer, terminal


def written(path, people, days, rows):
    """Write an attlog.dat of so many rows in the order of a terminal; return how many."""
    n = 0
    with open(path, "w") as file:
        for day in days:
            for at in A_DAY:
                for pin in range(1, people + 1):
                    if n == rows:
                        return n
                    file.write(f"{pin:>9}\t{day} {at}\t1\t0\t1\t0\r\n")
                    n += 1
    return n


class Work:
    """Seconds, processor seconds and queries of one step of the worker."""

    def __enter__(self):
        from django.db import connection

        self.queries = 0
        self.counting = connection.execute_wrapper(self._count)
        self.counting.__enter__()
        self.began, self.cpu_began = time.perf_counter(), time.process_time()
        return self

    def _count(self, execute, *args):
        self.queries += 1
        return execute(*args)

    def __exit__(self, *error):
        self.wall = time.perf_counter() - self.began
        self.cpu = time.process_time() - self.cpu_began
        self.counting.__exit__(*error)


def peak_mb():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(name, path, officer, terminal):
    """Look through and apply a file; return [(step, Work)] and the run."""
    from django.core.files import File

    from attendance.models import DeviceFile
    from attendance.services.device_files import apply_device_file, take_device_file
    from attendance.services.device_runs import work_on_device_file
    from attendance.tasks import work_on_device_file_run

    work_on_device_file_run.delay = lambda pk: None
    steps = []
    with open(path, "rb") as file:
        run = take_device_file(terminal, File(file, name="attlog.dat"), actor=officer)
    with Work() as look:
        work_on_device_file(run.pk)
    steps.append((f"{name}: look", look))
    run = DeviceFile.objects.get(pk=run.pk)
    apply_device_file(run, actor=officer)
    with Work() as application:
        work_on_device_file(run.pk)
    steps.append((f"{name}: apply", application))
    return steps, DeviceFile.objects.get(pk=run.pk)


def main():
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        from attendance.models import DayRecord, DeviceMark, Punch
        from attendance.services.closing import close_day
        from units import clock

        days = working_days(clock.today())
        people = -(-ROWS // (len(days) * len(A_DAY)))
        officer, terminal = seed(people)
        for day in days:
            close_day(day)
        path, short_path = f"{folder}/attlog.dat", f"{folder}/short.dat"
        few = written(short_path, people, days, ROWS // 10)
        rows = written(path, people, days, ROWS)
        short, run = measure("a tenth", short_path, officer, terminal)
        faults = [] if run.status == "applied" else [f"a tenth: {run.message}"]
        memory_of_few = peak_mb()
        full, run = measure("all", path, officer, terminal)
        memory = peak_mb()
        if (run.status, run.found["rows"], run.found["bad"]) != ("applied", rows, 0):
            faults.append(f"{run.status}: {run.message} {run.found['rows']} rows")
        present = DayRecord.objects.filter(verdict="present").count()
        known = (Punch.objects.count(), DeviceMark.objects.count(), present)
        if known[0] != rows:
            faults.append(f"{known[0]} punches of {rows}")
        again, run = measure("again", path, officer, terminal)
        present = DayRecord.objects.filter(verdict="present").count()
        if (Punch.objects.count(), DeviceMark.objects.count(), present) != known:
            faults.append("the file read again changed something")
        if (run.found["new"], run.found["outcome"]["marks"]) != (0, 0):
            faults.append(f"the file read again would change {run.found['new']} rows")
        for step, work in [*short, *full, *again]:
            print(f"{step:<16} {work.wall:6.1f} s {work.cpu:6.1f} s CPU {work.queries:>6} queries")
        whole = sum(work.wall for _step, work in full)
        print(f"{rows} rows, {people} people, {known[1]} days of people, {known[2]} present:"
              f" {whole:.0f} s; peak memory {memory:.0f} MB"
              f" ({memory_of_few:.0f} MB after {few} rows)")  # fmt: skip
        for (step, work), (_short, less) in zip(full, short, strict=True):
            ratio = (work.cpu / rows) / (less.cpu / few)
            if ratio > MOST_TIMES_PER_ROW:
                faults.append(f"{step}: a row costs {ratio:.1f} times one of the short file")
        most = rows // 1000 * QUERIES_PER_THOUSAND + (DAYS + 1) * QUERIES_PER_DAY
        for step, work in full:
            if work.queries > most:
                faults.append(f"{step}: {work.queries} queries, more than {most}")
        if memory - memory_of_few > MOST_MEMORY_MB:
            faults.append(f"{memory - memory_of_few:.0f} MB more for ten times the rows")
        for fault in faults:
            print(f"FAILED {fault}", file=sys.stderr)
        sys.exit(bool(faults))


if __name__ == "__main__":
    os.environ.setdefault("BEKASI_ENV", "test")
    main()
