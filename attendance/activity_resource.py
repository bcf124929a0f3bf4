"""Activity numbers from a spreadsheet or a program: one row per number of a unit or a person."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from import_export.fields import Field

from attendance.models import ActivityNumber
from units import nip
from units.models import Employee, Unit
from units.queries.people import postings_on
from units.resources.base import RecordResource
from units.resources.widgets import DateWidget, NipWidget, TextWidget, plain_text


@dataclass
class ActivityRecord:
    number: str = ""
    title: str = ""
    unit: str = ""
    nip: str = ""
    starts_on: object = None
    ends_on: object = None
    # what the sheet does not show
    pk: int | None = field(default=None, compare=False)
    unit_pk: int | None = field(default=None, compare=False)
    employee_pk: int | None = field(default=None, compare=False)


class ActivityResource(RecordResource):
    """The number and whose it is are the key: the same row again changes nothing."""

    kind = "activities"
    record = ActivityRecord
    key_columns = ("NOMOR KEGIATAN", "KODE UNIT", "NIP")
    needed = ("NOMOR KEGIATAN", "NAMA KEGIATAN", "MULAI")
    examples = (
        ("1.02.01.05", "RKPD 2027", "BAPPELITBANGDA", "", "2026-01-02", "2026-12-31"),
        ("SKP-7", "Analisis data kemiskinan", "", "199001012015032001", "2026-01-02", ""),
    )

    number = Field("number", "NOMOR KEGIATAN", TextWidget(40))
    title = Field("title", "NAMA KEGIATAN", TextWidget(200))
    unit = Field("unit", "KODE UNIT", TextWidget(40, upper=True))
    nip = Field("nip", "NIP", NipWidget())
    starts_on = Field("starts_on", "MULAI", DateWidget())
    ends_on = Field("ends_on", "SAMPAI", DateWidget())

    def load(self):
        """Return what is known by number and whose it is, in four queries."""
        codes = Unit.objects.without_tree_fields().values_list("code", "pk")
        self.units = {code.upper(): pk for code, pk in codes}
        current = Employee.objects.filter(left_on__isnull=True)
        self.people = dict(current.values_list("nip", "pk"))
        self.unit_of = dict(postings_on(self.day).values_list("employee_id", "unit_id"))
        found = {}
        rows = ActivityNumber.objects.values_list(
            "number", "title", "unit__code", "employee__nip", "starts_on", "ends_on", "pk"
        )
        for number, title, unit, digits, starts_on, ends_on, pk in rows:
            record = ActivityRecord(
                number, title, (unit or "").upper(), digits or "", starts_on, ends_on, pk
            )
            found[self.key_of_record(record)] = record
        return found

    def key_of(self, row):
        text = {name: plain_text(row.get(name)).upper() for name in self.key_columns}
        digits = nip.normalized(text["NIP"])
        return (text["NOMOR KEGIATAN"], f"{text['KODE UNIT']}/{digits}")

    def key_of_record(self, record):
        return (record.number.upper(), f"{record.unit}/{record.nip}")

    def name_of(self, record):
        return record.title

    def check(self, new, old):
        if bool(new.unit) == bool(new.nip):
            yield "unit", _("isi salah satu: KODE UNIT atau NIP")
            return
        new.pk = old and old.pk
        if new.unit:
            new.unit_pk = self.units.get(new.unit)
            if new.unit_pk is None or not self._keeps(new.unit_pk):
                yield "unit", _("tidak ada unit dengan kode ini yang Anda kelola")
        else:
            new.employee_pk = self.people.get(new.nip)
            if not self._keeps(self.unit_of.get(new.employee_pk)):
                yield "nip", _("tidak ada pegawai dengan NIP ini pada unit yang Anda kelola")
        if not new.title:
            yield "title", _("harus diisi")
        if not new.starts_on:
            yield "starts_on", _("harus diisi")
        elif new.ends_on and new.ends_on < new.starts_on:
            yield "ends_on", _("mendahului MULAI")

    def _keeps(self, unit):
        if unit is None:
            return False
        return self.scope.is_city_hr or unit in self.scope.hr_unit_tree()
