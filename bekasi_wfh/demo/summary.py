"""What a seeded city holds: counts that the tests check, and the accounts to sign in with."""

from django.db.models import Count

from attendance.models import CheckIn, CheckInReview, DayRecord, WorkReport
from bekasi_wfh.demo.accounts import PASSWORD
from bekasi_wfh.demo.plans import eligible_employees
from reports.models import Report
from schedules.models import Assignment, Away, Plan, PlanPart, ReviewRequest
from units.models import Classification, Decision, Employee, Place, Unit


def _by(model, field):
    choices = dict(model._meta.get_field(field).choices)
    rows = model.objects.order_by(field).values_list(field).annotate(n=Count("pk"))
    return [(str(choices[value]), n) for value, n in rows.order_by(field)]


def counts(city):
    """Return [(heading, [(name, number), ...]), ...] of what the database holds now."""
    return [
        ("Unit kerja", _by(Unit, "level")),
        ("Klasifikasi", _by(Classification, "service_class")),
        ("Pegawai", _by(Employee, "employment")),
        (
            "Dapat WFH hari ini",
            [("pegawai memenuhi syarat", len(eligible_employees(city, city.today)))],
        ),
        ("Tempat kerja", [("tempat", Place.objects.count())]),
        ("Ketidakhadiran", _by(Away, "kind")),
        ("Rencana", _by(Plan, "status")),
        ("Bagian rencana", _by(PlanPart, "status")),
        (
            "Hari WFH",
            [
                ("diterbitkan", Assignment.objects.filter(published=True).count()),
                ("belum diterbitkan", Assignment.objects.filter(published=False).count()),
                (
                    "hari ini",
                    Assignment.objects.filter(published=True, date=city.today).count(),
                ),
            ],
        ),
        (
            "Presensi",
            [*_by(CheckIn, "finding"), ("sudah ditinjau", CheckInReview.objects.count())],
        ),
        ("Rekap harian", _by(DayRecord, "verdict")),
        ("Laporan harian WFH", _by(WorkReport, "status")),
        ("Peninjauan jadwal", _by(ReviewRequest, "status")),
        ("Laporan mingguan", [("laporan", Report.objects.count())]),
        ("Keputusan", [("keputusan", Decision.objects.count())]),
    ]


def summary_table(city):
    """Return the counts as text."""
    lines = [f"Kota peragaan, hari ini {city.today:%d-%m-%Y}, {city.people} pegawai", ""]
    for heading, rows in counts(city):
        shown = " · ".join(f"{name}: {number}" for name, number in rows)
        lines.append(f"{heading:<22}{shown}")
    return "\n".join(lines) + "\n"


def accounts_table(city):
    """Return the demo accounts as text, with the NIP or user name and the shared password."""
    lines = ["", f"Kata sandi semua akun: {PASSWORD}", ""]
    for role, user in city.accounts:
        code = "kode: manage.py demo_code " + role.name if role.staff else ""
        lines.append(f"{role.email:<28}{user.username:<20}{str(role.label):<42}{code}".rstrip())
    return "\n".join(lines) + "\n"
