"""Forms for policies, their floors, and periods."""

from decimal import Decimal

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from schedules.forms.fields import DateField, UnitField, WeekdaysField
from schedules.models import Floor, Policy
from schedules.queries.periods import periods_ahead
from schedules.queries.policy_rules import contradictions
from schedules.services.policies import FIELDS
from units.models import Position, Skill, Unit
from units.queries.tree import unit_tree


class PolicyForm(forms.ModelForm):
    """All parameters of a draft; contradictions are said in words before anything is kept."""

    starts_on = DateField(label=gettext_lazy("Berlaku mulai"))
    ends_on = DateField(
        label=gettext_lazy("Berlaku sampai"),
        required=False,
        help_text=gettext_lazy("Kosong: sampai ada versi baru."),
    )
    fixed_weekdays = WeekdaysField(
        label=gettext_lazy("Hari WFH tetap"),
        help_text=gettext_lazy("Hanya untuk cara “hari tetap”: WFH hanya pada hari ini."),
    )
    barred_weekdays = WeekdaysField(
        label=gettext_lazy("Hari wajib di kantor"), help_text=gettext_lazy("Misalnya Senin, apel.")
    )
    desirable_weekdays = WeekdaysField(
        label=gettext_lazy("Hari yang diminati"),
        help_text=gettext_lazy("Dibagi merata, bersama hari di samping libur."),
    )
    share_percent = forms.IntegerField(
        label=gettext_lazy("Bagian terbanyak di rumah per hari (%)"), min_value=0, max_value=100
    )
    flexible_per_week = forms.IntegerField(
        label=gettext_lazy("Hari jam fleksibel seminggu"),
        min_value=0,
        max_value=5,
        initial=0,
        required=False,
        help_text=gettext_lazy("0: tidak ada. Hanya bagi yang jabatan atau unitnya selalu WFO."),
    )
    flexible_from = forms.TimeField(
        label=gettext_lazy("Jam masuk paling awal"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    flexible_until = forms.TimeField(
        label=gettext_lazy("Jam masuk paling akhir"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text=gettext_lazy("Terlambat baru dihitung sesudah jam ini."),
    )
    flexible_percent = forms.IntegerField(
        label=gettext_lazy("Bagian terbanyak yang berjam fleksibel per hari (%)"),
        min_value=0,
        max_value=100,
        required=False,
    )
    excluded_echelons = forms.MultipleChoiceField(
        label=gettext_lazy("Eselon yang bekerja di kantor"),
        choices=Position.ECHELONS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    SECTIONS = [
        (
            gettext_lazy("Dasar dan waktu"),
            ["name", "legal_basis", "starts_on", "ends_on"],
        ),
        (
            gettext_lazy("Berapa hari dan kapan"),
            [
                "mode", "target_per_week", "most_per_week", "exception_basis", "least_per_week",
                "fixed_weekdays", "barred_weekdays", "desirable_weekdays", "desirable_band",
                "spread",
            ],
        ),
        (gettext_lazy("Bagian unit yang boleh di rumah"), ["share_percent"]),
        (
            gettext_lazy("Siapa yang bekerja di kantor"),
            ["excluded_echelons", "waiting_days", "exclude_discipline", "include_part_time"],
        ),
        (gettext_lazy("Laporan harian WFH"), ["report_due_days"]),
        (gettext_lazy("Peninjauan jadwal"), ["review_days", "review_exempt"]),
        (
            gettext_lazy("Hari jam fleksibel bagi yang selalu di kantor"),
            ["flexible_per_week", "flexible_from", "flexible_until", "flexible_percent"],
        ),
        (
            gettext_lazy("Jenjang persetujuan"),
            ["team_level", "division_level", "acknowledgement", "remind_after_days",
             "escalate_after_days"],
        ),
    ]  # fmt: skip

    class Meta:
        model = Policy
        fields = [name for name in FIELDS if name not in ("share_at_home", "flexible_share")]
        help_texts = {
            "exception_basis": gettext_lazy(
                "Wajib bila lebih dari dua hari (PermenPANRB 4/2025 Pasal 13)."
            ),
            "review_exempt": gettext_lazy(
                "Kosong: versi barunya menunggu BKPSDM seperti rencana lain."
            ),
            "team_level": gettext_lazy(
                "Kepala tim atau seksi, bila ada, mengajukan bagiannya kepada kepala bidang."
            ),
            "division_level": gettext_lazy(
                "Kosong: bagian diajukan pengelola kepegawaian, lalu kepala perangkat daerah"
                " memutuskan."
            ),
            "waiting_days": gettext_lazy(
                "PermenPANRB 4/2025 Pasal 25; 0 berarti tanpa masa tunggu."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["share_percent"].initial = int(self.instance.share_at_home * 100)
        self.fields["flexible_percent"].initial = int(self.instance.flexible_share * 100)
        if self.instance.pk is None:
            self.fields["desirable_weekdays"].initial = [0, 4]

    def sections(self):
        """Return (heading, bound fields) in the order of the page."""
        return [(title, [self[name] for name in names]) for title, names in self.SECTIONS]

    def clean(self):
        data = super().clean()
        if data.get("share_percent") is not None:
            data["share_at_home"] = Decimal(data["share_percent"]) / 100
        # What is left out grants nothing.
        data["flexible_per_week"] = data.get("flexible_per_week") or 0
        percent = data.get("flexible_percent")
        data["flexible_share"] = Decimal(50 if percent is None else percent) / 100
        return data

    def _post_clean(self):
        # The constraints of the model say less than the sentences, and say it in English.
        if self.errors:
            return
        values = self.values()
        for name, value in values.items():
            setattr(self.instance, name, value)
        for text in contradictions(self.instance):
            self.add_error(None, text)

    def values(self):
        """Return the cleaned parameters as the services take them."""
        return {name: self.cleaned_data[name] for name in FIELDS}


class NewPolicyForm(PolicyForm):
    """A first draft names the unit that it is for."""

    unit = UnitField(
        label=gettext_lazy("Unit kerja"),
        help_text=gettext_lazy(
            "Berlaku juga bagi semua unit di bawahnya yang tidak punya sendiri."
        ),
    )
    SECTIONS = [
        (title, ["unit", *names] if number == 0 else names)
        for number, (title, names) in enumerate(PolicyForm.SECTIONS)
    ]


class FloorForm(forms.ModelForm):
    """One floor of a draft."""

    weekdays = WeekdaysField(
        label=pgettext_lazy("hari apa saja", "Hari"),
        help_text=gettext_lazy("Kosong: setiap hari kerja."),
    )

    class Meta:
        model = Floor
        fields = ["unit", "on_site", "skill", "position", "text", "weekdays", "on_time"]
        help_texts = {
            "text": gettext_lazy("Misalnya: Paling sedikit dua petugas loket."),
            "skill": gettext_lazy("Kosong: semua pegawai unit."),
            "on_time": gettext_lazy("Yang dihitung hanya mereka yang selalu di kantor."),
        }

    def __init__(self, *args, policy, **kwargs):
        super().__init__(*args, **kwargs)
        ids = unit_tree().descendants_of(policy.unit_id, include_self=True)
        inside = (
            Unit.objects.without_tree_fields()
            .filter(pk__in=ids, closed_on__isnull=True)
            .exclude(level=Unit.Level.CITY)
            .order_by("code")
        )
        self.fields["unit"] = UnitField(label=_("Unit kerja"), queryset=inside)
        self.fields["skill"].queryset = Skill.objects.order_by("name")
        self.fields["position"].queryset = Position.objects.order_by("name", "code")
        for name in ("skill", "position"):
            self.fields[name].empty_label = _("Semua")
        self.order_fields(self.Meta.fields)

    def _post_clean(self):
        """The service keeps the rules and says them in words."""


class PutInForceForm(forms.Form):
    """A word on why the policy is put in force."""

    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class SubmitByForm(forms.Form):
    """The date by which the plans of a period that has not begun are due; empty: none."""

    period = forms.ModelChoiceField(label=gettext_lazy("Periode"), queryset=None, empty_label=None)
    submit_by = DateField(
        label=gettext_lazy("Batas pengajuan"),
        required=False,
        help_text=gettext_lazy(
            "Kosong: tanpa batas. Yang belum mengajukan diingatkan sepekan sebelumnya dan pada hari"
            " sesudahnya; tiga hari kemudian Sekretaris Daerah dan BKPSDM diberi tahu."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, prefix="batas", **kwargs)
        self.fields["period"].queryset = periods_ahead()
        self.fields["period"].label_from_instance = _with_due_date
        # The first one is preselected: its date stands there, so that saving does not empty it.
        first = next(iter(self.fields["period"].queryset), None)
        self.fields["submit_by"].initial = first and first.submit_by


def _with_due_date(period):
    if period.submit_by is None:
        return _("%(name)s (tanpa batas)") % {"name": period.name}
    due = date_format(period.submit_by, "j M Y")
    return _("%(name)s (batas %(due)s)") % {"name": period.name, "due": due}


class PeriodForm(forms.Form):
    """A period of whole weeks."""

    starts_on = DateField(label=gettext_lazy("Mulai (Senin)"))
    weeks = forms.IntegerField(
        label=gettext_lazy("Jumlah pekan"), min_value=1, max_value=13, initial=4
    )
    submit_by = DateField(
        label=gettext_lazy("Batas pengajuan oleh bidang"),
        required=False,
        help_text=gettext_lazy("Sebelum periode dimulai."),
    )
    name = forms.CharField(
        label=gettext_lazy("Nama"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Kosong: dinamai menurut tanggalnya."),
    )
