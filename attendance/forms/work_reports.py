"""The daily WFH report as a form: rows of activities, all on one page."""

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from attendance.services.work_reports import ITEM_FIELDS, MOST_ITEMS
from units.files import validate_upload

BLANK_ROWS = 1


class ItemForm(forms.Form):
    """One activity: the plan in the morning, the rest in the evening."""

    planned = forms.CharField(
        label=_("Rencana"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    output = forms.CharField(
        label=_("Hasil"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    quantity = forms.DecimalField(
        label=pgettext_lazy("banyaknya", "Jumlah"),
        max_digits=9,
        decimal_places=2,
        min_value=0,
        required=False,
    )
    unit_of_measure = forms.CharField(label=_("Satuan"), max_length=30, required=False)
    evidence_url = forms.URLField(
        label=_("Tautan bukti"),
        max_length=300,
        required=False,
        assume_scheme="https",
        validators=[
            URLValidator(schemes=["https"], message=_("Tautan bukti harus diawali https://."))
        ],
    )
    upload = forms.FileField(
        label=_("Berkas bukti"),
        required=False,
        validators=[validate_upload],
        help_text=_("Gambar atau PDF; terbaca oleh Anda, atasan Anda, dan kepegawaian."),
    )
    kept = forms.CharField(max_length=36, required=False, widget=forms.HiddenInput)
    drop = forms.BooleanField(label=_("Lepas berkas ini"), required=False)
    activity_number = forms.CharField(
        label=_("Nomor kegiatan Epkin/Lapkin"), max_length=40, required=False
    )
    # The PrivateFile that the row holds already.
    file = None

    def __init__(self, *args, activities=None, **kwargs):
        super().__init__(*args, **kwargs)
        if activities:
            choices = [(one, f"{one} {title}".strip()) for one, title in activities.items()]
            self.fields["activity_number"] = forms.ChoiceField(
                label=self.fields["activity_number"].label,
                choices=[("", _("Tanpa nomor kegiatan")), *choices],
                required=False,
            )

    def has_changed(self):
        """A row that holds nothing but an old file was cleared."""
        return any(name not in ("kept", "drop") for name in self.changed_data)

    def clean(self):
        found = super().clean()
        counted = found.get("quantity") is not None
        if "quantity" not in self.errors and counted != bool(found.get("unit_of_measure")):
            raise forms.ValidationError(_("Isi jumlah beserta satuannya, atau kosongkan keduanya."))
        return found


class _Items(forms.BaseFormSet):
    """Rows of which the empty ones are left out, so that clearing a row removes it."""

    def initial_form_count(self):
        return 0 if self.is_bound else super().initial_form_count()

    @property
    def items(self):
        """Return the filled rows as dicts with the fields of an item."""
        return [
            {name: form.cleaned_data.get(name) for name in (*ITEM_FIELDS, "upload")}
            | {"kept": "" if form.cleaned_data.get("drop") else form.cleaned_data.get("kept")}
            for form in self.forms
            if form.has_changed() and form.cleaned_data
        ]


ItemFormSet = forms.formset_factory(
    ItemForm, formset=_Items, extra=BLANK_ROWS, max_num=MOST_ITEMS, validate_max=True
)


def items_form(report, data=None, files=None, blank=BLANK_ROWS, activities=None):
    """Return the rows of a report (or of none yet): bound to `data`, or filled with what stands.

    `blank` empty rows follow. `activities` ({number: title}) are chosen from; without them any
    number may be written.
    """
    items = report.items.all() if report else []
    activities = dict(activities or {})
    if activities:
        # A number that the report named before its activity ended stays possible.
        activities |= {
            one.activity_number: ""
            for one in items
            if one.activity_number and one.activity_number not in activities
        }
    options = {"prefix": "items", "form_kwargs": {"activities": activities}}
    if data is not None:
        formset = ItemFormSet(data, files, **options)
    else:
        rows = [
            {name: getattr(item, name) for name in ITEM_FIELDS} | {"kept": item.evidence_file_id}
            for item in items
        ]
        formset = ItemFormSet(initial=rows, **options)
        formset.extra = min(blank, MOST_ITEMS - len(rows))
    held = {str(item.evidence_file_id): item.evidence_file for item in items}
    for form in formset:
        form.file = held.get(str(form["kept"].value() or ""))
    return formset


class ReportDecisionForm(forms.Form):
    """A superior's decision on a report: accept, or return with a reason; no other field counts."""

    decision = forms.ChoiceField(choices=[("accept", _("Setujui")), ("return", _("Kembalikan"))])
    reason = forms.CharField(
        label=_("Alasan pengembalian"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
