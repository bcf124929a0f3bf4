"""The one form with which the next level or BKPSDM appoints a stand-in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from units.forms.units import date_field
from units.models import Mandate, Posting


class ActingHeadForm(forms.Form):
    """Who acts as head, by which letter, for how long, and how the holder signs.

    `near` are the postings from which stand-ins are most often taken; anybody of `people` can be
    named by number instead.
    """

    person = forms.TypedChoiceField(
        label=_("Yang ditunjuk"), required=False, coerce=int, empty_value=None
    )
    nip = forms.CharField(
        label=_("Atau NIP pegawai lain"),
        required=False,
        max_length=30,
        help_text=_("Bila namanya tidak ada dalam daftar."),
    )
    kind = forms.ChoiceField(
        label=_("Sebagai"),
        choices=[
            (Posting.Kind.DAILY.value, _("Plh., kepala berhalangan sementara")),
            (Posting.Kind.ACTING.value, _("Plt., jabatan kosong")),
        ],
        widget=forms.RadioSelect,
        initial=Posting.Kind.DAILY,
    )
    letter_number = forms.CharField(label=_("Nomor surat"), max_length=80)
    starts_on = date_field(label=_("Mulai"))
    ends_on = date_field(label=_("Sampai"))
    signing = forms.ChoiceField(
        label=_("Cara menandatangani"),
        required=False,
        choices=Mandate.Signing.choices,
        initial=Mandate.Signing.OWN,
        help_text=_("Menurut surat mandatnya; dicetak pada keputusan dan surat."),
    )

    def __init__(self, *args, people, near, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = people
        self.fields["person"].choices = [
            ("", _("Pilih pejabat atau pegawai")),
            *(
                (one.employee_id, f"{one.employee.name} · {one.position.name}, {one.unit.label}")
                for one in near
            ),
        ]

    def clean_nip(self):
        return self.cleaned_data["nip"].replace(" ", "")

    def clean_signing(self):
        return self.cleaned_data["signing"] or Mandate.Signing.OWN

    def clean(self):
        """Find the employee; one answer for a number unknown, left or not visible."""
        data = super().clean()
        person, nip = data.pop("person", None), data.pop("nip", "")
        if self.errors:
            return data
        if bool(person) == bool(nip):
            raise forms.ValidationError(
                _("Pilih satu orang dari daftar, atau isi NIP pegawai lain; tidak keduanya.")
            )
        found = self.people.filter(left_on__isnull=True)
        data["employee"] = (
            found.filter(pk=person).first() if person else found.filter(nip=nip).first()
        )
        if data["employee"] is None:
            self.add_error("nip", _("Tidak ada pegawai aktif dengan NIP ini."))
        return data
