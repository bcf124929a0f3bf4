"""Forms for holidays and working hours."""

import datetime

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schedules.forms.fields import DateField, TimeField, UnitField
from schedules.models import Holiday
from schedules.queries.policy_text import WEEKDAYS
from units.models import Employee


class HolidayForm(forms.Form):
    """A holiday by hand, or a holiday called off."""

    date = DateField(label=gettext_lazy("Tanggal"))
    name = forms.CharField(label=gettext_lazy("Nama"), max_length=120)
    kind = forms.ChoiceField(
        label=gettext_lazy("Jenis"),
        choices=Holiday.Kind.choices,
        initial=Holiday.Kind.LOCAL,
        help_text=gettext_lazy("“Tetap bekerja” membatalkan libur bagi unit yang dipilih."),
    )
    unit = UnitField(
        label=gettext_lazy("Unit kerja"),
        required=False,
        empty_label=gettext_lazy("Seluruh kota"),
        help_text=gettext_lazy("Berlaku juga bagi unit di bawahnya."),
    )
    legal_basis = forms.CharField(
        label=gettext_lazy("Dasar hukum"),
        max_length=200,
        help_text=gettext_lazy("Misalnya nomor surat edaran atau keputusan."),
    )


class WithdrawForm(forms.Form):
    """Why a holiday is taken back."""

    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=300)


class YearForm(forms.Form):
    """The year whose national holidays are loaded."""

    year = forms.IntegerField(label=gettext_lazy("Tahun"), min_value=2024, max_value=2100)


class HoursForm(forms.Form):
    """Hours for a term, one row of start, end and break for each weekday."""

    name = forms.CharField(label=gettext_lazy("Nama"), max_length=120)
    working_week = forms.TypedChoiceField(
        label=gettext_lazy("Hari kerja seminggu"),
        coerce=int,
        choices=[(5, gettext_lazy("5 hari")), (6, gettext_lazy("6 hari"))],
    )
    unit = UnitField(
        label=gettext_lazy("Unit kerja"),
        required=False,
        empty_label=gettext_lazy("Seluruh kota"),
        help_text=gettext_lazy("Jam unit yang lebih dekat mengalahkan jam unit di atasnya."),
    )
    employment = forms.ChoiceField(
        label=gettext_lazy("Status kepegawaian"),
        required=False,
        choices=[("", gettext_lazy("Semua")), *Employee.Employment.choices],
    )
    legal_basis = forms.CharField(
        label=gettext_lazy("Dasar hukum"),
        max_length=200,
        help_text=gettext_lazy("Misalnya Perpres 21/2023 atau surat edaran wali kota."),
    )
    starts_on = DateField(label=gettext_lazy("Mulai"))
    ends_on = DateField(
        label=gettext_lazy("Sampai"),
        required=False,
        help_text=gettext_lazy("Kosong: sampai ada jam yang baru."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for number, weekday in WEEKDAYS:
            parts = {
                "start": (TimeField, _("Masuk, %(day)s"), {}),
                "end": (TimeField, _("Pulang, %(day)s"), {}),
                "break": (
                    forms.IntegerField,
                    _("Istirahat dalam menit, %(day)s"),
                    {"min_value": 0, "max_value": 240},
                ),
            }
            for part, (field, label, more) in parts.items():
                self.fields[f"{part}_{number}"] = field(
                    label=label % {"day": weekday}, required=False, **more
                )

    def rows(self):
        """Return (weekday, start, end, break) as bound fields, for the table of the page."""
        return [
            (weekday, self[f"start_{number}"], self[f"end_{number}"], self[f"break_{number}"])
            for number, weekday in WEEKDAYS
        ]

    def main_fields(self):
        """Return the fields above the table."""
        return [self[name] for name in self.declared_fields]

    def clean(self):
        data = super().clean()
        days = {}
        for number, weekday in WEEKDAYS:
            start, end = data.get(f"start_{number}"), data.get(f"end_{number}")
            if (start is None) != (end is None):
                self.add_error(
                    f"end_{number}" if end is None else f"start_{number}",
                    _("Isi jam masuk dan jam pulang hari %(day)s, atau kosongkan keduanya.")
                    % {"day": weekday},
                )
            elif start is not None:
                days[number] = (start, end, data.get(f"break_{number}") or 0)
        data["days"] = days
        return data

    def values(self):
        """Return the cleaned fields as the services take them."""
        names = [*self.declared_fields, "days"]
        return {name: self.cleaned_data[name] for name in names}


class EndHoursForm(forms.Form):
    """The last day of hours in use."""

    ends_on = DateField(label=gettext_lazy("Hari terakhir"))
    reason = forms.CharField(label=gettext_lazy("Alasan"), max_length=300, required=False)


def usual_hours(name):
    """Return initial values of a usual set of hours by its name, or {} for an unknown one.

    Weekly hours without breaks are 37.5, in Ramadan 32.5 (Perpres 21/2023). How a six-day week
    divides them is the city's to decide: the form proposes one division that adds up.
    """
    if name not in USUAL_HOURS:
        return {}
    title, week, ordinary, friday = USUAL_HOURS[name]
    values = {"name": str(title), "working_week": week, "legal_basis": "Perpres 21/2023"}
    for weekday in range(week):
        start, end, pause = friday if weekday == 4 else ordinary
        values |= {
            f"start_{weekday}": start, f"end_{weekday}": end, f"break_{weekday}": pause
        }  # fmt: skip
    return values


_T = datetime.time
USUAL_HOURS = {
    "normal-5": (
        gettext_lazy("Jam kerja normal, 5 hari"), 5,
        (_T(7, 30), _T(16), 60), (_T(7, 30), _T(16, 30), 90),
    ),
    "normal-6": (
        gettext_lazy("Jam kerja normal, 6 hari"), 6,
        (_T(7, 30), _T(15), 60), (_T(7, 30), _T(14), 90),
    ),
    "ramadan-5": (
        gettext_lazy("Jam kerja Ramadan, 5 hari"), 5,
        (_T(8), _T(15), 30), (_T(8), _T(15, 30), 60),
    ),
    "ramadan-6": (
        gettext_lazy("Jam kerja Ramadan, 6 hari"), 6,
        (_T(8), _T(14), 30), (_T(8), _T(14), 60),
    ),
}  # fmt: skip
