"""Letters that an account may open, what they would say now, and what the public is told."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from schedules.models import Letter, LetterLine, SignedCopy
from schedules.queries.emergencies import agencies_of
from schedules.queries.letter_changes import differences_of
from schedules.queries.orders import EMERGENCY, dates_between, orders_between
from schedules.queries.plans import agencies_visible_to
from schedules.queries.rotations import rotation_of
from schedules.queries.workplaces import home_days, people_on_days
from units import clock
from units.queries.people import postings_on
from units.queries.tree import unit_tree

Status = Letter.Status
REPLACE = "replace"
STATES = {
    Status.DRAFT: (_("Konsep"), "wait"),
    Status.IN_FORCE: (_("Berlaku"), "good"),
    REPLACE: (_("Perlu diganti"), "bad"),
    Status.CANCELLED: (_("Batal"), "bad"),
}
SMALLEST_COUNT = 5


@dataclass(frozen=True)
class Line:
    """One person as a letter drawn up now would list them; `days` are dates, ascending."""

    employee: object
    position: str
    days: tuple


def lines_for(plan, unit):
    """Return the Lines of a unit (a part of the plan, or its agency: everybody) in a plan.

    People of the plan with at least one day at home in force, in the order of unit and name.
    """
    rotation = rotation_of(plan)
    if unit.pk == plan.agency_id:
        ids = {int(person.id) for person in rotation.problem.people}
    else:
        ids = {int(person) for person in rotation.people_of(unit.pk)}
    home = home_days(ids, plan.period.starts_on, plan.period.ends_on)
    day = max(plan.period.starts_on, min(clock.today(), plan.period.ends_on))
    postings = postings_on(day).filter(employee_id__in=home).order_by("unit__code")
    found = {
        posting.employee_id: Line(
            posting.employee,
            posting.position.name,
            tuple(row.date for row in home[posting.employee_id]),
        )
        for posting in sorted(postings, key=lambda p: (p.unit.code, p.employee.name, p.pk))
    }
    return list(found.values())


def lines_for_emergency(emergency, unit):
    """Return the Lines of a unit and below in an emergency: its working days for each person.

    Less absences and recalls to the office; in the order of unit and name.
    """
    ids = set(emergency.terms.values_list("employee_id", flat=True))
    inside = unit_tree().descendants_of(unit.pk, include_self=True)
    postings = postings_on(emergency.starts_on, inside).filter(employee_id__in=ids)
    ids = {one.employee_id for one in postings}
    orders = orders_between(emergency.starts_on, emergency.ends_on, ids)
    span = dates_between(emergency.starts_on, emergency.ends_on)
    days = {}
    for day, people in people_on_days(ids, span).items():
        for pk in people:
            if orders.of(pk, day) == EMERGENCY:
                days.setdefault(pk, []).append(day)
    return [
        Line(posting.employee, posting.position.name, tuple(days[posting.employee_id]))
        for posting in sorted(postings, key=lambda p: (p.unit.code, p.employee.name, p.pk))
        if posting.employee_id in days
    ]


def emergency_units_to_write(scope, emergency):
    """Return the units for which the account may draw up a letter of an emergency.

    The agencies whose people it covers, and the units named in it.
    """
    units = {one.pk: one for one in (*agencies_of(emergency), *emergency.units.order_by("code"))}
    return [unit for unit in units.values() if may_write(scope, unit)]


def may_write(scope, unit):
    """Say whether an account draws up and records letters of a unit: its head, unit HR, BKPSDM."""
    return scope.keeps_records_of(unit) or scope.heads(unit)


def units_to_write(scope, plan, parts):
    """Return the units of a plan, its agency first, whose letters the account may draw up."""
    units = {unit.pk: unit for unit in (plan.agency, *(part.unit for part in parts))}
    return [unit for unit in units.values() if may_write(scope, unit)]


def letters_visible_to(scope):
    """Return the letters of the agencies that the account handles, and those that name it.

    Somebody named sees a letter once it is in force, and its cancellation.
    """
    seen = Q(agency__in=agencies_visible_to(scope))
    if scope.employee:
        named = LetterLine.objects.filter(employee=scope.employee).values("letter_id")
        seen |= Q(pk__in=named, signed_copy__isnull=False)
    return (
        Letter.objects.filter(seen)
        .select_related("agency", "unit", "plan__period", "emergency")
        .defer("plan__problem", "plan__solution")
    )


def outdated(letters):
    """Return those of the letters that are in force and, as last compared, are to be replaced."""
    return letters.filter(status=Status.IN_FORCE, outdated__isnull=False)


def handles(scope, letter):
    """Say whether the account handles the letter's agency, rather than being named in it."""
    return agencies_visible_to(scope).filter(pk=letter.agency_id).exists()


