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
        by_unit = {}
        for one in postings:
            by_unit.setdefault(one.unit.label, []).append(one.employee)
        self.fields["people"].choices = [
            (
                f"{unit} ({len(people)})",
                [(one.pk, self._label(one, one.pk in away)) for one in people],
            )
            for unit, people in by_unit.items()
        ]

    @staticmethod
    def _label(person, away):
        return f"{person.name} ({_('tidak tersedia')})" if away else person.name

    def clean_seen(self):
        """Return the ids that the page showed, None where it named none."""
        text = self.cleaned_data["seen"]
        if not text:
            return None
        return [int(one) for one in text.split(",") if one.isdecimal()]
