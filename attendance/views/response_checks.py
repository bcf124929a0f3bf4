"""Response checks: my own calls, calling my people, one call, what a phone asks for."""

import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from attendance import response_ladder as ladder
from attendance.forms.response_checks import (
    CallForm,
    ResponseCheckFilter,
    ResponseExplanationForm,
    ResponseRulingForm,
)
from attendance.models import ResponseRuling
from attendance.queries import response_checks as queries
from attendance.queries.watch import decides_on, is_own, rules_on, watches_anybody
from attendance.services.response_checks import (
    answer_call,
    call_people,
    explain_call,
    rule_on_call,
)
from attendance.views.findings import filtered
from units import clock
from units.access import requires
from units.decisions import MovedOn, Refused, decisions_on
from units.queries.authority import decides_for_anybody
from units.queries.tree import subtree_ids

PER_PAGE = 50
# htmx takes this as the word to stop asking.
STOP_ASKING = 286
Outcome = ResponseRuling.Outcome


def _is_employee(scope):
    return scope.employee is not None


@requires(_is_employee)
@require_GET
def own_response_checks(request):
    """The calls to me, what became of each, and who asked."""
    rows = queries.response_checks_of(request.scope.employee, clock.now())
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "attendance/own_response_checks.html", {"page": page})


@requires(_is_employee)
@require_GET
def response_call_now(request):
    """The call that waits for me, or nothing: what *Hari ini* asks for every half minute.

    After the moment until which the page asks (the end of its working hours) it is told to stop.
    """
    now = clock.now()
    try:
        until = parse_datetime(request.GET.get("sampai", ""))
    except ValueError:
        until = None
    over = until is None or timezone.is_naive(until) or now > until
    call = queries.call_now(request.scope, now)
    return render(
        request,
        "attendance/_call.html",
        {"call": call, "left": seconds_left(call, now)},
        status=STOP_ASKING if over and call is None else 200,
    )


def seconds_left(call, now):
    """Return the whole seconds until a call is due; 0 without one."""
    return max(0, int((call.due_at - now) / datetime.timedelta(seconds=1))) if call else 0


@requires(_is_employee)
@require_POST
def response_check_answer(request, pk):
    """One tap: I am here."""
    check = queries.response_check_for(request.scope, pk, clock.now())
    try:
        answer = answer_call(check, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("attendance:response_check_detail", pk=pk)
    at = f"{timezone.localtime(answer.answered_at):%H.%M}"
    if answer.answered_at <= check.due_at:
        messages.success(request, _("Tercatat: Anda menjawab tepat waktu, pukul %s.") % at)
        return redirect("attendance:today")
    messages.warning(
        request,
        _("Tercatat: Anda menjawab pukul %s, sesudah batasnya. Anda dapat menjelaskannya.") % at,
    )
    return redirect("attendance:response_check_detail", pk=pk)


@requires(watches_anybody)
@require_GET
def response_check_list(request):
    """The calls to my people and what became of them."""
    form, unit_id = filtered(request, ResponseCheckFilter)
    now = clock.now()
    rows = queries.response_checks(
        request.scope,
        now,
        state=form.cleaned_data.get("keadaan", ""),
        unit_ids=subtree_ids([unit_id]) if unit_id else None,
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "may_call": decides_for_anybody(request.scope),
        "runs": any(one.found == ladder.WAITING for one in page.object_list),
    }
    return render(request, "attendance/response_check_list.html", context)


@requires(decides_for_anybody)
@require_http_methods(["GET", "HEAD", "POST"])
def response_check_new(request):
    """Choose among who works from home now and call them."""
    scope, now = request.scope, clock.now()
    everybody = "semua" in request.GET
    if request.method == "POST":
        return _call(request)
    people = queries.people_at_home(scope, everybody)
    page = Paginator(people, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = list(page.object_list)
    standing = queries.callable_people(page.object_list, scope.day, now)
    context = {
        "form": CallForm(),
        "page": page,
        "rows": [
            (posting, queries.BLOCKS.get(standing[posting.employee_id].block, ""))
            for posting in page.object_list
        ],
        "everybody": everybody,
        "minutes": rules_on(scope.day).response_minutes,
    }
    return render(request, "attendance/response_check_new.html", context)


def _call(request):
    ids = {int(pk) for pk in request.POST.getlist("pegawai") if pk.isdecimal() and len(pk) < 19}
    form = CallForm(request.POST)
    form.is_valid()
    try:
        results = call_people(ids, note=form.cleaned_data.get("note", ""), actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("attendance:response_check_new")
    called = sum(1 for _employee, block in results if not block)
    if called:
        text = ngettext("%(n)s pegawai dipanggil.", "%(n)s pegawai dipanggil.", called)
        messages.success(request, text % {"n": called})
    for employee, block in results:
        if block:
            messages.warning(
                request,
                _("%(name)s tidak dipanggil: %(why)s.") % {"name": employee.name, "why": block},
            )
    target = redirect("attendance:response_check_list")
    target["Location"] += "?keadaan=today"
    return target if called else redirect("attendance:response_check_new")


@require_http_methods(["GET", "HEAD", "POST"])
def response_check_detail(request, pk):
    """One call: the person answers and explains, the superior rules, each on this page."""
    scope, now = request.scope, clock.now()
    check = queries.response_check_for(scope, pk, now)
    own = is_own(scope, check.employee)
    failed = check.found in (ladder.LATE, ladder.MISSED)
    rulings = list(check.rulings.select_related("decided_by__employee"))
    excused = any(one.outcome == Outcome.EXCUSED for one in rulings)
    may_rule = not own and decides_on(scope, check.employee)
    count = queries.unexcused_before(check) + 1 if may_rule else 1
    data = request.POST if request.method == "POST" else None
    form = ResponseExplanationForm(data) if own else ResponseRulingForm(data, count=count)
    if request.method == "POST":
        if not own and not may_rule:
            raise PermissionDenied
        if form.is_valid() and _on_call(request, check, form):
            return redirect("attendance:response_check_detail", pk=pk)
    context = {
        "check": check,
        "form": form,
        "own": own,
        "may_list": watches_anybody(scope),
        "may_answer": own and not hasattr(check, "answer") and check.work_date == scope.day,
        "may_explain": own and failed and not rulings and not hasattr(check, "explanation"),
        "may_rule": may_rule and failed and not excused,
        "may_be_unexcused": queries.may_be_unexcused(check, scope.day),
        "left": seconds_left(check, now),
        "count": count,
        "proposed": ResponseRuling.Measure(ladder.proposed_measure(count)).label,
        "rulings": rulings,
        "decisions": decisions_on(check)[:20],
    }
    status = 422 if form.errors else 200
    return render(request, "attendance/response_check_detail.html", context, status=status)


def _on_call(request, check, form):
    """Explain or rule; say what was done, or put the refusal on the form."""
    try:
        if "text" in form.cleaned_data:
            explain_call(check, text=form.cleaned_data["text"], actor=request.user)
            text = _("Penjelasan Anda terkirim kepada atasan.")
        else:
            rule_on_call(
                check,
                excused=form.cleaned_data["decision"] == Outcome.EXCUSED,
                measure=form.cleaned_data["measure"] or ladder.NONE,
                reason=form.cleaned_data["reason"],
                actor=request.user,
            )
            text = _("Putusan dicatat dan pegawai diberi tahu.")
    except (Refused, MovedOn) as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, text)
    return True
