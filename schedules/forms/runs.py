"""The form that asks for a planning run."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schedules.queries.periods import open_periods


class RunForm(forms.Form):
    """A period and one agency, or the whole city for BKPSDM."""

    period = forms.ModelChoiceField(label=gettext_lazy("Periode"), queryset=None, empty_label=None)
    agency = forms.ModelChoiceField(
        label=gettext_lazy("Perangkat daerah"), queryset=None, required=False
    )

    def __init__(self, *args, agencies, whole_city, **kwargs):
        super().__init__(*args, **kwargs)
        self.agencies = agencies
        self.fields["period"].queryset = open_periods()
        field = self.fields["agency"]
        field.queryset = agencies
        field.required = not whole_city
        field.empty_label = _("Seluruh kota") if whole_city else None

    def chosen(self):
        """Return the agencies to plan."""
        agency = self.cleaned_data["agency"]
        return [agency] if agency else list(self.agencies)
