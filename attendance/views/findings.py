"""Days without a check-in and indications: of my own, of my people, one at a time."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from attendance.evidence_text import INNOCENT, dates_of, evidence_lines
from attendance.forms.findings import (
    AbsenceAnswerForm,
    AbsenceDecisionForm,
    AbsenceFilter,
    IndicationAnswerForm,
    IndicationDecisionForm,
    IndicationFilter,
)
from attendance.models import AbsenceFinding, IndicationCase
from attendance.queries import absences, signals
from attendance.queries.discipline import warnings_of
from attendance.queries.watch import is_own, watches_anybody
from attendance.services.absences import answer_absence, decide_absence
from attendance.services.signals import answer_indication, decide_indication
from units.access import requires
from units.decisions import MovedOn, Refused, decisions_on
from units.services.looks import Page, note_looks

PER_PAGE = 50
OWN_SHOWN = 20


@requires(lambda scope: scope.employee is not None)
@require_GET
def own_findings(request):
    """What is asked of me and what is recorded about me: days, indications, warnings."""
    me = request.scope.employee
    page = Paginator(absences.absences_of(me), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "cases": signals.cases_of(me)[:OWN_SHOWN],
        "warnings": warnings_of(me)[:OWN_SHOWN],
    }
    return render(request, "attendance/own_findings.html", context)


def filtered(request, form_class):
    """Return (form, unit id) of a filter; only BKPSDM chooses among units."""
    form = form_class(request.GET)
    if not request.scope.is_city_hr:
        del form.fields["unit"]
    form.is_valid()
    unit = form.cleaned_data.get("unit")
    return form, unit and unit.pk


@requires(watches_anybody)
@require_GET
def absence_list(request):
    form, unit_id = filtered(request, AbsenceFilter)
    state = form.cleaned_data.get("keadaan", "")
    rows = absences.absence_list(request.scope, state=state, unit_id=unit_id)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "Outcome": AbsenceFinding.Outcome}
    return render(request, "attendance/absence_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def absence_detail(request, pk):
    """One day: the person answers, the superior decides, each on this page."""
    finding = absences.absence_for(request.scope, pk)
    own = is_own(request.scope, finding.employee)
    decides = not own and absences.may_decide(request.scope, finding)
    form_class = AbsenceAnswerForm if own else AbsenceDecisionForm
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not own and not decides:
            raise PermissionDenied
        if form.is_valid() and _done(request, form, lambda: _on_absence(request, finding, form)):
            return redirect("attendance:own_findings" if own else "attendance:absence_list")
    open_ = finding.outcome == AbsenceFinding.Outcome.OPEN
    context = {
        "finding": finding,
        "form": form,
        "own": own,
        "asks": own and open_,
        "decides": decides and finding.outcome != AbsenceFinding.Outcome.EXPLAINED,
        "may_confirm": absences.may_be_confirmed(finding, request.scope.day),
        "decisions": decisions_on(finding)[:20],
    }
    status = 422 if form.errors else 200
    return render(request, "attendance/absence_detail.html", context, status=status)


def _on_absence(request, finding, form):
    if "answer" in form.cleaned_data:
        answer_absence(finding, answer=form.cleaned_data["answer"], actor=request.user)
        return _("Keterangan Anda terkirim kepada atasan.")
    confirmed = form.cleaned_data["decision"] == "confirmed"
    decide_absence(
        finding, confirmed=confirmed, reason=form.cleaned_data["reason"], actor=request.user
    )
    return _("Dicatat: tanpa keterangan.") if confirmed else _("Dicatat: keterangan diterima.")


def _done(request, form, act):
    """Run a service; say what it did, or put its refusal on the form."""
    try:
        text = act()
    except (Refused, MovedOn) as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, text)
    return True


@requires(watches_anybody)
@require_GET
def indication_list(request):
    form, unit_id = filtered(request, IndicationFilter)
    rows = signals.case_list(
        request.scope,
        kind=form.cleaned_data.get("jenis", ""),
        state=form.cleaned_data.get("keadaan", ""),
        unit_id=unit_id,
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "attendance/indication_list.html", {"form": form, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def indication_detail(request, pk):
    """One person's part in an indication: evidence in numbers, the answer, the outcome."""
    scope = request.scope
    case = signals.case_for(scope, pk)
    note_looks(scope, Page.INDICATION, [case.employee_id])
    own = is_own(scope, case.employee)
    decides = not own and signals.may_decide(scope, case)
    data = request.POST if request.method == "POST" else None
    form = IndicationAnswerForm(data) if own else IndicationDecisionForm(data, case=case)
    if request.method == "POST":
        if not own and not decides:
            raise PermissionDenied
        if form.is_valid() and _done(request, form, lambda: _on_indication(request, case, form)):
            return redirect("attendance:own_findings" if own else "attendance:indication_list")
    seen, hidden = signals.others_in(scope, case)
    context = {
        "case": case,
        "form": form,
        "own": own,
        "asks": own and case.outcome == IndicationCase.Outcome.OPEN,
        "decides": decides,
        "could_answer": signals.could_answer(case, scope.day),
        "lines": evidence_lines(case.indication),
        "days": dates_of(case.indication),
        "innocent": INNOCENT[case.indication.kind],
        "others": seen,
        "hidden": hidden,
        "decisions": decisions_on(case)[:20],
    }
    status = 422 if form.errors else 200
    return render(request, "attendance/indication_detail.html", context, status=status)


def _on_indication(request, case, form):
    if "answer" in form.cleaned_data:
        answer_indication(case, answer=form.cleaned_data["answer"], actor=request.user)
        return _("Jawaban Anda terkirim kepada atasan.")
    decide_indication(case, actor=request.user, **form.cleaned_data)
    return _("Hasil dicatat dan pegawai diberi tahu.")
