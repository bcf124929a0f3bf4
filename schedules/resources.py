"""Absences from a spreadsheet: one row per person and first day."""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext as _
from import_export.fields import Field

from schedules.models import Away
from schedules.queries.leave import AnnualBook
from schedules.services.aways import annual_faults, faults_of
from units import nip
from units.models import Employee
from units.queries.people import postings_on
from units.resources.base import RecordResource
from units.resources.widgets import ChoiceWidget, DateWidget, NipWidget, TextWidget, plain_text

# What the column JENIS says: a kind of leave, leave without one, illness, official travel.
KINDS = [*Away.LeaveType.choices, *Away.Kind.choices]


@dataclass
class AwayRecord:
    nip: str = ""
    what: str = ""
    starts_on: object = None
    ends_on: object = None
    letter: str = ""
    # what the sheet does not show
    pk: int | None = None

    @property
    def kind(self):
        """The kind that the record stores."""
        return Away.Kind.LEAVE.value if self.leave_type else self.what

    @property
    def leave_type(self):
        return self.what if self.what in Away.LeaveType.values else ""


class AwayResource(RecordResource):
    """The person and the first day are the key: the same row again changes nothing, another last
    day, kind or letter corrects what stands. Requests that wait are not touched."""

    kind = "absences"
    record = AwayRecord
    key_columns = ("NIP", "MULAI")
    needed = ("NIP", "JENIS", "MULAI", "SAMPAI")
    examples = (
        ("199001012015032001", "Cuti tahunan", "2026-12-07", "2026-12-11", "851/12-BKPSDM/2026"),
        ("199009132025242014", "Sakit", "2026-12-09", "2026-12-10", ""),
    )

    nip = Field("nip", "NIP", NipWidget())
    what = Field("what", "JENIS", ChoiceWidget(KINDS))
    starts_on = Field("starts_on", "MULAI", DateWidget())
    ends_on = Field("ends_on", "SAMPAI", DateWidget())
    letter = Field("letter", "NOMOR SURAT", TextWidget(80))

    def evaluate(self, dataset, *, took_row=None):
        """Try the rows; what is known is read only from the earliest first day of the file on."""
        dates = [_date(row.get("MULAI")) for row in dataset.dict]
        self.since = min((one for one in dates if one), default=self.day)
        self.annual = None
        return super().evaluate(dataset, took_row=took_row)

    def load(self, people=None):
        """Return the approved absences by NIP and first day, in three queries."""
        people = Employee.objects.all() if people is None else people
        current = people.order_by("left_on").values_list(
            "nip", "pk", "user_id", "name", "employment", "joined_on", "left_on"
        )
        self.people = {}
        for digits, *facts in current:
            known = self.people.get(digits)
            if known is None or known[-1] is not None:
                self.people[digits] = facts
        self.unit_of = dict(postings_on(self.day).values_list("employee_id", "unit_id"))
        by_pk = {facts[0]: digits for digits, facts in self.people.items()}
        found, self.days = {}, {}
        rows = Away.objects.filter(status=Away.Status.APPROVED).order_by("starts_on", "pk")
        if since := getattr(self, "since", None):
            rows = rows.filter(ends_on__gte=since)
        for pk, employee, kind, leave, first, last, letter in rows.values_list(
            "pk", "employee_id", "kind", "leave_type", "starts_on", "ends_on", "letter_number"
        ):
            digits = by_pk.get(employee)
            if digits is None:
                continue
            self.days.setdefault(digits, {})[first] = last
            found[(digits, first.isoformat())] = AwayRecord(
                nip=digits, what=leave or kind, starts_on=first, ends_on=last, letter=letter, pk=pk
            )
        return found

    def key_of(self, row):
        digits = nip.normalized(plain_text(row.get("NIP")))
        first = _date(row.get("MULAI"))
        return (digits, first.isoformat() if first else plain_text(row.get("MULAI")))

    def key_of_record(self, record):
        return (record.nip, record.starts_on.isoformat() if record.starts_on else "")

    def name_of(self, record):
        facts = self.people.get(record.nip)
        return facts[2] if facts else ""

    def check(self, new, old):
        """Yield the faults of a row; a row without any holds its days against the rows below."""
        faults = list(self._faults(new, old))
        if not faults:
            self.days.setdefault(new.nip, {})[new.starts_on] = new.ends_on
            if new.leave_type == Away.LeaveType.ANNUAL:
                self.annual.put(self.people[new.nip][0], new.starts_on, new.ends_on)
        yield from faults

    def _faults(self, new, old):
        facts = self.people.get(new.nip)
        if facts is None or not self._keeps(facts[0]):
            yield "nip", _("tidak ada pegawai dengan NIP ini pada unit yang Anda kelola")
            return
        _pk, user, _name, employment, joined_on, left_on = facts
        if user is not None and user == self.scope.user.pk:
            yield "nip", _("ketidakhadiran Anda sendiri dicatat orang lain")
        for name in ("what", "starts_on", "ends_on"):
            if not getattr(new, name):
                yield name, _("harus diisi")
        if not (new.what and new.starts_on and new.ends_on):
            return
        if not new.letter and new.kind != Away.Kind.SICK:
            yield "letter", _("harus diisi; hanya sakit yang boleh menyusulkan suratnya")
        rules = faults_of(
            new.kind, new.leave_type, new.starts_on, new.ends_on,
            employment=employment, joined_on=joined_on, left_on=left_on,
        )  # fmt: skip
        for name, sentence in rules:
            yield {"kind": "what"}.get(name, name), sentence
        for first, last in self.days.get(new.nip, {}).items():
            if first != new.starts_on and first <= new.ends_on and last >= new.starts_on:
                yield (
                    "starts_on",
                    _("bertumpuk dengan ketidakhadiran %(first)s sampai %(last)s")
                    % {"first": first.isoformat(), "last": last.isoformat()},
                )
                return
        if new.leave_type == Away.LeaveType.ANNUAL and new.ends_on >= new.starts_on >= joined_on:
            yield from self._annual_faults(new, joined_on)

    def _annual_faults(self, new, joined_on):
        """Yield the limits of annual leave that a row breaks, after the rows above it."""
        if self.annual is None:
            self.annual = AnnualBook(self.since)
        pk = self.people[new.nip][0]
        found = self.annual.leave_of(pk, joined_on, new.starts_on, new.ends_on)
        for sentence in annual_faults(joined_on, new.starts_on, found):
            yield "ends_on", sentence

    def _keeps(self, employee_pk):
        if self.scope.is_city_hr:
            return True
        return self.unit_of.get(employee_pk) in self.scope.hr_unit_tree()


def _date(cell):
    """Return a cell as a date, or None where it is none: the field itself says what is wrong."""
    try:
        found = DateWidget().clean(cell)
    except ValueError:
        return None
    return found if isinstance(found, datetime.date) else None
