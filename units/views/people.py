"""Pages of people: the list, one person, and the records that unit HR keeps of them."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from units.access import requires, units_visible_to
from units.decisions import MovedOn, Refused
from units.forms.people import EndForm, ExclusionForm, LeaveForm, PeopleSearchForm, SkillForm
from units.models import Exclusion
from units.queries import employees as queries
from units.queries.people import superiors_of
from units.services.looks import Page, note_looks
from units.services.people import (
    add_skill,
    confirm_home,
    end_exclusion,
    end_skill,
    record_exclusion,
)
from units.services.postings import end_employment
from units.views.units import MOVED_ON, PER_PAGE


@require_GET
@requires(lambda scope: scope.is_city_hr or scope.is_unit_hr or scope.is_head)
def employee_list(request):
    """People by name within the scope of the account."""
    units = units_visible_to(request.scope).filter(closed_on__isnull=True)
    if request.scope.is_city_hr:
        units = units.filter(level__in=units.model.AGENCY_LEVELS)
    else:
        units = units.filter(pk__in=request.scope.managed_unit_tree())
    choices = [(unit.pk, unit.label) for unit in units.order_by("name")]
    form = PeopleSearchForm(request.GET, units=choices)
    wanted = form.cleaned_data if form.is_valid() else {}
    found = queries.employees(request.scope, search=wanted.get("q", ""), unit_id=wanted.get("unit"))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    rows = queries.with_postings(page.object_list, request.scope.day)
    return render(
        request,
        "units/employee_list.html",
        {"form": form, "page": page, "rows": rows, "searched": any(wanted.values())},
    )


@require_GET
def employee_detail(request, pk):
    """One person: postings, skills, and what the account may know beyond that."""
    return _page(request, queries.employee_for(request.scope, pk))


def _page(request, employee, **forms):
    """Show a person; forms that were refused come back with what was typed."""
    scope = request.scope
    keeps = queries.keeps_records_of(scope, employee)
    homes = list(queries.homes_seen_by(scope, employee))
    if homes:
        note_looks(scope, Page.HOME, [employee.pk])
    context = {
        "employee": employee,
        "posting": queries.last_posting(employee, scope.day),
        "postings": employee.postings.select_related("unit", "position").order_by("-starts_on"),
        "skills": employee.skills.select_related("skill").order_by("ends_on", "-starts_on"),
        "exclusions": queries.exclusions_seen_by(scope, employee),
        "homes": homes,
        "sees_home": queries.is_self(scope, employee) or queries.is_unit_hr_of(scope, employee),
        "superiors": superiors_of(employee, scope.day),
        "is_self": queries.is_self(scope, employee),
        "keeps_records": keeps,
        "skill_form": SkillForm(auto_id="skill_%s"),
        "end_form": EndForm(auto_id=False),
        "exclusion_form": ExclusionForm(with_discipline=scope.is_city_hr, auto_id="excl_%s"),
        "leave_form": LeaveForm(auto_id="leave_%s"),
        "today": scope.day,
        **forms,
    }
    return render(request, "units/employee_detail.html", context, status=422 if forms else 200)


def _kept(request, pk):
    """Return a visible employee whose records the account keeps; 404 and 403 otherwise."""
    employee = queries.employee_for(request.scope, pk)
    if not queries.keeps_records_of(request.scope, employee):
        raise PermissionDenied
    return employee


def _act(request, employee, form, name, done, act):
    """Run one service with a bound form: back to the person, or the form again with its fault."""
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        except MovedOn:
            form.add_error(None, MOVED_ON)
        else:
            messages.success(request, done)
            return redirect("units:employee_detail", pk=employee.pk)
    return _page(request, employee, **{name: form})


@require_POST
def skill_add(request, pk):
    employee = _kept(request, pk)
    return _act(
        request,
        employee,
        SkillForm(request.POST, auto_id="skill_%s"),
        "skill_form",
        _("Keterampilan dicatat."),
        lambda data: add_skill(employee, actor=request.user, **data),
    )


@require_POST
def skill_end(request, pk, held_pk):
    employee = _kept(request, pk)
    held = get_object_or_404(employee.skills.select_related("skill", "employee"), pk=held_pk)
    return _end(request, employee, end_skill, held, _("Keterampilan diakhiri."))


def _end(request, employee, service, record, done):
    """End a dated record; a refusal is a message, for the form is one small field."""
    form = EndForm(request.POST)
    try:
        if not form.is_valid():
            raise Refused(_("Isi tanggal hari terakhir. Tidak ada yang berubah."))
        service(record, actor=request.user, ends_on=form.cleaned_data["ends_on"])
    except Refused as refused:
        messages.error(request, str(refused))
    except MovedOn:
        messages.error(request, MOVED_ON)
    else:
        messages.success(request, done)
    return redirect("units:employee_detail", pk=employee.pk)


@require_POST
def home_confirm(request, pk, home_pk):
    """Unit HR confirms the point that a person set. BKPSDM and heads do not see homes."""
    employee = queries.employee_for(request.scope, pk)
    if not queries.is_unit_hr_of(request.scope, employee) or queries.is_self(
        request.scope, employee
    ):
        raise PermissionDenied
    home = get_object_or_404(employee.homes.select_related("employee__user"), pk=home_pk)
    try:
        confirm_home(home, actor=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    except MovedOn:
        messages.error(request, MOVED_ON)
    else:
        messages.success(request, _("Rumah terdaftar dikonfirmasi."))
    return redirect("units:employee_detail", pk=employee.pk)


@require_POST
def exclusion_add(request, pk):
    """Record why a person may not work from home; one's own choice may be recorded oneself."""
    employee = queries.employee_for(request.scope, pk)
    own = queries.is_self(request.scope, employee)
    if not own and not queries.keeps_records_of(request.scope, employee):
        raise PermissionDenied
    form = ExclusionForm(request.POST, with_discipline=request.scope.is_city_hr, auto_id="excl_%s")
    return _act(
        request,
        employee,
        form,
        "exclusion_form",
        _("Pengecualian dicatat."),
        lambda data: record_exclusion(employee, actor=request.user, **data),
    )


@require_POST
def exclusion_end(request, pk, exclusion_pk):
    employee = queries.employee_for(request.scope, pk)
    exclusion = get_object_or_404(
        employee.exclusions.select_related("employee__user"), pk=exclusion_pk
    )
    discipline = exclusion.kind == Exclusion.Kind.DISCIPLINE
    own = queries.is_self(request.scope, employee) and exclusion.kind == Exclusion.Kind.OWN_CHOICE
    keeps = queries.keeps_records_of(request.scope, employee)
    if not own and (not keeps or (discipline and not request.scope.is_city_hr)):
        raise PermissionDenied
    return _end(request, employee, end_exclusion, exclusion, _("Pengecualian diakhiri."))


@require_POST
def employee_leave(request, pk):
    """End the employment: retired, died, left."""
    employee = _kept(request, pk)
    return _act(
        request,
        employee,
        LeaveForm(request.POST, auto_id="leave_%s"),
        "leave_form",
        _("Kepegawaian diakhiri. Riwayat tetap tersimpan."),
        lambda data: end_employment(employee, actor=request.user, **data),
    )
