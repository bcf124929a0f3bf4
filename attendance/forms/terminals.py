"""Forms of terminals: a new one, its columns, whose a PIN is, and the upload of its log."""

from django import forms
from django.utils.translation import gettext_lazy as _

from attendance.models import FileColumns
from schedules.forms.fields import DateField, UnitField


class TerminalForm(forms.Form):
    """A terminal of a unit that the account keeps; `unit_ids` None means any unit."""

    unit = UnitField(label=_("Unit"))
    name = forms.CharField(
        label=_("Nama terminal"), max_length=80, help_text=_("Misalnya Gerbang Depan.")
    )

    def __init__(self, *args, unit_ids=None, **kwargs):
        super().__init__(*args, **kwargs)
        if unit_ids is not None:
            units = self.fields["unit"].queryset
            self.fields["unit"].queryset = units.filter(pk__in=unit_ids)


class ColumnsForm(forms.Form):
    """Titles of the columns as they stand in the first row of the unit's CSV and XLSX files."""

    pin = forms.CharField(label=_("Judul kolom PIN"), max_length=60)
    moment = forms.CharField(label=_("Judul kolom tanggal"), max_length=60)
    time = forms.CharField(
        label=_("Judul kolom jam"),
        max_length=60,
        required=False,
        help_text=_("Kosongkan bila jam tertulis bersama tanggalnya."),
    )
    order = forms.ChoiceField(label=_("Cara menulis tanggal"), choices=FileColumns.Order.choices)

    def __init__(self, *args, headers=(), **kwargs):
        super().__init__(*args, **kwargs)
        if headers:
            for name in ("pin", "moment", "time"):
                self.fields[name].widget.attrs["list"] = "judul-kolom"


class PinForm(forms.Form):
    """Whose a PIN is."""

    pin = forms.CharField(label=_("PIN"), max_length=24)
    nip = forms.CharField(
        label=_("NIP pegawai"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    starts_on = DateField(
        label=_("Berlaku mulai"),
        required=False,
        help_text=_("Kosongkan bila PIN ini belum pernah dipakai pegawai lain."),
    )
    whole_unit = forms.BooleanField(label=_("Sama pada semua terminal unit ini"), required=False)


class LogForm(forms.Form):
    """The upload of a terminal's log; its size is judged before a byte is read."""

    file = forms.FileField(
        label=_("Berkas terminal"),
        widget=forms.ClearableFileInput(attrs={"accept": ".dat,.txt,.csv,.xlsx"}),
        help_text=_("attlog.dat dari ZKTeco, CSV, atau XLSX."),
    )
