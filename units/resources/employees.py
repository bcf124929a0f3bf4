"""Employees with their posting, in and out."""

import datetime
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from import_export.fields import Field

from units import nip
from units.models import Employee, Position, Posting, Unit, User
from units.resources.base import REFUSED, RecordResource
from units.resources.heads import HeadTerms
from units.resources.widgets import (
    ChoiceWidget,
    DateWidget,
    NipWidget,
    TextWidget,
    YesNoWidget,
    plain_text,
)

DAY = datetime.timedelta(days=1)


@dataclass
class EmployeeRecord:
    nip: str = ""
    name: str = ""
    employment: str = ""
    address: str = ""
    email: str = ""
    joined_on: object = None
    unit: str = ""
    position: str = ""
    is_head: bool = False
    posted_on: object = None
    letter: str = ""
    left_on: object = None
    # what the sheet does not show
    pk: int | None = None
    user_id: int | None = None
    signed_in: bool = False
    posting_pk: int | None = None
    posted_until: object = None
    earlier_until: object = None

    def moved_from(self, old):
        """Say whether this record asks for another posting than the old one."""
        return (self.unit, self.position, self.is_head) != (old.unit, old.position, old.is_head)


class EmployeeResource(RecordResource):
    kind = "employees"
    record = EmployeeRecord
    key_columns = ("NIP",)
    needed = ("NIP", "NAMA", "JENIS PEGAWAI", "KODE UNIT", "KODE JABATAN", "TMT JABATAN")
    examples = (
        ("199001012015032001", "Nama Pegawai, S.E.", "PNS", "Jl. Contoh No. 1, Bekasi",
         "nama@example.com", "2015-03-01", "DINKES-SEK", "PERENCANA-MUDA", "TIDAK", "2024-01-02",
         "800/123-BKPSDM/2024", ""),
        ("199009132025242014", "Nama Pegawai Lain", "PPPK paruh waktu", "", "", "", "DINKES-SEK",
         "PENGELOLA-DATA", "TIDAK", "2025-12-31", "", ""),
    )  # fmt: skip
    hidden = frozenset({"address", "email"})

    nip = Field("nip", "NIP", NipWidget())
    name = Field("name", "NAMA", TextWidget(120))
    employment = Field("employment", "JENIS PEGAWAI", ChoiceWidget(Employee.Employment.choices))
    address = Field("address", "ALAMAT", TextWidget(250))
    email = Field("email", "EMAIL", TextWidget(254))
    joined_on = Field("joined_on", "TMT PEGAWAI", DateWidget())
    unit = Field("unit", "KODE UNIT", TextWidget(40, upper=True))
    position = Field("position", "KODE JABATAN", TextWidget(40, upper=True))
    is_head = Field("is_head", "KEPALA UNIT", YesNoWidget())
    posted_on = Field("posted_on", "TMT JABATAN", DateWidget())
    letter = Field("letter", "NOMOR SK", TextWidget(80))
    left_on = Field("left_on", "TANGGAL BERHENTI", DateWidget())

    def load(self, people=None):
        """Return the records by NIP (who holds it now before who has left), in five queries.

        `self.waiting` are accounts made before their person was imported, by NIP.
        """
        units = Unit.objects.without_tree_fields().values_list("pk", "code", "closed_on")
        self.units = {code.upper(): (pk, closed_on) for pk, code, closed_on in units}
        self.positions = {
            code.upper(): pk for pk, code in Position.objects.values_list("pk", "code")
        }
        self.emails = {
            email.lower(): pk
            for pk, email in User.objects.exclude(email="").values_list("pk", "email")
        }
        self.waiting = dict(
            User.objects.filter(employee__isnull=True).values_list("username", "pk")
        )
        people = Employee.objects.all() if people is None else people
        found = {}
        rows = people.order_by().values_list(
            "nip", "name", "employment", "registered_address", "user__email", "joined_on",
            "left_on", "pk", "user_id", "user__last_login",
        )  # fmt: skip
        by_pk = {}
        for digits, name, employment, address, email, joined, left, pk, user, last in rows:
            record = EmployeeRecord(
                nip=digits, name=name, employment=employment, address=address, email=email or "",
                joined_on=joined, left_on=left, pk=pk, user_id=user, signed_in=last is not None,
            )  # fmt: skip
            by_pk[pk] = record
            known = found.get((digits,))
            if known is None or (known.left_on and not left):
                found[(digits,)] = record
        postings = (
            Posting.objects.filter(kind=Posting.Kind.DEFINITIVE)
            .order_by("starts_on", "pk")
            .values_list(
                "employee_id", "unit__code", "position__code", "is_head", "starts_on",
                "letter_number", "pk", "ends_on",
            )
        )  # fmt: skip
        for employee, unit, position, is_head, start, letter, pk, end in postings:
            if record := by_pk.get(employee):
                record.earlier_until = record.posted_until
                record.unit, record.position = unit.upper(), position.upper()
                record.is_head, record.posted_on, record.letter = is_head, start, letter
                record.posting_pk, record.posted_until = pk, end
        return found

    def key_of(self, row):
        return (nip.normalized(plain_text(row.get("NIP"))),)

    def key_of_record(self, record):
        return (record.nip,)

    def is_mine(self, record):
        unit = self.units.get(record.unit)
        return unit is not None and unit[0] in self.scope.hr_unit_tree()

    def import_instance(self, instance, row, **kwargs):
        super().import_instance(instance, row, **kwargs)
        if instance.joined_on is None and instance.pk is None:
            instance.joined_on = self._start_of(instance)

    @staticmethod
    def _start_of(record):
        """Return the start that the number tells, or None where it tells nothing."""
        try:
            number = nip.read_nip(record.nip, is_pns=record.employment == Employee.Employment.PNS)
        except nip.BadNip:
            return None
        return datetime.date(number.start_year, number.start_month or 1, 1)

    def check(self, new, old):
        yield from self._check_rights(new, old)
        if old is not None and old.left_on:
            yield "", _("Pegawai ini sudah berhenti; datanya tidak diubah lagi.")
            return
        yield from self._check_person(new, old)
        yield from self._check_email(new, old)
        yield from self._check_posting(new, old)
        if new.left_on and new.joined_on and new.left_on < new.joined_on:
            yield "left_on", _("mendahului TMT PEGAWAI")
        if new.left_on and old is None:
            yield "left_on", _("pegawai baru tidak dapat sekaligus berhenti")

    def _check_rights(self, new, old):
        if old is not None and old.user_id and old.user_id == self.scope.user.pk:
            yield "", _("Data Anda sendiri tidak dapat Anda ubah; minta rekan atau BKPSDM.")
        if self.scope.is_city_hr:
            return
        if old is None and new.nip in self.waiting:
            yield "", _("NIP ini tidak dapat ditambahkan oleh unit Anda; minta BKPSDM.")
        mine = self.scope.hr_unit_tree()
        if new.unit in self.units and self.units[new.unit][0] not in mine:
            yield "unit", _("bukan unit yang Anda kelola")
        if old is not None and old.unit in self.units and self.units[old.unit][0] not in mine:
            yield "", _("NIP ini tidak dapat ditambahkan oleh unit Anda; minta BKPSDM.")
        if old is not None and not old.unit:
            yield "", _("NIP ini tidak dapat ditambahkan oleh unit Anda; minta BKPSDM.")

    def _check_person(self, new, old):
        if old is None:
            try:
                nip.read_nip(new.nip, is_pns=new.employment == Employee.Employment.PNS)
            except nip.BadNip as fault:
                yield "nip", _(str(fault))
                return
        for name in ("name", "employment", "joined_on"):
            if not getattr(new, name):
                yield name, _("harus diisi")

    def _check_email(self, new, old):
        if not new.email or (old is not None and new.email == old.email):
            return
        try:
            validate_email(new.email)
        except ValidationError:
            yield "email", _("bukan alamat e-mail yang sah")
            return
        holder = self.emails.get(new.email.lower())
        own = old.user_id if old is not None else self.waiting.get(new.nip)
        if holder is not None and holder != own:
            yield "email", _("sudah dipakai akun lain")
        if old is not None and old.email:
            yield "email", _("akun sudah mempunyai e-mail; pemiliknya yang mengubahnya")
        elif old is not None and old.signed_in and not self.scope.is_city_hr:
            yield "email", _("akun ini sudah dipakai; e-mail diisi pemiliknya atau BKPSDM")
        self.emails.setdefault(new.email.lower(), -1)

    def _check_posting(self, new, old):
        unit = self.units.get(new.unit)
        if unit is None:
            text = _("unit %(code)s tidak ada") if new.unit else _("harus diisi")
            yield "unit", text % {"code": new.unit} if new.unit else text
        elif unit[1] and new.posted_on and unit[1] <= new.posted_on:
            yield "unit", _("unit ini sudah dihapus")
        if new.position not in self.positions:
            text = _("jabatan %(code)s tidak ada") if new.position else _("harus diisi")
            yield "position", text % {"code": new.position} if new.position else text
        if not new.posted_on:
            yield "posted_on", _("harus diisi")
        elif old is not None and old.posted_on:
            yield from self._check_move(new, old)

    def _check_move(self, new, old):
        if new.moved_from(old):
            if new.posted_on <= old.posted_on:
                text = _("isi tanggal pindah, sesudah TMT jabatan sekarang (%(date)s)")
                yield "posted_on", text % {"date": old.posted_on.strftime("%d-%m-%Y")}
        elif new.posted_on != old.posted_on:
            if old.earlier_until and new.posted_on <= old.earlier_until:
                yield "posted_on", _("bertumpuk dengan penempatan sebelumnya")
            if old.posted_until and new.posted_on > old.posted_until:
                yield "posted_on", _("sesudah akhir penempatan sekarang")
        if new.left_on and new.left_on <= new.posted_on:
            yield "left_on", _("harus sesudah TMT JABATAN")

    def settle(self, outcomes):
        """Refuse rows that would give a unit two definitive heads on one day."""
        terms = HeadTerms.load({code: pk for code, (pk, _closed) in self.units.items()})
        while True:
            bad = terms.clashes([o for o in outcomes if o.outcome != REFUSED])
            if not bad:
                return
            for outcome in bad:
                text = _("KEPALA UNIT: %(unit)s mempunyai kepala lain pada hari yang sama")
                outcome.refuse(text % {"unit": outcome.new.unit})
