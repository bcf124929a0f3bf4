"""The head's morning and the check-ins kept for review."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from attendance.forms.check_ins import ReviewForm
from attendance.models import CheckIn
from attendance.queries.check_ins import check_ins_to_review, check_ins_visible_to
from attendance.queries.owed import waiting_for
from attendance.queries.team import waiting_check_ins
from attendance.services.check_ins import review_check_in
from attendance.services.reminders import remind_missing
from attendance.views.live import live_context, mark_for, team_shown
from attendance.wording import review_reason
from units import clock
from units.access import people_visible_to, requires
from units.decisions import MovedOn, Refused, decisions_on
from units.queries.authority import decides_for_anybody
from units.queries.people import may_decide_for
from units.readings import one_reading
from units.services.looks import Page, note_looks

PER_PAGE = 50
WAITING_SHOWN = 3


@requires(decides_for_anybody)
@require_GET
@one_reading()
def team(request):
    """Who is where, who is missing, who waits for me. On each page the missing come first."""
    scope, now = request.scope, clock.now()
    shown = team_shown(request)
    context = live_context(request, shown, mark_for(request, shown, now), now)
    waiting, first_waiting = waiting_check_ins(scope, WAITING_SHOWN)
    note_looks(scope, Page.CHECK_INS, [record.employee_id for record in first_waiting])
    context |= {
        "waiting": waiting,
        "first_waiting": _with_reasons(first_waiting),
        "todos": waiting_for(scope, now),
    }
    return render(request, "attendance/team.html", context)


@requires(decides_for_anybody)
@require_POST
def remind(request, pk):
    """Remind one missing person; back to the part of the team from which it was pressed."""
    employee = get_object_or_404(people_visible_to(request.scope).select_related("user"), pk=pk)
    try:
        remind_missing(employee, actor=request.user)
    except (Refused, MovedOn) as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("%s sudah diingatkan.") % employee.name)
    unit = request.POST.get("unit", "")
    part = f"?unit={unit}" if unit.isdecimal() else ""
    return redirect(f"{reverse('attendance:team')}{part}")


def _with_reasons(records):
    return [(record, review_reason(record.review_reason)) for record in records]


@requires(decides_for_anybody)
@require_GET
def check_in_review_list(request):
    """All check-ins that wait for me, oldest first."""
    page = Paginator(check_ins_to_review(request.scope), PER_PAGE).get_page(request.GET.get("page"))
    records = list(page.object_list)
    note_looks(request.scope, Page.CHECK_INS, [record.employee_id for record in records])
    page.object_list = _with_reasons(records)
    return render(request, "attendance/check_in_review_list.html", {"page": page})


@require_http_methods(["GET", "POST"])
def check_in_review(request, pk):
    """One check-in: what the phone and the server said, and the decision of who may decide."""
    record = get_object_or_404(check_ins_visible_to(request.scope), pk=pk)
    decides = may_decide_for(request.scope, record.employee)
    if request.method == "POST":
        if not decides:
            raise PermissionDenied
        return _decide(request, record)
    note_looks(request.scope, Page.CHECK_IN, [record.employee_id])
    return render(
        request,
        "attendance/check_in_review.html",
        {
            "record": record,
            "may_list": decides_for_anybody(request.scope),
            "reason": review_reason(record.review_reason) if record.review_reason else "",
            "may_decide": decides
            and record.finding == CheckIn.Finding.REVIEW
            and not hasattr(record, "review"),
            "decisions": decisions_on(record)[:20],
        },
    )


def _decide(request, record):
    form = ReviewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Keputusan tidak terbaca. Tidak ada yang berubah."))
        return redirect("attendance:check_in_review", pk=record.pk)
    accepted = form.cleaned_data["decision"] == "accept"
    try:
        review_check_in(
            record, accepted=accepted, reason=form.cleaned_data["reason"], actor=request.user
        )
    except MovedOn as moved:
        messages.warning(request, str(moved))
        return redirect("attendance:team")
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("attendance:check_in_review", pk=record.pk)
    text = _("Presensi %s diterima.") if accepted else _("Presensi %s tidak diterima.")
    messages.success(request, text % record.employee.name)
    return redirect("attendance:team")
