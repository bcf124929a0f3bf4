"""Which data of which unit and which days go into a file."""

import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from attendance.queries.exchange_files import units_to_take
from schedules.forms.fields import DateField

LONGEST = datetime.timedelta(days=30)


class ExchangeForm(forms.Form):
    what = forms.ChoiceField(
        label=_("Data"),
        choices=[
            ("rekap-harian", _("Rekap harian")),
            ("laporan-harian", _("Laporan harian WFH yang diterima")),
        ],
    )
    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=None,
        empty_label=None,
        help_text=_("Beserta semua bagian di bawahnya."),
    )
    start = DateField(label=_("Dari"))
    end = DateField(label=_("Sampai"))

    def __init__(self, *args, scope, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_to_take(scope)
        self.initial.setdefault("start", scope.day.replace(day=1))
        self.initial.setdefault("end", scope.day)

    def clean(self):
        data = super().clean()
        start, end = data.get("start"), data.get("end")
        if start and end and not start <= end <= start + LONGEST:
            self.add_error("end", _("Pilih paling banyak 31 hari, yang akhirnya sesudah awalnya."))
        return data
