"""What a phone sends with a tap. Nothing in it is trusted; what is odd ends in review."""

from django import forms
from django.utils.translation import gettext_lazy as _

from attendance.places import Evidence

IMPOSSIBLE = float("nan")
# A phone's date further off than this is no date at all (and may not fit the database).
YEARS_APART = 1


class CheckInForm(forms.Form):
    """All fields are optional: a tap without a location is kept and sent for review."""

    key = forms.UUIDField(required=False)
    latitude = forms.FloatField(required=False)
    longitude = forms.FloatField(required=False)
    accuracy = forms.FloatField(required=False)
    age = forms.FloatField(required=False)
    device_time = forms.DateTimeField(required=False)
    queued = forms.BooleanField(required=False)
    work_date = forms.DateField(required=False)
    account = forms.CharField(required=False, max_length=64)

    def is_of(self, mark):
        """Say whether the tap was made by this account (`attendance.devices.account_mark`).

        A form without a mark was pressed on a page of the account itself.
        """
        self.is_valid()
        return "account" not in self.errors and self.cleaned_data.get("account") in ("", mark)

    def pressed_on(self):
        """Return the work date of a tap that was kept on the phone without a signal, or None."""
        self.is_valid()
        return self.cleaned_data.get("work_date") if self.cleaned_data.get("queued") else None

    def read(self, now):
        """Return (key, Evidence, device_time); a field that cannot be read is not a number.

        The key is None when it is missing or malformed, a device time outside the last and
        next year is None.
        """
        self.is_valid()
        point = {
            name: IMPOSSIBLE if name in self.errors else self.cleaned_data.get(name)
            for name in ("latitude", "longitude", "accuracy", "age")
        }
        device_time = self.cleaned_data.get("device_time")
        if device_time is not None and abs(device_time.year - now.year) > YEARS_APART:
            device_time = None
        evidence = Evidence(
            latitude=point["latitude"],
            longitude=point["longitude"],
            accuracy_m=point["accuracy"],
            age_s=point["age"],
            received_at=now,
        )
        return self.cleaned_data.get("key"), evidence, device_time


class ReviewForm(forms.Form):
    """A superior's decision on a check-in: nothing but yes or no and the reason."""

    decision = forms.ChoiceField(choices=[("accept", _("Terima")), ("refuse", _("Tidak terima"))])
    reason = forms.CharField(
        label=_("Alasan"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DatesForm(forms.Form):
    """From when to when a temporary place counts."""

    starts_on = forms.DateField(
        label=_("Mulai"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    ends_on = forms.DateField(
        label=_("Sampai"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


class HomeForm(forms.Form):
    """The point of one's home in degrees."""

    latitude = forms.FloatField(
        label=_("Lintang"),
        min_value=-90,
        max_value=90,
        widget=forms.NumberInput(attrs={"step": "any", "autocomplete": "off"}),
        help_text=_("Contoh: -6.238300"),
    )
    longitude = forms.FloatField(
        label=_("Bujur"),
        min_value=-180,
        max_value=180,
        widget=forms.NumberInput(attrs={"step": "any", "autocomplete": "off"}),
        help_text=_("Contoh: 106.975600"),
    )


class TemporaryPlaceForm(DatesForm, HomeForm):
    """The point of a temporary place in degrees, and its dates."""

    field_order = ("starts_on", "ends_on", "latitude", "longitude")
