"""The form of one override in the approval chain."""

from django import forms
from django.utils.translation import gettext_lazy as _

from schedules.forms.fields import UnitField
from schedules.models import PolicyLevel
from units.models import Unit
from units.queries.tree import unit_tree


class LevelForm(forms.Form):
    """Which unit keeps or leaves out which level, and why."""

    level = forms.ChoiceField(label=_("Jenjang"), choices=PolicyLevel.Level.choices)
    kept = forms.TypedChoiceField(
        label=_("Bagi unit ini"),
        choices=[("False", _("Ditiadakan")), ("True", _("Dipakai"))],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
        initial="False",
    )
    reason = forms.CharField(label=_("Alasan"), max_length=200)

    def __init__(self, *args, policy, **kwargs):
        super().__init__(*args, **kwargs)
        inside = (
            Unit.objects.without_tree_fields()
            .filter(
                pk__in=unit_tree().descendants_of(policy.unit_id, include_self=True),
                closed_on__isnull=True,
            )
            .exclude(level=Unit.Level.CITY)
            .order_by("code")
        )
        self.fields["unit"] = UnitField(label=_("Unit kerja"), queryset=inside)
        self.order_fields(["unit", "level", "kept", "reason"])
