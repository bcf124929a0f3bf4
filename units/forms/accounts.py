"""Forms about accounts: the activation code, and the roles of the city."""

from django import forms
from django.utils.translation import gettext_lazy as _

from units.models import Employee, RoleGrant, Unit


class ActivationForm(forms.Form):
    """NIP, the code from personnel staff, and the password that the person chooses."""

    nip = forms.CharField(
        label=_("NIP"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "username", "inputmode": "numeric"}),
    )
    code = forms.CharField(
        label=_("Kode aktivasi"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}
        ),
        help_text=_("Delapan huruf dan angka dari pengelola kepegawaian unit Anda."),
    )
    password1 = forms.CharField(
        label=_("Kata sandi baru"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Paling sedikit 10 huruf, bukan nama atau NIP Anda, dan bukan angka saja."),
    )
    password2 = forms.CharField(
        label=_("Ulangi kata sandi baru"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_nip(self):
        return self.cleaned_data["nip"].replace(" ", "")

    def clean(self):
        data = super().clean()
        if data.get("password1") != data.get("password2") and "password2" not in self.errors:
            self.add_error("password2", _("Kedua kata sandi berbeda."))
        return data


class RoleForm(forms.Form):
    """Who holds which role, for which agency, by which letter."""

    nip = forms.CharField(label=_("NIP yang ditunjuk"), max_length=30)
    role = forms.ChoiceField(
        label=_("Peran"), choices=RoleGrant.Role.choices, initial=RoleGrant.Role.UNIT_HR
    )
    unit = forms.ModelChoiceField(
        label=_("Perangkat daerah"),
        queryset=None,
        required=False,
        empty_label=_("Seluruh kota"),
        help_text=_("Hanya untuk pengelola kepegawaian unit."),
    )
    letter_number = forms.CharField(label=_("Nomor surat"), max_length=80)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = (
            Unit.objects.without_tree_fields()
            .filter(level__in=Unit.AGENCY_LEVELS, closed_on__isnull=True)
            .order_by("name")
        )

    def clean_nip(self):
        """Return the employee who has the number and has not left."""
        digits = self.cleaned_data["nip"].replace(" ", "")
        employee = Employee.objects.filter(nip=digits, left_on__isnull=True).first()
        if employee is None:
            raise forms.ValidationError(_("Tidak ada pegawai aktif dengan NIP ini."))
        return employee
