"""The form of a shift: its code on the roster, its hours, from when."""

from django import forms
from django.utils.translation import gettext_lazy as _

from schedules.forms.fields import DateField, TimeField, UnitField
from units.models import Unit


class ShiftForm(forms.Form):
    """A shift of a unit that the account keeps; `unit_ids` None means any unit."""

    unit = UnitField(label=_("Unit"), help_text=_("Berlaku juga bagi unit di bawahnya."))
    code = forms.CharField(
        label=_("Kode"), max_length=6, help_text=_("Misalnya P, S, M. L selalu berarti libur.")
    )
    name = forms.CharField(label=_("Nama"), max_length=60)
    start = TimeField(label=_("Masuk"))
    end = TimeField(label=_("Pulang"))
    next_day = forms.BooleanField(label=_("Pulang keesokan hari"), required=False)
    break_minutes = forms.IntegerField(
        label=_("Istirahat (menit)"), required=False, min_value=0, max_value=240
    )
    starts_on = DateField(
        label=_("Mulai berlaku"),
        help_text=_(
            "Kode yang sudah dipakai berganti jam mulai tanggal ini; hari sebelumnya tetap."
        ),
    )

    def __init__(self, *args, unit_ids=None, **kwargs):
        super().__init__(*args, **kwargs)
        units = Unit.objects.without_tree_fields().filter(closed_on__isnull=True)
        if unit_ids is not None:
            units = units.filter(pk__in=unit_ids)
        self.fields["unit"].queryset = units.order_by("code")
