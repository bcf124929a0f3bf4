"""The people that an account sees by name, as pages show them."""

from django.db.models import Q
from django.http import Http404

from units.access import on_day, people_visible_to
from units.models import Exclusion, Posting
from units.queries.people import may_decide_for, posting_on, postings_on
from units.queries.tree import subtree_ids


def employee_for(scope, pk):
    """Return an employee that the account sees by name; Http404 otherwise."""
    employee = people_visible_to(scope).filter(pk=pk).select_related("user").first()
    if employee is None:
        raise Http404
    return employee


def employees(scope, *, search="", unit_id=None):
    """Return the visible people who have not left, by name; search by name or start of NIP."""
    found = people_visible_to(scope).filter(Q(left_on__isnull=True) | Q(left_on__gt=scope.day))
    if unit_id is not None:
        posted = Posting.objects.filter(on_day(scope.day), unit_id__in=subtree_ids([unit_id]))
        found = found.filter(pk__in=posted.values("employee_id"))
    text = " ".join(search.split())
    digits = text.replace(" ", "")
    if digits.isdigit():
        found = found.filter(nip__startswith=digits)
    elif text:
        for word in text.split():
            found = found.filter(name__icontains=word)
    return found.order_by("name", "pk")


def with_postings(people, day):
    """Return [(employee, Posting or None)] of a page of people, in one further query."""
    people = list(people)
    postings = postings_on(day).filter(employee__in=people)
    by_employee = {posting.employee_id: posting for posting in postings}
    return [(person, by_employee.get(person.pk)) for person in people]


def people_of_unit(unit, day):
    """Return the definitive postings right in a unit on a day, heads first, then by name."""
    return postings_on(day, [unit.pk]).order_by("-is_head", "employee__name", "pk")


def last_posting(employee, day):
    """Return the posting of the day, or else the latest definitive one, or None."""
    return posting_on(employee, day) or (
        employee.postings.filter(kind=Posting.Kind.DEFINITIVE)
        .select_related("unit", "position")
        .order_by("-starts_on")
        .first()
    )


def keeps_records_of(scope, employee):
    """Say whether an account keeps the records of a person: BKPSDM or their unit HR, not oneself.

    Where somebody has no posting any more only BKPSDM does.
    """
    if employee.user_id is not None and employee.user_id == scope.user.pk:
        return False
    return scope.is_city_hr or is_unit_hr_of(scope, employee)


def is_unit_hr_of(scope, employee):
    """Say whether an account is unit HR of the unit where a person is posted today."""
    posting = posting_on(employee, scope.day)
    return posting is not None and posting.unit_id in scope.hr_unit_tree()


def is_self(scope, employee):
    return scope.employee is not None and scope.employee.pk == employee.pk


def homes_seen_by(scope, employee):
    """Return the homes of a person for the person and their unit HR; nothing for all others."""
    homes = employee.homes.order_by("-starts_on", "-pk")
    if is_self(scope, employee) or is_unit_hr_of(scope, employee):
        return homes
    return homes.none()


def exclusions_seen_by(scope, employee):
    """Return [(Exclusion, whether kind and reason are shown)] that an account may see.

    The person, BKPSDM and the superior see all of it; unit HR sees that there is a discipline
    case but not that it is one, nor why. Others see nothing.
    """
    rows = list(employee.exclusions.order_by("-starts_on", "-pk"))
    if is_self(scope, employee) or scope.is_city_hr or may_decide_for(scope, employee):
        return [(row, True) for row in rows]
    if is_unit_hr_of(scope, employee):
        return [(row, row.kind != Exclusion.Kind.DISCIPLINE) for row in rows]
    return []
