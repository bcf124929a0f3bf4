"""Forms of savings: which month, and a parameter of the estimate."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.models import SavingsParameter
from schedules.forms.fields import DateField

MOST = 100_000_000


class MonthChoice(forms.Form):
    """Which month is shown."""

    bulan = forms.CharField(label=_("Bulan"), widget=forms.TextInput(attrs={"type": "month"}))


class ParameterForm(forms.Form):
    """What one validated day at home saves from a date on; `buildings` are the names to choose."""

    building = forms.ChoiceField(label=_("Gedung"), required=False)
    kind = forms.ChoiceField(label=_("Jenis biaya"), choices=SavingsParameter.KINDS)
    low = forms.IntegerField(
        label=_("Paling rendah (Rp per hari orang)"), min_value=0, max_value=MOST
    )
    high = forms.IntegerField(
        label=_("Paling tinggi (Rp per hari orang)"), min_value=0, max_value=MOST
    )
    source = forms.CharField(label=_("Sumber"), max_length=200)
    starts_on = DateField(label=_("Berlaku mulai"))

    def __init__(self, *args, buildings=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["building"].choices = [
            ("", _("Seluruh kota")),
            *((name, name) for name in buildings),
        ]
