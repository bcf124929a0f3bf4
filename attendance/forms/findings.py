"""Forms of absences, indications and warnings: filters, answers and decisions."""

import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from attendance.models import Indication, IndicationCase, WatchRules
from schedules.forms.fields import DateField
from units.models import Unit

ALL = ("", _("Semua"))
READY = ("ready", _("Siap diputuskan"))
WAITING = ("waiting", _("Menunggu jawaban pegawai"))


def _unit():
    agencies = Unit.objects.without_tree_fields().filter(level__in=Unit.AGENCY_LEVELS)
    return forms.ModelChoiceField(
        label=_("Perangkat daerah"),
        required=False,
        queryset=agencies.order_by("name"),
        empty_label=_("Semua"),
    )


def _text(label, most, **changes):
    return forms.CharField(
        label=label, max_length=most, widget=forms.Textarea(attrs={"rows": 3}), **changes
    )


class AbsenceFilter(forms.Form):
    """Which days without explanation are listed."""

    keadaan = forms.ChoiceField(
        label=_("Keadaan"),
        required=False,
        choices=[
            ALL,
            READY,
            WAITING,
            ("confirmed", _("Tanpa keterangan")),
            ("explained", _("Keterangan diterima")),
            ("lapsed", _("Gugur")),
        ],
    )
    unit = _unit()


class IndicationFilter(forms.Form):
    """Which indications are listed."""

    keadaan = forms.ChoiceField(
        label=_("Keadaan"),
        required=False,
        choices=[ALL, READY, WAITING, *IndicationCase.Outcome.choices[1:]],
    )
    jenis = forms.ChoiceField(
        label=_("Jenis"), required=False, choices=[ALL, *Indication.Kind.choices]
    )
    unit = _unit()


class WarningFilter(forms.Form):
    """Which warnings are listed."""

    keadaan = forms.ChoiceField(
        label=_("Keadaan"),
        required=False,
        choices=[
            ALL,
            ("open", _("Belum ditindaklanjuti atasan")),
            ("acknowledged", _("Ditindaklanjuti")),
            ("lapsed", _("Gugur")),
        ],
    )
    unit = _unit()


class AbsenceAnswerForm(forms.Form):
    """What the person says about a day."""

    answer = _text(
        _("Keterangan Anda"),
        500,
        help_text=_("Terbaca oleh Anda, atasan Anda, dan BKPSDM."),
    )


class IndicationAnswerForm(forms.Form):
    """What the person says about an indication."""

    answer = _text(
        _("Jawaban Anda"),
        1000,
        help_text=_("Terbaca oleh Anda, atasan Anda, dan BKPSDM."),
    )


class AbsenceDecisionForm(forms.Form):
    """What the superior decides on a day."""

    decision = forms.ChoiceField(
        label=_("Keputusan"),
        widget=forms.RadioSelect,
        choices=[
            ("explained", _("Terima keterangan")),
            ("confirmed", _("Nyatakan tanpa keterangan")),
        ],
    )
    reason = _text(_("Alasan"), 500)


class IndicationDecisionForm(forms.Form):
    """What the superior decides on one person's part in an indication."""

    outcome = forms.ChoiceField(label=_("Hasil"), widget=forms.RadioSelect)
    reason = _text(_("Alasan"), 500)

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        Outcome = IndicationCase.Outcome
        ends = Outcome.EXAMINED if case.outcome == Outcome.EXAMINATION else Outcome.EXAMINATION
        lawful = (Outcome.NO_GROUND, Outcome.COACHED, ends)
        self.fields["outcome"].choices = [(one.value, one.label) for one in lawful]


class AcknowledgeForm(forms.Form):
    """What the superior does about a warning."""

    note = _text(
        _("Tindak lanjut"),
        500,
        help_text=_("Misalnya: dipanggil pada 12 Desember, atau diperiksa menurut PP 94/2021."),
    )


class WatchRulesForm(forms.ModelForm):
    """Thresholds from a date to come."""

    starts_on = DateField(label=_("Berlaku mulai"))

    class Meta:
        model = WatchRules
        fields = [
            "starts_on",
            "reason",
            "repeats",
            "repeat_percent",
            "accuracy_days",
            "speed_kmh",
            "travel_km",
            "device_people",
            "device_days",
            "apart_minutes",
            "apart_m",
            "clock_minutes",
            "clock_days",
            "answer_days",
            "absence_answer_days",
            "warn_ahead_days",
            "remind_days",
            "escalate_days",
            "response_minutes",
            "calls_a_day",
        ]
        widgets = {"reason": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_starts_on(self):
        starts_on = self.cleaned_data["starts_on"]
        if starts_on <= self.today:
            raise forms.ValidationError(
                _("Pilih tanggal sesudah hari ini: hari yang lewat tetap dinilai dengan aturannya.")
            )
        if starts_on > self.today + datetime.timedelta(days=366):
            raise forms.ValidationError(_("Paling jauh satu tahun ke depan."))
        return starts_on
