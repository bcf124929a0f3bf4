"""The form of a duty on a day off: who, and between which hours."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class DutyForm(forms.Form):
    """People of the unit, each by a box, and the hours of the duty."""

    people = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Pegawai piket"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Kosongkan semua bila unit tutup pada hari itu."),
    )
    start = forms.TimeField(
        label=gettext_lazy("Masuk"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    end = forms.TimeField(
        label=gettext_lazy("Pulang"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, postings, away, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [
            (one.employee_id, self._label(one, one.employee_id in away)) for one in postings
        ]

    @staticmethod
    def _label(posting, away):
        words = f"{posting.employee.name} · {posting.unit.label}"
        return f"{words} ({_('tidak tersedia')})" if away else words

    def clean_seen(self):
        """Return the ids that the page showed, None where it named none."""
        text = self.cleaned_data["seen"]
        if not text:
            return None
        return [int(one) for one in text.split(",") if one.isdecimal()]
