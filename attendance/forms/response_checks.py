"""Forms of response checks: filter, call, explanation and ruling."""

from django import forms
from django.utils.translation import gettext_lazy as _

from attendance import response_ladder as ladder
from attendance.forms.findings import ALL, _text, _unit
from attendance.models import ResponseRuling

Outcome, Measure = ResponseRuling.Outcome, ResponseRuling.Measure


class ResponseCheckFilter(forms.Form):
    """Which calls are listed."""

    keadaan = forms.ChoiceField(
        label=_("Keadaan"),
        required=False,
        choices=[
            ALL,
            ("today", _("Hari ini")),
            ("ready", _("Menunggu putusan")),
            ("excused", Outcome.EXCUSED.label),
            ("unexcused", Outcome.UNEXCUSED.label),
        ],
    )
    unit = _unit()


class CallForm(forms.Form):
    """What the caller may add to a call."""

    note = forms.CharField(
        label=_("Pesan"),
        max_length=200,
        required=False,
        help_text=_("Terbaca oleh pegawai yang dipanggil."),
    )


class ResponseExplanationForm(forms.Form):
    """Why the person did not answer in time."""

    text = _text(
        _("Penjelasan Anda"), 500, help_text=_("Terbaca oleh Anda, atasan Anda, dan BKPSDM.")
    )


class ResponseRulingForm(forms.Form):
    """What the superior finds: a reason, or none with a measure up to the proposed one."""

    decision = forms.ChoiceField(
        label=_("Putusan"), widget=forms.RadioSelect, choices=Outcome.choices
    )
    measure = forms.ChoiceField(
        label=_("Tindakan bila tanpa alasan"), required=False, widget=forms.RadioSelect
    )
    reason = _text(_("Alasan"), 500)

    def __init__(self, *args, count, **kwargs):
        super().__init__(*args, **kwargs)
        labels = dict(Measure.choices)
        self.fields["measure"].choices = [
            (one, labels[one]) for one in ladder.lawful_measures(count)
        ]
        self.fields["measure"].initial = ladder.proposed_measure(count)
