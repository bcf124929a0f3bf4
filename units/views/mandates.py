"""Pages of mandates: appoint who acts as head in one form, and end the term early."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from units.access import Role, people_visible_to
from units.decisions import MovedOn, Refused
from units.forms.mandates import ActingHeadForm
from units.models import Employee
from units.queries import units as queries
from units.queries.authority import mandates_of, may_appoint, stand_ins_for
from units.queries.people import posting_on
from units.services.mandates import appoint_acting_head, end_acting_head
from units.views.units import MOVED_ON, sent


@require_http_methods(["GET", "POST"])
def unit_appoint(request, pk):
    """Appoint who acts as head (Plt., Plh.) while the head is away."""
    scope = request.scope
    unit = queries.unit_for(scope, pk)
    if not may_appoint(scope, unit):
        raise PermissionDenied
    day = scope.day
    everybody = scope.is_city_hr or Role.SECRETARY in scope.roles
    people = Employee.objects.all() if everybody else people_visible_to(scope)
    near = stand_ins_for(unit, day)
    if not everybody:
        seen = set(
            people.filter(pk__in=[one.employee_id for one in near]).values_list("pk", flat=True)
        )
        near = [one for one in near if one.employee_id in seen]
    form = ActingHeadForm(
        sent(request), people=people, near=near, initial={"starts_on": day, "ends_on": day}
    )
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        try:
            appoint_acting_head(
                unit,
                actor=request.user,
                position=_position_of_head(unit, data["employee"], day),
                **data,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        except MovedOn:
            form.add_error(None, MOVED_ON)
        else:
            messages.success(
                request,
                _("Penunjukan tercatat dan berlaku sejak menit ini.")
                if data["starts_on"] == day
                else _("Penunjukan tercatat dan berlaku mulai tanggal itu."),
            )
            return redirect("units:unit_detail", pk=unit.pk)
    return render(
        request,
        "units/unit_appoint.html",
        {"unit": unit, "form": form, "heads": queries.heads_of(unit, day)},
        status=422 if form.errors else 200,
    )


def _position_of_head(unit, employee, day):
    """Return the position that the unit's head held last, or else the employee's own."""
    last = (
        unit.postings.filter(is_head=True, kind="definitif")
        .select_related("position")
        .order_by("-starts_on")
        .first()
    )
    if last is None:
        last = posting_on(employee, day)
    if last is None:
        raise Refused(_("Pegawai ini tidak mempunyai penempatan pada tanggal mulai."))
    return last.position


@require_POST
def acting_end(request, pk, posting_pk):
    """End a mandate now, before its last day."""
    unit = queries.unit_for(request.scope, pk)
    found = [one for one, _ends in mandates_of(request.scope, unit) if one.pk == posting_pk]
    if not found:
        raise Http404
    try:
        end_acting_head(found[0], actor=request.user)
    except MovedOn:
        messages.warning(request, MOVED_ON)
    else:
        messages.success(request, _("Penunjukan berakhir sekarang. Keputusannya tetap berlaku."))
    return redirect("units:unit_detail", pk=unit.pk)
