"""Everything the portal holds about one employee, room by room, as its tables stand.

UU 27/2022 Art. 7: a person may see and get a copy of the data about them. Every table that names
an employee is held by default; what is left out stands here with its reason.
"""

from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import BooleanField, Count, DateTimeField, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from attendance.queries.held_words import column_title, title_of
from units.models import Employee

ROOMS = ("units", "schedules", "attendance")
# What a name leads to, in place of its number.
NAMED = {
    "units.Unit": "name",
    "units.Position": "name",
    "units.Skill": "name",
    "units.Place": "name",
    "units.User": "employee__name",
    "attendance.Terminal": "name",
    "attendance.Kiosk": "name",
}
# Secrets and keys of the portal, which say nothing of the person.
SECRET = ("id", "digest", "device", "key", "subject", "secret")
# Tables of another person's request, in which this person is only the other one: the reason in
# them is the other's.
LEFT_OUT = {
    ("schedules.Swap", "partner"): "the asker's request and reason",
    ("schedules.PairApart", "second"): "stands in both persons' file of the pair's first",
    ("units.AccessLook", "employee"): "shown by itself, with the looks at whole units",
}
# What is not published is not yet data of the person.
PUBLISHED = {
    "schedules.Assignment": {"published": True},
    "schedules.FlexibleDay": {"published": True},
}
HIDDEN_COLUMNS = {"schedules.PairApart": ("reason",)}
# Tables of one step further, by the way to the person.
PARTS = {
    "attendance.PlaceEvidence": "check_in__employee",
    "attendance.CheckInReview": "check_in__employee",
    "attendance.WorkReportItem": "report__employee",
}
AT_ONCE = 2000


@dataclass(frozen=True)
class Holding:
    """One table with what it holds about a person; `columns` are (title, how to read it)."""

    name: str
    title: str
    model: type
    owner: str
    columns: list = field(repr=False)

    def rows(self, employee):
        """Yield the cells of every row about the person, in words, as read from the database."""
        found = (
            self._of(employee.pk).order_by("pk").values_list(*[path for _title, path in self.reads])
        )
        shown = [one for _title, _path, one in self.columns]
        for row in found.iterator(chunk_size=AT_ONCE):
            yield [say(value) for say, value in zip(shown, row, strict=True)]

    @property
    def reads(self):
        return [(title, path) for title, path, _say in self.columns]

    @property
    def headers(self):
        """The titles of the columns."""
        return [str(title) for title, _path, _say in self.columns]

    def _of(self, employee_id):
        limits = PUBLISHED.get(self.model._meta.label, {})
        return self.model.objects.filter(**{self.owner: employee_id}, **limits)


def holdings():
    """Return every Holding of the portal, in the order of the rooms."""
    found = [_holding(Employee, "pk", gettext_lazy("Data pegawai"))]
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            label = model._meta.label
            if label in PARTS:
                found.append(_holding(model, PARTS[label]))
            for one in model._meta.concrete_fields:
                if one.related_model is Employee and (label, one.name) not in LEFT_OUT:
                    found.append(_holding(model, one.name))
    return found


def counts_of(employee, some):
    """Return how many rows each Holding has of a person, in one query."""
    numbers = {
        f"n{place}": Subquery(
            one._of(OuterRef("pk")).order_by().values(one.owner).annotate(n=Count("pk")).values("n")
        )
        for place, one in enumerate(some)
    }
    row = Employee.objects.filter(pk=employee.pk).annotate(**numbers).values(*numbers).get()
    return [row[name] or 0 for name in numbers]


def _holding(model, owner, title=None):
    label = model._meta.label
    name = label.replace(".", "-").lower() + ("" if owner in ("employee", "pk") else f"-{owner}")
    return Holding(
        name=name.partition("-check_in__")[0].partition("-report__")[0],
        title=title or title_of(model),
        model=model,
        owner=owner,
        columns=list(_columns(model, owner)),
    )


def _columns(model, owner):
    hidden = (*SECRET, owner, *HIDDEN_COLUMNS.get(model._meta.label, ()))
    for one in model._meta.concrete_fields:
        if one.name in hidden:
            continue
        if one.related_model is None:
            yield column_title(one), one.name, _say(one)
        elif one.related_model._meta.label in NAMED:
            path = f"{one.name}__{NAMED[one.related_model._meta.label]}"
            yield column_title(one), path, _plain


def _plain(value):
    return "" if value is None else str(value)


def _say(one):
    """Return how a field's value is told: choices in words, moments in local time."""
    if one.choices:
        words = dict(one.flatchoices)
        return lambda value: _plain(words.get(value, value))
    if isinstance(one, DateTimeField):
        return lambda value: (
            timezone.localtime(value).isoformat(sep=" ", timespec="seconds") if value else ""
        )
    if isinstance(one, BooleanField):
        return lambda value: "" if value is None else _("ya") if value else _("tidak")
    return _plain
