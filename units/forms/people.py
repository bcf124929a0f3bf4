"""Forms about people."""

from django import forms
from django.utils.translation import gettext_lazy as _

from units import clock
from units.forms.units import date_field
from units.models import Exclusion, Skill


class PeopleSearchForm(forms.Form):
    q = forms.CharField(label=_("Cari nama atau NIP"), required=False, max_length=80)
    unit = forms.TypedChoiceField(
        label=_("Unit kerja"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args, units, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", _("Semua")), *units]


class SkillForm(forms.Form):
    skill = forms.ModelChoiceField(label=_("Keterampilan"), queryset=Skill.objects.all())
    starts_on = date_field(label=_("Mulai"), initial=clock.today)


class EndForm(forms.Form):
    ends_on = date_field(label=_("Hari terakhir"), initial=clock.today)


class ExclusionForm(forms.Form):
    """Discipline is recorded by BKPSDM alone."""

    kind = forms.ChoiceField(label=_("Jenis"))
    reason = forms.CharField(label=_("Alasan"), max_length=300)
    starts_on = date_field(label=_("Mulai"), initial=clock.today)
    ends_on = date_field(label=_("Sampai"), required=False)

    def __init__(self, *args, with_discipline, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [
            (value, word)
            for value, word in Exclusion.Kind.choices
            if with_discipline or value != Exclusion.Kind.DISCIPLINE
        ]


class LeaveForm(forms.Form):
    """The end of employment."""

    left_on = date_field(label=_("Berhenti mulai"), help_text=_("Hari pertama tidak bekerja lagi."))
    reason = forms.CharField(label=_("Alasan"), max_length=300)
