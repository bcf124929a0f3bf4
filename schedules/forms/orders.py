"""Forms of recalls to the office and of emergency mode."""

from django import forms
from django.utils.translation import gettext_lazy as _

from schedules.forms.fields import DateField


class RecallDayForm(forms.Form):
    """The day, and a filter of the people who work from home on it."""

    tanggal = DateField(label=_("Hari"))
    cari = forms.CharField(label=_("Cari nama atau NIP"), required=False, max_length=80)


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
