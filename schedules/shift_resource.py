"""The roster from a spreadsheet: one row per person and date."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from import_export.fields import Field

from schedules.models import ShiftDay, ShiftPattern
from schedules.queries.duty import CODE as DUTY_CODE
from schedules.queries.shifts import OFF_CODE
from units import nip
from units.models import Employee
from units.queries.people import postings_on
from units.queries.tree import unit_tree
from units.resources.base import RecordResource
from units.resources.widgets import DateWidget, NipWidget, TextWidget, plain_text


@dataclass
class ShiftRecord:
    nip: str = ""
    date: object = None
    code: str = ""
    # what the sheet does not show
    pk: int | None = None
    pattern_pk: int | None = field(default=None, compare=False)


class ShiftResource(RecordResource):
    """The person and the date are the key: the same row again changes nothing, another code
    takes its place. L is a day off."""

    kind = "shifts"
    record = ShiftRecord
    key_columns = ("NIP", "TANGGAL")
    needed = ("NIP", "TANGGAL", "SIF")
    examples = (
        ("199001012015032001", "2026-12-07", "P"),
        ("199001012015032001", "2026-12-08", "L"),
    )

    nip = Field("nip", "NIP", NipWidget())
    date = Field("date", "TANGGAL", DateWidget())
    code = Field("code", "SIF", TextWidget(6, upper=True))

    def load(self):
        """Return the roster from today on by NIP and date, in five queries."""
        current = Employee.objects.filter(left_on__isnull=True)
        self.people = {
            digits: (pk, user, name)
            for digits, pk, user, name in current.values_list("nip", "pk", "user_id", "name")
        }
        self.unit_of = dict(postings_on(self.day).values_list("employee_id", "unit_id"))
        self.tree = unit_tree()
        self.patterns = {}
        for row in ShiftPattern.objects.exclude(ends_on__lt=self.day):
            self.patterns.setdefault((row.unit_id, row.code), []).append(row)
        by_pk = {facts[0]: digits for digits, facts in self.people.items()}
        found = {}
        rows = ShiftDay.objects.filter(date__gte=self.day)
        for pk, employee, date, code in rows.values_list(
            "pk", "employee_id", "date", "pattern__code"
        ):
            if digits := by_pk.get(employee):
                found[(digits, date.isoformat())] = ShiftRecord(digits, date, code or OFF_CODE, pk)
        return found

    def key_of(self, row):
        try:
            day = DateWidget().clean(row.get("TANGGAL"))
        except ValueError:
            day = None
        text = day.isoformat() if day else plain_text(row.get("TANGGAL"))
        return (nip.normalized(plain_text(row.get("NIP"))), text)

    def key_of_record(self, record):
        return (record.nip, record.date.isoformat() if record.date else "")

    def name_of(self, record):
        facts = self.people.get(record.nip)
        return facts[2] if facts else ""

    def pattern_for(self, record):
        """Return the ShiftPattern that a record names on its date, or None."""
        unit = self.unit_of.get(self.people[record.nip][0])
        for step in self.tree.ancestors_of(unit, include_self=True):
            for row in self.patterns.get((step, record.code), ()):
                if row.starts_on <= record.date and not (row.ends_on and row.ends_on < record.date):
                    return row
        return None

    def check(self, new, old):
        facts = self.people.get(new.nip)
        unit = self.unit_of.get(facts[0]) if facts else None
        if unit is None or not self._keeps(unit):
            yield "nip", _("tidak ada pegawai dengan NIP ini pada unit yang Anda kelola")
            return
        if facts[1] is not None and facts[1] == self.scope.user.pk:
            yield "nip", _("jadwal sif Anda sendiri diisi orang lain")
        if not new.date or not new.code:
            yield "date" if not new.date else "code", _("harus diisi")
            return
        if new.date < self.day:
            yield "date", _("sudah lewat; jadwal yang sudah dijalani tidak diubah")
        elif DUTY_CODE in {new.code, old and old.code} and new.code != (old and old.code):
            yield "code", _("piket pada hari libur ditetapkan kepala unit di halaman Piket")
        elif new.code != OFF_CODE:
            pattern = self.pattern_for(new)
            new.pattern_pk = pattern and pattern.pk
            if pattern is None:
                yield "code", _("tidak ada sif dengan kode ini pada tanggal itu")

    def _keeps(self, unit):
        return self.scope.is_city_hr or unit in self.scope.managed_unit_tree()
