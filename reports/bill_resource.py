"""Bills from a spreadsheet: one row per building, kind of cost and month."""

import datetime
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.widgets import Widget

from reports.models import Bill
from reports.models.savings import CostKind
from reports.queries.buildings import buildings_of_units
from units.resources.base import RecordResource
from units.resources.widgets import ChoiceWidget, NumberWidget, TextWidget, plain_text

MOST_RUPIAH = 999_999_999_999


class MonthWidget(Widget):
    """A date cell, or text like 2026-10 or 10/2026: the first day of the month."""

    def clean(self, value, row=None, **kwargs):
        if isinstance(value, datetime.date):
            year, month = value.year, value.month
        else:
            text = plain_text(value)
            found = re.fullmatch(r"(\d{4})[-/](\d{1,2})(?:-\d{1,2})?", text)
            year, month = map(int, found.groups()) if found else (0, 0)
            if not found and (found := re.fullmatch(r"(\d{1,2})[-/](\d{4})", text)):
                month, year = map(int, found.groups())
        if not (2000 <= year <= 2100 and 1 <= month <= 12):
            raise ValueError(_("tulis bulan sebagai 2026-10 atau 10/2026"))
        return datetime.date(year, month, 1)

    def render(self, value, obj=None, **kwargs):
        return f"{value:%Y-%m}" if value else ""


class RupiahWidget(Widget):
    """Whole rupiah: a number cell, or text with or without points between thousands."""

    def clean(self, value, row=None, **kwargs):
        text = plain_text(value)
        if not isinstance(value, int | float):
            text = text.removeprefix("Rp").strip()
            if re.fullmatch(r"\d{1,3}(\.\d{3})+", text):
                text = text.replace(".", "")
        if not re.fullmatch(r"\d{1,12}", text):
            raise ValueError(_("harus berupa rupiah bulat, misalnya 13.000.000"))
        return int(text)

    def render(self, value, obj=None, **kwargs):
        return "" if value is None else value


@dataclass
class BillRecord:
    building: str = ""
    kind: str = ""
    month: object = None
    amount: int | None = None
    quantity: object = None
    measure: str = ""
    source: str = ""
    pk: int | None = None


class BillResource(RecordResource):
    """Building, kind and month are the key; another amount corrects the bill."""

    kind = "bills"
    record = BillRecord
    key_columns = ("GEDUNG", "JENIS", "BULAN")
    needed = ("GEDUNG", "JENIS", "BULAN", "JUMLAH", "SUMBER")
    examples = (
        ("Kompleks Pemerintah Kota", "Listrik", "2026-10", "13000000", "9000", "kWh", "PLN"),
        ("Kompleks Pemerintah Kota", "Air", "2026-10", "2100000", "", "", "Rekening PDAM"),
    )

    building = Field("building", "GEDUNG", TextWidget(120))
    cost = Field("kind", "JENIS", ChoiceWidget(CostKind.choices))
    month = Field("month", "BULAN", MonthWidget())
    amount = Field("amount", "JUMLAH", RupiahWidget())
    quantity = Field("quantity", "BANYAKNYA", NumberWidget(0, 999_999_999))
    measure = Field("measure", "SATUAN", TextWidget(20))
    source = Field("source", "SUMBER", TextWidget(200))

    def load(self):
        """Return the bills by key, in three queries."""
        names = set(buildings_of_units().values())
        self.buildings = {name.upper(): name for name in names}
        rows = Bill.objects.values_list(
            "building", "kind", "month", "amount", "quantity", "measure", "source", "pk"
        )
        records = (
            BillRecord(*row[:4], None if row[4] is None else float(row[4]), *row[5:])
            for row in rows
        )
        return {self.key_of_record(record): record for record in records}

    def key_of(self, row):
        """Return the key as stored; a cell that cannot be read stands as it was written."""
        kind, month = row.get("JENIS"), row.get("BULAN")
        key = [plain_text(row.get("GEDUNG")).upper()]
        for widget, cell in ((ChoiceWidget(CostKind.choices), kind), (MonthWidget(), month)):
            try:
                key.append(str(widget.clean(cell)) if plain_text(cell) else "")
            except ValueError:
                key.append(plain_text(cell))
        return tuple(key)

    def key_of_record(self, record):
        return (record.building.upper(), record.kind, str(record.month))

    def name_of(self, record):
        return record.building

    def skip_row(self, instance, original, row, import_validation_errors=None):
        """The building is compared without regard to capitals."""
        instance.building = self.buildings.get(instance.building.upper(), instance.building)
        return super().skip_row(instance, original, row, import_validation_errors)

    def check(self, new, old):
        if new.building.upper() not in self.buildings and old is None:
            yield "building", _("tidak ada tempat kerja pada gedung dengan nama ini")
        if new.amount is None:
            yield "amount", _("harus diisi")
        elif new.amount > MOST_RUPIAH:
            yield "amount", _("terlalu besar")
        if not new.source:
            yield "source", _("harus diisi")
        if new.quantity is not None and not new.measure:
            yield "measure", _("harus diisi bersama BANYAKNYA")
        if new.month and new.month > self.day:
            yield "month", _("belum tiba")
