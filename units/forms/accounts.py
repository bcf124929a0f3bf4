"""Forms about accounts: the activation code, and the roles of the city."""

from django import forms
from django.utils.translation import gettext_lazy as _

from units.models import Employee, RoleGrant, Unit, User
from units.services.roles import WITHOUT_NIP


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

    who = forms.CharField(label=_("NIP atau nama pengguna"), max_length=150)
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

    def clean_who(self):
        """Return the account of the employee with the number, or of that name without employee."""
        text = self.cleaned_data["who"].replace(" ", "")
        employees = Employee.objects.filter(nip=text, left_on__isnull=True, user__isnull=False)
        employee = employees.select_related("user").first()
        if employee is not None:
            return employee.user
        user = User.objects.filter(username__iexact=text, employee__isnull=True).first()
        if user is None:
            raise forms.ValidationError(
                _("Tidak ada pegawai aktif dengan NIP ini, dan tidak ada akun dengan nama ini.")
            )
        return user


class AccountForm(forms.Form):
    """An account for somebody without NIP, with the role that it is for."""

    name = forms.CharField(label=_("Nama"), max_length=120)
    username = forms.CharField(
        label=_("Nama pengguna"), max_length=60, help_text=_("Huruf kecil, misalnya dprd-komisi1.")
    )
    email = forms.EmailField(
        label=_("Alamat e-mail"), help_text=_("Tautan untuk menetapkan kata sandi dikirim ke sini.")
    )
    role = forms.ChoiceField(
        label=_("Peran"), choices=[(one.value, one.label) for one in WITHOUT_NIP]
    )
    letter_number = forms.CharField(label=_("Nomor surat"), max_length=80)
