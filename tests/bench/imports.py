"""How long a spreadsheet of 20,000 new employees takes to be checked and applied by a worker.

    BEKASI_ENV=test python -m tests.bench.imports [--small | people]

Seeded and self-contained: a temporary SQLite file, one agency of sixty units. Prints the check,
the application and the check of the same file again, the peak memory, and the ratio of the time
per row to that of a tenth of the rows run beside it. It fails when a row is refused, when the
file read again changes anything, when checking takes more queries for more rows, or when a row
of the long file costs more than three times one of the short file; never on a clock.
"""

import datetime
import os
import resource
import sys
import tempfile
import time

from tests.bench.fresh import prepare

SMALL = 1_000 if "--small" in sys.argv else 20_000
PEOPLE = next((int(text) for text in sys.argv[1:] if text.isdecimal()), SMALL)
UNITS = 60
MOST_TIMES_PER_ROW = 3
HEADERS = (
    "NIP",
    "NAMA",
    "JENIS PEGAWAI",
    "KODE UNIT",
    "KODE JABATAN",
    "KEPALA UNIT",
    "TMT JABATAN",
)


def nip(born, number):
    """Return a well-formed NIP: born that many days after 1970, appointed in 2014."""
    day = datetime.date(1970, 1, 1) + datetime.timedelta(days=born)
    return f"{day:%Y%m%d}201401{1 + number % 2}{number:03d}"


def seed():
    """Make the units, the position and the account of BKPSDM; return the account."""
    from units.models import Position, RoleGrant, Unit, User

    root = Unit.objects.create(code="1", name="Kota", level="kota")
    agency = Unit.objects.create(code="A", name="Dinas", level="opd", parent=root)
    for n in range(UNITS):
        Unit.objects.create(code=f"A-{n}", name=f"Bidang {n}", level="bidang", parent=agency)
    Position.objects.create(code="P", name="Pelaksana", kind="pelaksana")
    officer = User.objects.create_user("bench")
    RoleGrant.objects.create(user=officer, role="bkpsdm", starts_on=datetime.date(2020, 1, 1))
    return officer


def spreadsheet(first, people):
    """Return the bytes of an XLSX file with that many people from a number on."""
    import io

    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"constant_memory": True})
    page = book.add_worksheet()
    page.write_row(0, 0, HEADERS)
    for row in range(people):
        n = first + row
        values = (nip(n // 900, n % 900 + 1), f"Pegawai {n}", "PNS", f"A-{n % UNITS}", "P", "TIDAK",
                  "2024-01-02")  # fmt: skip
        page.write_row(row + 1, 0, values)
    book.close()
    return file.getvalue()


def worked(step):
    """Do a step; return its seconds of processor time and its queries."""
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    reset_queries()
    with CaptureQueriesContext(connection) as queries:
        began = time.process_time()
        step()
        return time.process_time() - began, len(queries)


def measure(officer, content, people):
    """Check, apply and check again; return seconds and queries of each, and the faults."""
    from units.access import scope_for
    from units.models import ImportRun
    from units.services.import_jobs import work_on_import
    from units.services.imports import apply_import, try_import

    def check():
        run = try_import("employees", actor=officer, scope=scope_for(officer), content=content,
                         file_name="pegawai.xlsx")  # fmt: skip
        found = worked(lambda: work_on_import(run.pk))
        return found, ImportRun.objects.get(pk=run.pk)

    checking, run = check()
    faults = [] if run.added == people else [f"{run.refused} rows refused: {run.message}"]
    apply_import(run, actor=officer, scope=scope_for(officer), all_or_nothing=True)
    applying = worked(lambda: work_on_import(run.pk))
    again, second = check()
    if second.unchanged != people:
        faults.append(f"{second.unchanged} of {people} rows unchanged the second time")
    return (checking, applying, again), faults


def main():
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        from units.services import imports

        imports.AT_ONCE_BYTES = 0
        officer = seed()
        few = PEOPLE // 10
        short, faults = measure(officer, spreadsheet(0, few), few)
        full, more = measure(officer, spreadsheet(few, PEOPLE), PEOPLE)
        faults += more
        for name, (cpu, queries), (few_cpu, few_queries) in zip(
            ("check", "apply", "check again"), full, short, strict=True
        ):
            ratio = (cpu / PEOPLE) / (few_cpu / few)
            print(f"{name:<12} {PEOPLE:>6} rows {cpu:6.1f} CPU s {queries:>5} queries,"
                  f" {ratio:.2f} x a row of {few}")  # fmt: skip
            if ratio > MOST_TIMES_PER_ROW:
                faults.append(f"{name}: a row costs {ratio:.1f} times as much in a long file")
            if name != "apply" and queries > few_queries + 3 + cpu // 2:
                faults.append(f"{name}: {queries} queries instead of {few_queries}")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"peak memory {peak:.0f} MB")
        for fault in faults:
            print(f"FAILED {fault}", file=sys.stderr)
        sys.exit(bool(faults))


if __name__ == "__main__":
    os.environ.setdefault("BEKASI_ENV", "test")
    main()
