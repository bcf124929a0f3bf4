"""Forms of swaps: the two days, the colleagues, and the superior's decision."""

import datetime

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy


def _choices(days):
    return [(day, date_format(datetime.date.fromisoformat(day), "l, j F Y")) for day in days]


class DaysForm(forms.Form):
    """The day at home that is given and the one that is wanted for it."""

    beri = forms.ChoiceField(label=gettext_lazy("Hari WFH yang saya berikan"))
    terima = forms.ChoiceField(label=gettext_lazy("Hari WFH yang saya minta"))

    def __init__(self, *args, to_give, to_take, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["beri"].choices = _choices(to_give)
        self.fields["terima"].choices = _choices(to_take)


class OfferForm(forms.Form):
    """The colleagues to whom the swap is offered, and why."""

    colleagues = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Tawarkan kepada"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Pilih paling sedikit satu rekan.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Terlihat oleh rekan yang ditawari dan atasan."),
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["colleagues"].choices = people


class SwapDecisionForm(forms.Form):
    """Approve, or refuse with a reason."""

    decision = forms.ChoiceField(choices=[("accept", "accept"), ("refuse", "refuse")])
    reason = forms.CharField(
        label=gettext_lazy("Alasan"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Wajib diisi bila tidak disetujui."),
    )
