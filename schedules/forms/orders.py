"""Forms of recalls to the office and of emergency mode."""

from django import forms
from django.utils.translation import gettext_lazy as _

from schedules.forms.fields import DateField
from schedules.models import Emergency

# So many units are ticked in boxes; more are picked from a list.
MOST_BOXES = 30


class RecallDayForm(forms.Form):
    """The day, and a filter of the people who work from home on it; `pegawai` names one alone."""

    tanggal = DateField(label=_("Hari"))
    cari = forms.CharField(label=_("Cari nama atau NIP"), required=False, max_length=80)
    pegawai = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)


class RecallForm(forms.Form):
    """Who is recalled, and why."""

    people = forms.TypedMultipleChoiceField(
        label=_("Pegawai yang ditarik"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Pilih paling sedikit satu pegawai.")},
    )
    reason = forms.CharField(
        label=_("Alasan penarikan"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Dikirim kepada pegawai yang ditarik dan tercatat pada hari itu."),
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people


class RecallCancelForm(forms.Form):
    """For whom a recall is taken back, and why."""

    people = forms.TypedMultipleChoiceField(
        label=_("Dibatalkan bagi"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Pilih paling sedikit satu pegawai.")},
    )
    reason = forms.CharField(
        label=_("Alasan pembatalan"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = people


class UnitsField(forms.ModelMultipleChoiceField):
    """Units with their codes; a list to pick from where there are many."""

    def label_from_instance(self, unit):
        return f"{unit.name} ({unit.code})"


class EmergencyForm(forms.Form):
    """What happened, by which letter, from when to when, and for whom."""

    kind = forms.ChoiceField(label=_("Jenis"), choices=Emergency.Kind.choices)
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Dikirim kepada semua pegawai yang dialihkan."),
    )
    letter_number = forms.CharField(label=_("Nomor surat"), max_length=80)
    letter_dated_on = DateField(label=_("Tanggal surat"))
    starts_on = DateField(label=_("Hari pertama"))
    ends_on = DateField(label=_("Hari terakhir"))
    units = UnitsField(
        label=_("Unit beserta bawahannya"),
        queryset=None,
        required=False,
        help_text=_("Anda sendiri tidak ikut dialihkan."),
    )
    nips = forms.CharField(
        label=_("Pegawai tertentu (NIP, satu per baris)"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    confirmation = forms.CharField(
        label=_("Pernyataan Anda"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Wajib bila ada batas minimal yang tidak terpenuhi: cara menjaga pelayanan."),
    )

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["units"]
        field.queryset = units
        if len(units) <= MOST_BOXES:
            field.widget = forms.CheckboxSelectMultiple(choices=field.choices)

    def clean_nips(self):
        return list(dict.fromkeys(self.cleaned_data["nips"].replace(",", " ").split()))

    def clean(self):
        data = super().clean()
        if not self.errors and not data["units"] and not data["nips"]:
            raise forms.ValidationError(_("Pilih unit, atau isi NIP pegawai."))
        start, end = data.get("starts_on"), data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("Tanggal akhir mendahului tanggal mulai."))
        return data


class LastDayForm(forms.Form):
    """A new last day, and why; `seen` is the one that was shown."""

    ends_on = DateField(label=_("Hari terakhir yang baru"))
    reason = forms.CharField(
        label=_("Alasan perubahan"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    confirmation = forms.CharField(
        label=_("Pernyataan Anda"),
        required=False,
        max_length=300,
        help_text=_("Wajib bila perpanjangan membuat batas minimal tidak terpenuhi."),
    )
    seen = forms.DateField(widget=forms.HiddenInput(), input_formats=["%Y-%m-%d"])


class EmergencyCancelForm(forms.Form):
    """Why an emergency that has not begun is cancelled."""

    reason = forms.CharField(
        label=_("Alasan pembatalan"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
