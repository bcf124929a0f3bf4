"""Forms of this room."""

import datetime

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from attendance.queries.exchange_files import units_to_take

MONTHS = 24


class RebuildForm(forms.Form):
    """Which report's week to build again, and why."""

    report = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Alasan penyusunan ulang"), max_length=300)


class MonthForm(forms.Form):
    """Of which unit, with all below it, and of which month; the running one up to yesterday."""

    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=None,
        empty_label=None,
        help_text=_("Beserta semua bagian di bawahnya."),
    )
    month = forms.TypedChoiceField(label=_("Bulan"), coerce=datetime.date.fromisoformat)

    def __init__(self, *args, scope, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_to_take(scope)
        month, choices = scope.day.replace(day=1), []
        for _number in range(MONTHS):
            choices.append((month.isoformat(), date_format(month, "F Y")))
            month = (month - datetime.timedelta(days=1)).replace(day=1)
        self.fields["month"].choices = choices


class QuarterForm(forms.Form):
    """Which three months to show, one of the Quarters given."""

    triwulan = forms.ChoiceField(label=_("Triwulan"))

    def __init__(self, *args, quarters, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["triwulan"].choices = [(one.key, one.words) for one in quarters]
