"""The form of a new posting: transfer, promotion, first placement."""

from django import forms
from django.utils.translation import gettext_lazy as _

from units.forms.units import date_field
from units.models import Position, Unit


class PostingForm(forms.Form):
    """Where somebody works from a date on, and by which letter.

    `units` are the groups of choices [(agency, [(pk, name), ...]), ...] that the account offers.
    """

    unit = forms.ModelChoiceField(label=_("Unit kerja"), queryset=Unit.objects.none())
    position = forms.ModelChoiceField(label=_("Jabatan"), queryset=Position.objects.none())
    is_head = forms.BooleanField(label=_("Menjadi kepala unit ini"), required=False)
    starts_on = date_field(label=_("Terhitung mulai tanggal"), help_text=_("TMT menurut surat."))
    letter_number = forms.CharField(
        label=_("Nomor surat"), max_length=80, help_text=_("Keputusan atau surat perintahnya.")
    )
    reason = forms.CharField(label=_("Keterangan"), max_length=300, required=False)

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        offered = [pk for _agency, parts in units for pk, _name in parts]
        self.fields["unit"].queryset = Unit.objects.without_tree_fields().filter(pk__in=offered)
        self.fields["unit"].choices = [("", _("Pilih unit kerja")), *units]
        self.fields["position"].queryset = Position.objects.order_by("name")
        self.fields["position"].empty_label = _("Pilih jabatan")
