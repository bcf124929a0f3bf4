"""Forms of the office: a reason, an acceptance, a changed cell. They take nothing else."""

from django import forms
from django.utils.translation import gettext_lazy as _

from schedules.queries.board import Shown


class ReturnForm(forms.Form):
    """Why a part goes back."""

    reason = forms.CharField(
        label=_("Alasan pengembalian"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Dibaca oleh bidang yang mengajukan."),
    )


class ReviseForm(forms.Form):
    """Why a published part is to be changed."""

    reason = forms.CharField(
        label=_("Alasan perubahan"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Tercatat sebagai keputusan Anda."),
    )


class RejectForm(forms.Form):
    """Why a proposed repair is turned down."""

    reason = forms.CharField(
        label=_("Alasan penolakan"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Tercatat sebagai keputusan Anda."),
    )


class ApproveForm(forms.Form):
    """The acceptance of what cannot be avoided, where there is such."""

    acceptance = forms.CharField(
        label=_("Pernyataan penerimaan"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Dicatat atas nama Anda bersama keputusan ini."),
    )


class CellForm(forms.Form):
    """The place that a cell gets, and why."""

    to = forms.ChoiceField(
        choices=[("wfh", "WFH"), ("wfo", "WFO"), ("flex", _("jam fleksibel"))],
        widget=forms.HiddenInput,
        label=_("lokasi"),
    )
    reason = forms.CharField(
        label=_("Alasan perubahan"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Pegawai dapat membaca alasan ini pada jadwalnya."),
    )
    # The latest decision on the cell when the form was shown: 0 for none.
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


class UndoForm(forms.Form):
    """The change that is taken back."""

    decision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class PlanFilterForm(forms.Form):
    """What the list of plans shows."""

    periode = forms.ChoiceField(label=_("Periode"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    cari = forms.CharField(label=_("Cari perangkat daerah"), required=False, max_length=80)
    terlambat = forms.BooleanField(label=_("Hanya yang gilirannya terlambat"), required=False)

    def __init__(self, *args, periods, statuses, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["periode"].choices = [(str(p.pk), p.name) for p in periods]
        self.fields["status"].choices = [("", _("Semua status")), *statuses]


class BoardFilterForm(forms.Form):
    """Which people of a board are shown; figures are asked for where the viewer has them."""

    nama = forms.CharField(label=_("Cari nama"), required=False, max_length=80)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    porsi = forms.ChoiceField(
        label=_("Porsi"),
        required=False,
        choices=[
            ("", _("Semua pegawai")),
            ("less", _("Kurang dari porsi wajar")),
            ("more", _("Lebih dari porsi wajar")),
        ],
    )
    diubah = forms.BooleanField(label=_("Hanya yang diubah pengelola"), required=False)

    def __init__(self, *args, units, detailed, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [("", _("Semua unit")), *units]
        if len(units) < 2:
            del self.fields["unit"]
        if not detailed:
            del self.fields["porsi"], self.fields["diubah"]

    @property
    def shown(self):
        """What was asked for as a `Shown`; a field with nonsense in it narrows nothing."""
        self.is_valid()
        found = self.cleaned_data
        return Shown(
            search=found.get("nama", "").strip(),
            unit=found.get("unit", ""),
            lean=found.get("porsi", ""),
            only_changed=found.get("diubah", False),
        )
