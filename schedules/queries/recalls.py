"""Recalls to the office: whom a superior may recall on a day, and who sees which recall."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schedules.models import Assignment, EmergencyTerm, Recall, RecalledDay
from schedules.queries.in_force import in_force
from schedules.queries.workplaces import people_on_days
from units.queries.authority import decides_for_anybody, postings_decided_by
from units.todos import Todo

Status = RecalledDay.Status


def _at_home(scope, day):
    """Return the postings of whom the account decides for and who are at home on a day.

    By a published plan or an emergency, and not recalled yet; days off and absences are not
    looked at.
    """
    planned = in_force(
        Assignment.objects.filter(employee=OuterRef("employee"), date=day, published=True)
    )
    emergency = EmergencyTerm.objects.filter(
        employee=OuterRef("employee"), starts_on__lte=day, ends_on__gte=day
    )
    recalled = RecalledDay.objects.filter(
        employee=OuterRef("employee"), date=day, status__in=RecalledDay.IN_FORCE
    )
    return postings_decided_by(scope).filter(Exists(planned) | Exists(emergency), ~Exists(recalled))


def people_to_recall(scope, day, *, search="", unit_ids=None):
    """Return the postings of whom the account may recall on a day, by unit and name."""
    found = _at_home(scope, day)
    if unit_ids is not None:
        found = found.filter(unit_id__in=unit_ids)
    for word in search.split():
        found = found.filter(Q(employee__name__icontains=word) | Q(employee__nip__startswith=word))
    return found.select_related("employee", "unit", "position").order_by(
        "unit__code", "employee__name", "pk"
    )


def working_at_home(postings, day):
    """Return the postings of some whose people work that day: no day off, not away; in order."""
    postings = list(postings)
    works = people_on_days({one.employee_id for one in postings}, [day])[day]
    return [one for one in postings if one.employee_id in works]


def recalls_visible_to(scope):
    """Return the recalls of people for whom the account decides, and those it gave itself.

    BKPSDM sees all; a person sees the own day, on the own pages.
    """
    recalls = Recall.objects.select_related("unit", "ordered_by__employee")
    if scope.is_city_hr:
        return recalls
    mine = RecalledDay.objects.filter(
        recall=OuterRef("pk"), employee_id__in=postings_decided_by(scope).values("employee_id")
    )
    return recalls.filter(Exists(mine))


def recall_list(scope):
    """Return the recalls for the list, latest first, with how many people wait and hold."""
    waiting = Count("people", filter=Q(people__status=Status.WAITING))
    in_force = Count("people", filter=Q(people__status__in=RecalledDay.IN_FORCE))
    return (
        recalls_visible_to(scope)
        .annotate(waiting=waiting, in_force=in_force, all_people=Count("people"))
        .order_by("-date", "-pk")
    )


def reads_recalls(scope):
    """Say whether the account has a list of recalls: it decides for people, or is BKPSDM."""
    return scope.is_city_hr or decides_for_anybody(scope)


def recall_for(scope, pk):
    """Return a recall that the account may open; Http404 otherwise."""
    recall = recalls_visible_to(scope).filter(pk=pk).first()
    if recall is None:
        raise Http404
    return recall


def people_of(scope, recall):
    """Return the RecalledDays of a recall that the account may read by name."""
    people = recall.people.select_related("employee")
    if scope.is_city_hr:
        return people
    return people.filter(employee_id__in=postings_decided_by(scope).values("employee_id"))


def cancels(scope, recall):
    """Say whether the account may take a recall back: it decides for somebody of it today."""
    mine = postings_decided_by(scope).values("employee_id")
    return recall.people.filter(employee_id__in=mine).exists()


def own_day_for(scope, pk):
    """Return a RecalledDay of the account's own employee; 404 for others', 403 for superiors'."""
    one = RecalledDay.objects.filter(pk=pk).select_related("recall__ordered_by", "employee").first()
    if one is None:
        raise Http404
    if scope.employee is not None and one.employee_id == scope.employee.pk:
        return one
    if recalls_visible_to(scope).filter(pk=one.recall_id).exists():
        raise PermissionDenied
    raise Http404


def not_acknowledged(scope, day):
    """Return the waiting RecalledDays from a day on of whom the account decides for."""
    return RecalledDay.objects.filter(
        status=Status.WAITING,
        date__gte=day,
        employee_id__in=postings_decided_by(scope).values("employee_id"),
    )


def recalls_waiting(scope, now):
    """Return a Todo for the recalled days that the people of the account have not acknowledged."""
    if not decides_for_anybody(scope):
        return []
    n = not_acknowledged(scope, scope.day).order_by().count()
    if not n:
        return []
    text = ngettext(
        "%(n)s penarikan ke kantor belum dikonfirmasi",
        "%(n)s penarikan ke kantor belum dikonfirmasi",
        n,
    )
    return [Todo("wfo", text % {"n": n}, reverse("schedules:recall_list"), _("Lihat"))]
