"""Warnings of PP 94/2021, the print-out of their evidence, and the thresholds of the watch."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from attendance.discipline_paper import discipline_pdf
from attendance.evidence_text import rung_words, sanction
from attendance.forms.findings import AcknowledgeForm, WarningFilter, WatchRulesForm
from attendance.models import DisciplineWarning, WatchRules
from attendance.queries import discipline as queries
from attendance.queries.watch import decides_on, is_own, rules_on, sets_watch_rules, watches_anybody
from attendance.queries.watch import watch_rules as rules_ever_set
from attendance.services.discipline import acknowledge_warning
from attendance.services.watch import set_watch_rules
from attendance.views.findings import filtered
from units.access import requires
from units.decisions import MovedOn, Refused, decisions_on

PER_PAGE = 50


@requires(watches_anybody)
@require_GET
def warning_list(request):
    form, unit_id = filtered(request, WarningFilter)
    state = form.cleaned_data.get("keadaan", "")
    rows = queries.warning_list(request.scope, state=state, unit_id=unit_id)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for warning in page:
        warning.sanction = sanction(warning.step)
    return render(request, "attendance/warning_list.html", {"form": form, "page": page})


def _standing(warning):
    return queries.standings([warning.employee_id], warning.year)[warning.employee_id]


@require_http_methods(["GET", "HEAD", "POST"])
def warning_detail(request, pk):
    """One warning: the days that count, who confirmed them, and what the superior does about it."""
    scope = request.scope
    warning = queries.warning_for(scope, pk)
    decides = decides_on(scope, warning.employee)
    form = AcknowledgeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        if not decides:
            raise PermissionDenied
        if form.is_valid():
            try:
                acknowledge_warning(warning, note=form.cleaned_data["note"], actor=request.user)
            except (Refused, MovedOn) as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Tindak lanjut dicatat."))
                return redirect("attendance:warning_detail", pk=warning.pk)
    standing = _standing(warning)
    context = {
        "warning": warning,
        "own": is_own(scope, warning.employee),
        "may_list": watches_anybody(scope),
        "sanction": sanction(warning.step),
        "cumulative": rung_words(standing.cumulative),
        "consecutive": rung_words(standing.consecutive),
        "days": queries.confirmed_days(warning.employee, standing),
        "acknowledges": decides and warning.status == DisciplineWarning.Status.OPEN,
        "form": form,
        "decisions": decisions_on(warning)[:20],
    }
    status = 422 if form.errors else 200
    return render(request, "attendance/warning_detail.html", context, status=status)


@require_GET
def warning_pdf(request, pk):
    """The evidence of a warning as a paper: days, decisions, who confirmed them."""
    warning = queries.warning_for(request.scope, pk)
    response = HttpResponse(
        discipline_pdf(warning, _standing(warning)), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'inline; filename="bukti-disiplin-{warning.pk}.pdf"'
    return response


@requires(sets_watch_rules)
@require_GET
def watch_rules(request):
    page = Paginator(rules_ever_set(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "now": _listed(rules_on(request.scope.day)), "is_default": not page}
    return render(request, "attendance/watch_rules.html", context)


def _listed(rules):
    names = [one for one in WatchRulesForm.base_fields if one not in ("starts_on", "reason")]
    return [(WatchRules._meta.get_field(name).verbose_name, getattr(rules, name)) for name in names]


@requires(sets_watch_rules)
@require_http_methods(["GET", "HEAD", "POST"])
def watch_rules_new(request):
    today = request.scope.day
    now = rules_on(today)
    initial = {name: getattr(now, name) for name in WatchRulesForm.base_fields}
    initial |= {"starts_on": None, "reason": ""}
    data = request.POST if request.method == "POST" else None
    form = WatchRulesForm(data, initial=initial, today=today)
    if form.is_bound and form.is_valid():
        try:
            set_watch_rules(form.cleaned_data, actor=request.user)
        except (Refused, MovedOn) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Aturan pengawasan dicatat."))
            return redirect("attendance:watch_rules")
    status = 422 if form.errors else 200
    return render(request, "attendance/watch_rules_new.html", {"form": form}, status=status)
