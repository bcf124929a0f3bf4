"""Forms of outages: the window, and why one is taken back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from schedules.forms.fields import DateField, TimeField


class OutageForm(forms.Form):
    """The day and the hours in which the portal could not be reached."""

    work_date = DateField(label=_("Tanggal"))
    starts_at = TimeField(label=_("Mulai"))
    ends_at = TimeField(label=_("Sampai"))
    reason = forms.CharField(
        label=_("Penyebab"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Misalnya gangguan listrik pusat data. Terbaca pada catatan keputusan."),
    )


class OutageWithdrawForm(forms.Form):
    """Why a window is taken back."""

    reason = forms.CharField(
        label=_("Alasan pembatalan"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
