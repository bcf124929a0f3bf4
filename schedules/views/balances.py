"""The ledger of one person's balance, for the person, superiors, unit HR and BKPSDM."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.views.decorators.http import require_GET

from schedules.queries.balances import Kind, ledger_of
from units.queries.employees import employee_for, is_self

PER_PAGE = 60


@require_GET
def balance_ledger(request, pk):
    """Every change of the balance with its reason, latest first; colleagues get 404."""
    employee = employee_for(request.scope, pk)
    ledger = ledger_of(employee)
    page = Paginator(ledger, PER_PAGE).get_page(request.GET.get("page"))
    sections = [
        (
            Kind(kind).label,
            next((row.after for row in ledger if row.entry.kind == kind), 0),
            [row for row in page.object_list if row.entry.kind == kind],
        )
        for kind in Kind.values
        if kind != Kind.FLEXIBLE or any(row.entry.kind == kind for row in ledger)
    ]
    context = {
        "employee": employee,
        "is_self": is_self(request.scope, employee),
        "page": page,
        "sections": sections,
    }
    return render(request, "schedules/balance_ledger.html", context)
