"""Fields that several forms of this room share."""

from django import forms

from schedules.queries.policy_text import WEEKDAYS
from units.models import Unit


class DateField(forms.DateField):
    """A date with the browser's own picker, whatever the language of the page."""

    def __init__(self, **kwargs):
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], **kwargs)


class TimeField(forms.TimeField):
    """A time of day with the browser's own picker."""

    def __init__(self, **kwargs):
        widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        super().__init__(widget=widget, input_formats=["%H:%M", "%H:%M:%S"], **kwargs)


class WeekdaysField(forms.TypedMultipleChoiceField):
    """Any weekdays from Monday to Saturday, as a sorted list of numbers."""

    def __init__(self, **kwargs):
        super().__init__(
            choices=WEEKDAYS,
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            **kwargs,
        )

    def clean(self, value):
        return sorted(super().clean(value))


class UnitField(forms.ModelChoiceField):
    """One open unit, listed with its code in the order of the tree's codes."""

    def __init__(self, **kwargs):
        kwargs.setdefault(
            "queryset",
            Unit.objects.without_tree_fields().filter(closed_on__isnull=True).order_by("code"),
        )
        super().__init__(**kwargs)

    def label_from_instance(self, unit):
        return f"{unit.name} ({unit.code})"
