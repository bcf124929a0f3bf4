"""Forms of requests for review: the reason, the written answer, the filters of the register."""

from django import forms
from django.utils.translation import gettext_lazy

from units.models import Unit

LONGEST = 2000


class ReasonForm(forms.Form):
    """Why the person asks."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan permohonan"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": gettext_lazy("Tuliskan alasan permohonan. Permohonan belum dikirim.")
        },
        help_text=gettext_lazy(
            "Dibaca oleh pejabat yang menjawab, atasan Anda dan BKPSDM; rekan tidak melihatnya."
        ),
    )


class AnswerForm(forms.Form):
    """Granted or not, always with a written answer."""

    decision = forms.ChoiceField(choices=[("grant", "grant"), ("refuse", "refuse")])
    answer = forms.CharField(
        label=gettext_lazy("Jawaban tertulis"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": gettext_lazy("Tuliskan jawaban. Permohonan ini belum dijawab.")
        },
        help_text=gettext_lazy(
            "Dibaca oleh pemohon dan BKPSDM. Tulis apa yang diperiksa dan mengapa begitu."
        ),
    )


class RegisterForm(forms.Form):
    """What of the register to show."""

    keadaan = forms.ChoiceField(
        label=gettext_lazy("Keadaan"),
        required=False,
        choices=[
            ("", gettext_lazy("Semua")),
            ("waiting", gettext_lazy("Menunggu jawaban")),
            ("late", gettext_lazy("Terlambat")),
            ("answered", gettext_lazy("Sudah dijawab")),
            ("ended", gettext_lazy("Ditarik atau gugur")),
        ],
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Perangkat daerah"),
        required=False,
        queryset=Unit.objects.none(),
        empty_label=gettext_lazy("Semua"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = (
            Unit.objects.without_tree_fields().filter(level__in=Unit.AGENCY_LEVELS).order_by("name")
        )
