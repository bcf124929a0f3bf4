"""Forms of corrections: what is asked, what is decided, what is taken back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from attendance.models import Correction
from schedules.forms.fields import TimeField
from units.files import validate_upload


class CorrectionForm(forms.Form):
    """What a person asks for one work date."""

    kind = forms.ChoiceField(
        label=_("Jenis"), choices=[(one.value, one.label) for one in Correction.ASKED]
    )
    came = TimeField(
        label=_("Jam masuk sebenarnya"),
        required=False,
        help_text=_("Kosongkan bila presensi masuk sudah benar."),
    )
    left = TimeField(
        label=_("Jam pulang sebenarnya"),
        required=False,
        help_text=_("Kosongkan bila presensi pulang sudah benar."),
    )
    next_day = forms.BooleanField(label=_("Pulang keesokan hari (sif malam)"), required=False)
    reason = forms.CharField(
        label=_("Apa yang terjadi"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    evidence = forms.CharField(
        label=_("Bukti"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Tautan atau keterangan, misalnya nomor surat tugas atau nama saksi."),
    )
    upload = forms.FileField(
        label=_("Berkas bukti"),
        required=False,
        validators=[validate_upload],
        help_text=_("Gambar atau PDF; terbaca oleh Anda, atasan Anda, dan kepegawaian."),
    )

    def __init__(self, *args, night=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not night:
            del self.fields["next_day"]


class CorrectionDecisionForm(forms.Form):
    """Accept, with other times where needed, or refuse."""

    decision = forms.ChoiceField(choices=[("accept", ""), ("refuse", "")])
    came = TimeField(label=_("Jam masuk yang diterima"), required=False)
    left = TimeField(label=_("Jam pulang yang diterima"), required=False)
    reason = forms.CharField(label=_("Alasan"), max_length=300, required=False)


class ReasonForm(forms.Form):
    """One reason, which is required."""

    reason = forms.CharField(
        label=_("Alasan"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
