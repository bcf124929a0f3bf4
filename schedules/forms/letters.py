"""Forms of letters: draw up, number, signed copy, cancel, and the public check."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from units.forms.units import date_field


class LetterForm(forms.Form):
    """For whom, and who signs by which mandate."""

    unit = forms.TypedChoiceField(label=_("Untuk"), coerce=int)
    signer = forms.TypedChoiceField(label=_("Penanda tangan"), coerce=int)
    mandate = forms.CharField(
        label=_("Nomor surat mandat"),
        required=False,
        max_length=120,
        help_text=_("Wajib untuk penandatanganan a.n. dan u.b."),
    )

    def __init__(self, *args, units, signers, **kwargs):
        super().__init__(*args, **kwargs)
        self.signers = {one.posting.pk: one for one in signers}
        self.fields["unit"].choices = [(unit.pk, unit.name) for unit in units]
        self.fields["signer"].choices = [
            (pk, f"{one.posting.employee.name} · {' '.join(one.lines).rstrip(',')}")
            for pk, one in self.signers.items()
        ]

    def clean_signer(self):
        return self.signers[self.cleaned_data["signer"]]


class NumberForm(forms.Form):
    """What the office's register says."""

    number = forms.CharField(label=_("Nomor surat"), max_length=80)
    dated_on = date_field(label=_("Tanggal surat"))


class PdfForm(forms.Form):
    """One PDF, refused by size before a byte of it is read."""

    file = forms.FileField(
        label=_("Berkas PDF"),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload.size > settings.LETTER_MAX_BYTES:
            raise forms.ValidationError(
                _("Berkas lebih besar dari %(most)s MB.")
                % {"most": settings.LETTER_MAX_BYTES // 1024**2}
            )
        return upload


class CancelForm(forms.Form):
    """Why a letter is cancelled."""

    reason = forms.CharField(
        label=_("Alasan pembatalan"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class VerifyForm(forms.Form):
    """Number and date as they stand on a letter."""

    nomor = forms.CharField(label=_("Nomor surat"), max_length=80)
    tanggal = date_field(label=_("Tanggal surat"))
