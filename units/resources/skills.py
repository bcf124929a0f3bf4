"""Skills of employees, in and out. A skill that is new to the city comes with its name."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from import_export.fields import Field

from units import nip
from units.models import Employee, EmployeeSkill, Skill
from units.queries.people import postings_on
from units.resources.base import RecordResource
from units.resources.widgets import DateWidget, NipWidget, TextWidget, plain_text


@dataclass
class SkillRecord:
    nip: str = ""
    code: str = ""
    name: str = ""
    starts_on: object = None
    ends_on: object = None
    pk: int | None = None


class SkillResource(RecordResource):
    kind = "skills"
    record = SkillRecord
    key_columns = ("NIP", "KODE KETERAMPILAN")
    needed = ("NIP", "KODE KETERAMPILAN", "MULAI")
    examples = (
        ("199001012015032001", "LOKET", "Petugas loket", "2026-01-02", ""),
        ("199001012015032001", "BENDAHARA", "Bendahara", "2026-01-02", "2026-12-31"),
    )

    nip = Field("nip", "NIP", NipWidget())
    code = Field("code", "KODE KETERAMPILAN", TextWidget(40, upper=True))
    name = Field("name", "NAMA KETERAMPILAN", TextWidget(120))
    starts_on = Field("starts_on", "MULAI", DateWidget())
    ends_on = Field("ends_on", "SAMPAI", DateWidget())

    def load(self, people=None):
        """Return the latest record by NIP and code, in four queries."""
        people = Employee.objects.all() if people is None else people
        self.skills = {s.code.upper(): s for s in Skill.objects.all()}
        current = people.filter(left_on__isnull=True).order_by()
        self.people = {row[0]: row[1:] for row in current.values_list("nip", "pk", "user_id")}
        posted = postings_on(self.day).values_list("employee_id", "unit_id")
        self.unit_of = dict(posted)
        by_pk = {pk: digits for digits, (pk, _user) in self.people.items()}
        found = {}
        rows = EmployeeSkill.objects.order_by("starts_on", "pk").select_related("skill")
        for held in rows:
            digits = by_pk.get(held.employee_id)
            if digits is not None:
                code = held.skill.code.upper()
                found[(digits, code)] = SkillRecord(
                    nip=digits, code=code, name=held.skill.name, starts_on=held.starts_on,
                    ends_on=held.ends_on, pk=held.pk,
                )  # fmt: skip
        return found

    def key_of(self, row):
        digits = nip.normalized(plain_text(row.get("NIP")))
        return (digits, plain_text(row.get("KODE KETERAMPILAN")).upper())

    def key_of_record(self, record):
        return (record.nip, record.code)

    def name_of(self, record):
        return record.name or (self.skills[record.code].name if record.code in self.skills else "")

    def skip_row(self, instance, original, row, import_validation_errors=None):
        """The name of a known skill is not changed here, so it does not count as a change."""
        if skill := self.skills.get(instance.code):
            instance.name = skill.name
        return super().skip_row(instance, original, row, import_validation_errors)

    def check(self, new, old):
        person = self.people.get(new.nip)
        mine = self.scope.is_city_hr or (
            person is not None and self.unit_of.get(person[0]) in self.scope.hr_unit_tree()
        )
        if person is None or not mine:
            yield "nip", _("tidak ada pegawai dengan NIP ini pada unit yang Anda kelola")
        if new.code not in self.skills:
            if not self.scope.is_city_hr:
                yield "code", _("keterampilan ini belum ada; minta BKPSDM menambahkannya")
            elif not new.name:
                yield "name", _("harus diisi untuk keterampilan yang belum ada")
        if not new.starts_on:
            yield "starts_on", _("harus diisi")
        elif new.ends_on and new.ends_on < new.starts_on:
            yield "ends_on", _("mendahului MULAI")
        later = old is not None and new.starts_on and new.starts_on != old.starts_on
        if later and (old.ends_on is None or new.starts_on <= old.ends_on):
            yield "starts_on", _("bertumpuk dengan catatan yang sudah ada")
