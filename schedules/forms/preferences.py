"""Forms for preferences, caregiver claims and pairs to be kept apart."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from schedules.forms.fields import DateField, WeekdaysField


class WeekdaysForm(forms.Form):
    """The weekdays that a person asks for, and those they would avoid."""

    wanted = WeekdaysField(
        label=gettext_lazy("Hari yang saya minati untuk WFH"),
        help_text=gettext_lazy("Kosongkan bila semua hari sama baiknya."),
    )
    unwanted = WeekdaysField(label=gettext_lazy("Hari yang ingin saya hindari untuk WFH"))


class CaregiverForm(forms.Form):
    """The evidence for caregiver status."""

    evidence = forms.CharField(
        label=gettext_lazy("Bukti"),
        max_length=200,
        help_text=gettext_lazy(
            "Jenis, nomor, dan tanggal surat. Perlihatkan aslinya kepada pengelola kepegawaian;"
            " jangan menuliskan diagnosis."
        ),
    )


class ClaimDecisionForm(forms.Form):
    """Confirm with an optional last day, or refuse with a reason."""

    decision = forms.ChoiceField(choices=[("accept", "accept"), ("refuse", "refuse")])
    until = DateField(label=gettext_lazy("Berlaku sampai"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Catatan"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Wajib diisi bila ditolak."),
    )


class PairForm(forms.Form):
    """Two people by NIP or name, and why they are kept apart."""

    first = forms.CharField(label=gettext_lazy("NIP atau nama pegawai pertama"), max_length=120)
    second = forms.CharField(label=gettext_lazy("NIP atau nama pegawai kedua"), max_length=120)
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=200,
        help_text=gettext_lazy("Misalnya: saling menggantikan sebagai bendahara."),
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = people

    def _employee(self, name):
        """Return the one employee meant by a NIP or a name (or a part of it that is unique)."""
        text = " ".join(self.cleaned_data[name].split())
        digits = text.replace(" ", "")
        found = self.people.filter(
            **({"nip": digits} if digits.isdigit() else {"name__icontains": text})
        )[:2]
        if not found:
            raise forms.ValidationError(
                _("Tidak ada pegawai dengan NIP atau nama ini pada unit yang Anda kelola.")
            )
        if len(found) > 1:
            raise forms.ValidationError(
                _("Lebih dari satu pegawai bernama demikian. Tuliskan NIP-nya.")
            )
        return found[0]

    def clean_first(self):
        return self._employee("first")

    def clean_second(self):
        return self._employee("second")
