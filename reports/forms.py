"""Forms of this room."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RebuildForm(forms.Form):
    """Which report's week to build again, and why."""

    report = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Alasan penyusunan ulang"), max_length=300)
