"""The upload of a spreadsheet, and what to do with what was found."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Berkas XLSX atau CSV"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean_file(self):
        """Return the upload; refused by size before a byte of it is read."""
        upload = self.cleaned_data["file"]
        if upload.size > settings.SPREADSHEET_MAX_BYTES:
            raise forms.ValidationError(
                _("Berkas lebih besar dari %(most)d MB. Bagi menjadi beberapa berkas.")
                % {"most": settings.SPREADSHEET_MAX_BYTES // 1024**2}
            )
        return upload


class ApplyForm(forms.Form):
    how = forms.ChoiceField(
        label=_("Terapkan"),
        choices=[
            ("good", _("Baris yang baik saja")),
            ("all", _("Semua atau tidak sama sekali")),
        ],
        widget=forms.RadioSelect,
        initial="good",
    )
