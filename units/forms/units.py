"""Forms about units and positions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from units import clock
from units.models import Classification, Position, Posting
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


class ActingHeadForm(forms.Form):
    """Who acts as head, by which letter, for how long."""

    nip = forms.CharField(label=_("NIP yang ditunjuk"), max_length=30)
    kind = forms.ChoiceField(
        label=_("Sebagai"),
        choices=[(k.value, k.label) for k in (Posting.Kind.DAILY, Posting.Kind.ACTING)],
        widget=forms.RadioSelect,
        initial=Posting.Kind.DAILY,
    )
    letter_number = forms.CharField(label=_("Nomor surat"), max_length=80)
    starts_on = date_field(label=_("Mulai"))
    ends_on = date_field(label=_("Sampai"))

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = people

    def clean_nip(self):
        """Return the employee with the number; one answer for unknown, left and not visible."""
        digits = self.cleaned_data["nip"].replace(" ", "")
        employee = self.people.filter(nip=digits, left_on__isnull=True).first()
        if employee is None:
            raise forms.ValidationError(_("Tidak ada pegawai aktif dengan NIP ini."))
        return employee
