"""Whose a PIN is, from a spreadsheet: one row per PIN of a terminal, or of all of a unit."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from import_export.fields import Field

from attendance.device_logs import pin_of
from attendance.models import PinHolder, Terminal
from attendance.models.device_files import ALWAYS
from units.models import Employee, Unit
from units.queries.people import postings_on
from units.resources.base import RecordResource
from units.resources.widgets import DateWidget, NipWidget, TextWidget, plain_text

EVERY = "*"


@dataclass
class PinRecord:
    unit: str = ""
    terminal: str = ""
    pin: str = ""
    nip: str = ""
    starts_on: object = None
    # what the sheet does not show
    unit_pk: int | None = field(default=None, compare=False)
    terminal_pk: int | None = field(default=None, compare=False)
    employee_pk: int | None = field(default=None, compare=False)


class PinResource(RecordResource):
    """Unit, terminal and PIN are the key; another person takes a PIN over from MULAI on."""

    kind = "pins"
    record = PinRecord
    key_columns = ("KODE UNIT", "TERMINAL", "PIN")
    needed = ("KODE UNIT", "PIN", "NIP")
    examples = (
        ("BKPSDM", "TERMINAL-1", "12", "199001012015032001", ""),
        ("BKPSDM", "", "305", "198501012010032003", "2026-12-01"),
    )

    unit = Field("unit", "KODE UNIT", TextWidget(40, upper=True))
    terminal = Field("terminal", "TERMINAL", TextWidget(80))
    pin = Field("pin", "PIN", TextWidget(40, upper=True))
    nip = Field("nip", "NIP", NipWidget())
    starts_on = Field("starts_on", "MULAI", DateWidget())

    def load(self):
        """Return the latest holder of each PIN, in five queries."""
        self.units = dict(Unit.objects.without_tree_fields().values_list("code", "pk"))
        self.units = {code.upper(): pk for code, pk in self.units.items()}
        self.terminals = {
            (unit, name.upper()): pk
            for unit, name, pk in Terminal.objects.values_list("unit_id", "name", "pk")
        }
        current = Employee.objects.filter(left_on__isnull=True)
        self.people = {
            digits: (pk, user, name)
            for digits, pk, user, name in current.values_list("nip", "pk", "user_id", "name")
        }
        self.unit_of = dict(postings_on(self.day).values_list("employee_id", "unit_id"))
        found = {}
        rows = PinHolder.objects.order_by("starts_on", "pk").values_list(
            "unit__code", "terminal__name", "pin", "employee__nip", "starts_on"
        )
        for unit, terminal, pin, digits, starts_on in rows:
            record = PinRecord(
                unit.upper(),
                terminal or "",
                pin,
                digits,
                None if starts_on == ALWAYS else starts_on,
            )
            found[self.key_of_record(record)] = record
        return found

    def key_of(self, row):
        text = {name: plain_text(row.get(name)).upper() for name in self.key_columns}
        return (text["KODE UNIT"], text["TERMINAL"] or EVERY, pin_of(text["PIN"])[0])

    def key_of_record(self, record):
        return (record.unit, record.terminal.upper() or EVERY, pin_of(record.pin)[0])

    def name_of(self, record):
        facts = self.people.get(record.nip)
        return facts[2] if facts else ""

    def skip_row(self, instance, original, row, import_validation_errors=None):
        """A PIN is compared without its leading zeros, a terminal without regard to capitals."""
        known = self.known.get(self.key_of(row))
        instance.pin = pin_of(instance.pin)[0] or instance.pin
        if known is not None:
            instance.terminal = known.terminal
        return super().skip_row(instance, original, row, import_validation_errors)

    def check(self, new, old):
        new.unit_pk = self.units.get(new.unit)
        if new.unit_pk is None or not self._keeps(new.unit_pk):
            yield "unit", _("tidak ada unit dengan kode ini yang Anda kelola")
            return
        if new.terminal:
            new.terminal_pk = self.terminals.get((new.unit_pk, new.terminal.upper()))
            if new.terminal_pk is None:
                yield "terminal", _("unit ini tidak mempunyai terminal dengan nama itu")
        if not pin_of(new.pin)[0] or pin_of(new.pin)[1]:
            yield "pin", _("harus berupa huruf atau angka, dan bukan 0")
        facts = self.people.get(new.nip)
        unit = self.unit_of.get(facts[0]) if facts else None
        if unit is None or not self._keeps(unit):
            yield "nip", _("tidak ada pegawai dengan NIP ini pada unit yang Anda kelola")
            return
        if facts[1] is not None and facts[1] == self.scope.user.pk:
            yield "nip", _("PIN Anda sendiri dipasangkan orang lain")
        new.employee_pk = facts[0]

    def _keeps(self, unit):
        return self.scope.is_city_hr or unit in self.scope.hr_unit_tree()
