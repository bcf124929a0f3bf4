"""Forms about units and positions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from units import clock
from units.models import Classification, Position
from units.queries.units import UNDECIDED

YES_NO = [("True", _("Ya")), ("False", _("Tidak"))]


def date_field(**kwargs):
    """Return a date field with the browser's own picker."""
    return forms.DateField(
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **kwargs
    )


class UnitSearchForm(forms.Form):
    q = forms.CharField(label=_("Cari nama atau kode"), required=False, max_length=80)
    kelas = forms.ChoiceField(
        label=_("Klasifikasi"),
        required=False,
        choices=[
            ("", _("Semua")),
            *Classification.ServiceClass.choices,
            (UNDECIDED, _("Belum ditetapkan")),
        ],
    )
    opd = forms.TypedChoiceField(
        label=_("Perangkat daerah"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args, agencies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["opd"].choices = [("", _("Semua")), *agencies]


class ClassifyForm(forms.Form):
    """The class, the five answers of PermenPANRB 4/2025 Art. 11, reason, basis and date."""

    service_class = forms.ChoiceField(
        label=_("Klasifikasi"),
        choices=Classification.ServiceClass.choices,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Alasan"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    legal_basis = forms.CharField(
        label=_("Dasar hukum"),
        max_length=200,
        help_text=_("Contoh: PermenPANRB 4/2025 Pasal 11; SE Wali Kota nomor dan tahun."),
    )
    starts_on = date_field(label=_("Berlaku mulai"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in Classification.CRITERIA:
            self.fields[name] = forms.TypedChoiceField(
                label=label,
                choices=YES_NO,
                coerce=lambda value: value == "True",
                widget=forms.RadioSelect,
                error_messages={"required": _("Jawab “ya” atau “tidak”.")},
            )
        self.fields["starts_on"].initial = clock.today
        self.order_fields(
            ["service_class", *(n for n, _l in Classification.CRITERIA), "reason", "legal_basis"]
        )

    def act(self):
        """Return the arguments of `classify_unit`."""
        data = dict(self.cleaned_data)
        answers = {name: data.pop(name) for name, _label in Classification.CRITERIA}
        return {"answers": answers, **data}


class PositionForm(forms.Form):
    presence = forms.ChoiceField(
        label=_("Kehadiran"), choices=Position.Presence.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Tercatat bersama keputusan dan tampil pada penjelasan jadwal."),
    )
