"""The address of another program and what it wants to hear of."""

from django import forms
from django.utils.translation import gettext_lazy as _

from units.models import Webhook


class WebhookForm(forms.Form):
    name = forms.CharField(label=_("Aplikasi"), max_length=80)
    url = forms.CharField(
        label=_("Alamat"),
        max_length=300,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        help_text=_("Dimulai dengan https:// dan dapat dicapai dari luar."),
    )
    events = forms.MultipleChoiceField(
        label=_("Peristiwa"), choices=Webhook.Event.choices, widget=forms.CheckboxSelectMultiple
    )
