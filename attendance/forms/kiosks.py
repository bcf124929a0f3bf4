"""Forms of kiosks: opening one, NIP and PIN, a new PIN."""

from django import forms
from django.utils.translation import gettext_lazy as _

from schedules.forms.fields import UnitField
from units.models import Place


class PlaceField(forms.ModelChoiceField):
    """One place, named with its unit."""

    def label_from_instance(self, place):
        return f"{place.name} · {place.unit.label}"


class KioskForm(forms.Form):
    """A kiosk of a unit at one of its places; `unit_ids` None means any unit."""

    unit = UnitField(
        label=_("Unit"), help_text=_("Pegawai unit ini dan unit di bawahnya dapat memakainya.")
    )
    place = PlaceField(label=_("Tempat kerja"), queryset=Place.objects.none())
    name = forms.CharField(
        label=_("Nama kiosk"), max_length=80, help_text=_("Misalnya Meja Piket Lobi.")
    )

    def __init__(self, *args, unit_ids=None, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places
        if unit_ids is not None:
            units = self.fields["unit"].queryset
            self.fields["unit"].queryset = units.filter(pk__in=unit_ids)


def _digits(**kwargs):
    attrs = {"inputmode": "numeric", "autocomplete": "off"}
    return forms.CharField(max_length=6, widget=forms.PasswordInput(attrs=attrs), **kwargs)


class NipForm(forms.Form):
    """Who is meant."""

    nip = forms.CharField(
        label=_("NIP/NI PPPK"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class KioskEntryForm(NipForm):
    """Who stands at the kiosk."""

    pin = _digits(label=_("PIN kiosk"))


class NewPinForm(forms.Form):
    """A PIN of one's own, twice."""

    pin = _digits(label=_("PIN baru"), help_text=_("Enam angka yang tidak mudah ditebak."))
    repeated = _digits(label=_("Ulangi PIN baru"))
