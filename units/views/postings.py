"""The page on which personnel staff place somebody: transfer, promotion, first posting."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from units.access import people_visible_to
from units.decisions import MovedOn, Refused
from units.forms.postings import PostingForm
from units.queries import employees as queries
from units.queries.units import units_to_post_in
from units.services.postings import post_employee
from units.views.units import MOVED_ON, sent


@require_http_methods(["GET", "POST"])
def posting_new(request, pk):
    """Place a person from a date on. Unit HR moves people within its own units, BKPSDM anywhere."""
    employee = queries.employee_for(request.scope, pk)
    if not queries.keeps_records_of(request.scope, employee) or employee.left_on:
        raise PermissionDenied
    form = PostingForm(
        sent(request),
        units=units_to_post_in(request.scope),
        initial={"starts_on": request.scope.day},
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            post_employee(employee, actor=request.user, **data)
        except Refused as refused:
            form.add_error(None, str(refused))
        except MovedOn:
            form.add_error(None, MOVED_ON)
        else:
            done = _("%(name)s ditempatkan di %(unit)s mulai %(date)s. Kedua kepala diberi tahu.")
            messages.success(
                request,
                done
                % {
                    "name": employee.name,
                    "unit": data["unit"].label,
                    "date": date_format(data["starts_on"], "j F Y"),
                },
            )
            if people_visible_to(request.scope).filter(pk=employee.pk).exists():
                return redirect("units:employee_detail", pk=employee.pk)
            return redirect("units:employee_list")
    return render(
        request,
        "units/posting_new.html",
        {
            "employee": employee,
            "posting": queries.last_posting(employee, request.scope.day),
            "form": form,
        },
        status=422 if form.errors else 200,
    )
