"""Letting another program in: which, for which unit, to do what, until when."""

import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from units import clock
from units.models import ApiToken, Unit


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("Aplikasi"), max_length=80, help_text=_("Misalnya Epkin, Lapkin atau TPP.")
    )
    office = forms.CharField(label=_("Instansi pemilik"), max_length=120)
    unit = forms.ModelChoiceField(
        label=_("Jangkauan"),
        queryset=None,
        required=False,
        empty_label=_("Seluruh kota"),
        help_text=_("Unit yang dipilih beserta semua bagian di bawahnya."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("Hak"), choices=ApiToken.Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    expires_on = forms.DateField(
        label=_("Berlaku sampai"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Paling lama satu tahun."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = (
            Unit.objects.without_tree_fields()
            .filter(level__in=Unit.AGENCY_LEVELS, closed_on__isnull=True)
            .order_by("name")
        )
        self.initial.setdefault("expires_on", clock.today() + datetime.timedelta(days=180))
