"""The forms of an absence: recorded as decided, asked for, and decided."""

from django import forms
from django.utils.translation import gettext_lazy as _

from schedules.forms.fields import DateField
from schedules.models import Away
from units.models import Employee

FOR_PPPK = (Away.LeaveType.ANNUAL, Away.LeaveType.BIRTH)
OTHERS = [(kind.value, kind.label) for kind in (Away.Kind.SICK, Away.Kind.TRAVEL)]


def kind_choices(employee=None):
    """Return the kinds to choose from: the leave that the employment has, illness, travel."""
    leave = Away.LeaveType.choices
    if employee is not None and employee.employment != Employee.Employment.PNS:
        leave = [(one.value, one.label) for one in FOR_PPPK]
    return [*leave, *OTHERS]


class AbsenceForm(forms.Form):
    """Kind, first and last day, letter. `cleaned_data` holds `kind` and `leave_type` apart."""

    kind = forms.ChoiceField(label=_("Jenis"))
    starts_on = DateField(label=_("Hari pertama"))
    ends_on = DateField(label=_("Hari terakhir"))
    letter_number = forms.CharField(
        label=_("Nomor surat"),
        required=False,
        max_length=80,
        help_text=_("Surat cuti atau surat tugas. Untuk sakit boleh menyusul."),
    )

    def __init__(self, *args, employee=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kind_choices(employee)

    def clean(self):
        found = super().clean()
        if found.get("kind") in Away.LeaveType.values:
            found["leave_type"] = found["kind"]
            found["kind"] = Away.Kind.LEAVE.value
        return found


class AwayForm(AbsenceForm):
    """An absence that is decided already; leave whose kind the letter does not say is possible."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        other = (Away.Kind.LEAVE.value, _("Cuti (jenis belum dirinci)"))
        self.fields["kind"].choices = [*self.fields["kind"].choices, other]


class AwayRequestForm(AbsenceForm):
    """What a person asks for, in the order in which a phone shows it."""

    reason = forms.CharField(
        label=_("Keterangan"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Hanya dibaca atasan dan pengelola kepegawaian, tidak oleh rekan kerja."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["letter_number"].help_text = _(
            "Bila sudah ada surat cuti, surat tugas atau surat dokter. Boleh menyusul."
        )


class AwayDecisionForm(forms.Form):
    """Approve, or refuse with a reason."""

    decision = forms.ChoiceField(choices=[("accept", "accept"), ("refuse", "refuse")])
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Wajib diisi bila tidak disetujui."),
    )