def letter_for(scope, pk):
    """Return a letter that the account may open; Http404 otherwise."""
    letter = letters_visible_to(scope).filter(pk=pk).first()
    if letter is None:
        raise Http404
    return letter


def letter_to_write(scope, pk):
    """Return a letter that the account may number, record and cancel; 403 for other readers."""
    letter = letter_for(scope, pk)
    if not may_write(scope, letter.unit):
        raise PermissionDenied
    return letter


def signed_copy_of(letter):
    """Return the SignedCopy of a letter; Http404 where there is none."""
    copy = SignedCopy.objects.filter(letter=letter).first()
    if copy is None:
        raise Http404
    return copy


def states_of(letters, differences=None):
    """Return {letter pk: state} of some letters: a key of STATES, in a constant number of queries.

    A draft or a letter in force is to be replaced where its people or days still to come are not
    those that hold (`differences_of`, asked where not given).
    """
    letters = list(letters)
    if differences is None:
        differences = differences_of(letters)
    return {one.pk: REPLACE if differences.get(one.pk) else one.status for one in letters}


def number_key(number):
    """Return a number as it is compared: without spaces, in capitals."""
    return "".join(number.split()).upper()


def letter_of_token(token):
    """Return the letter whose QR code holds the token, or None."""
    return _public().filter(token=token).first()


def letters_of_number(number, dated_on):
    """Return the recorded letters of that number and date: one for each office that used it."""
    return list(
        _public()
        .filter(number_key=number_key(number), dated_on=dated_on, signed_copy__isnull=False)
        .exclude(number_key="")
        .order_by("pk")
    )


def _public():
    return (
        Letter.objects.select_related("unit", "agency", "plan__period", "emergency")
        .defer("plan__problem", "plan__solution")
        .select_related("signed_copy")
        .defer("signed_copy__content")
    )


@dataclass(frozen=True)
class Verified:
    """What the public page says of a letter, and nothing else.

    `head_count` is None for fewer than five people, `sha256` is "" without a signed copy.
    """

    token: str
    kind: str
    number: str
    dated_on: object
    unit: str
    head_count: int | None
    state: str
    sha256: str
    replaced_by: tuple = ()

    @property
    def words(self):
        """The state as people read it."""
        return STATES[self.state][0]

    @property
    def tone(self):
        """The tone in which the state is shown."""
        return STATES[self.state][1]


def verified(letters):
    """Return the Verified facts of some letters."""
    states = states_of(letters)
    recorded = Letter.objects.filter(renews__in=letters, signed_copy__isnull=False).order_by("pk")
    newer = {
        pk: (number, day)
        for pk, number, day in recorded.values_list("renews_id", "number", "dated_on")
    }
    return [
        Verified(
            token=one.token,
            kind=one.get_kind_display(),
            number=one.number,
            dated_on=one.dated_on,
            unit=one.unit.name,
            head_count=one.head_count if one.head_count >= SMALLEST_COUNT else None,
            state=states[one.pk],
            sha256=one.signed_copy.sha256 if hasattr(one, "signed_copy") else "",
            replaced_by=newer.get(one.pk, ()),
        )
        for one in letters
    ]


def names_in(letter, digest):
    """Return the names of a letter to who holds its signed PDF (its SHA-256); None otherwise."""
    if not SignedCopy.objects.filter(letter=letter, sha256=digest).exists():
        return None
    return list(letter.lines.values_list("name", flat=True))


def signed_copies(letters):
    """Return {letter pk: SignedCopy without its content} of some letters."""
    rows = SignedCopy.objects.filter(letter__in=letters).defer("content")
    return {copy.letter_id: copy for copy in rows.select_related("uploaded_by__employee")}
