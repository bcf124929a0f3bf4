"""The form of an absence that is decided already."""

from django import forms
from django.utils.translation import gettext_lazy as _

from schedules.forms.fields import DateField
from schedules.models import Away


class AwayForm(forms.Form):
    """Kind, first and last day, and the letter."""

    kind = forms.ChoiceField(label=_("Jenis"), choices=Away.Kind.choices)
    starts_on = DateField(label=_("Hari pertama"))
    ends_on = DateField(label=_("Hari terakhir"))
    letter_number = forms.CharField(
        label=_("Nomor surat"),
        required=False,
        max_length=80,
        help_text=_("Surat cuti atau surat tugas. Untuk sakit boleh menyusul."),
    )
