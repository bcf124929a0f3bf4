"""Requests for review: my own, what waits for my answer, and BKPSDM's register."""

import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from schedules.forms.reviews import AnswerForm, ReasonForm, RegisterForm
from schedules.models import ReviewRequest
from schedules.queries.day_reasons import day_reason
from schedules.queries.review_line import barred_from, deadline, turn_words
from schedules.queries.reviews import (
    answers_reviews,
    day_to_review,
    is_late,
    may_answer,
    outlook_of,
    register,
    review_for,
    reviews_of,
    reviews_to_answer,
)
from schedules.queries.swaps import swap_for
from schedules.services.reviews import (
    answer_review,
    ask_day_review,
    ask_swap_review,
    withdraw_review,
)
from schedules.views.my_schedule import is_employee
from units.access import requires
from units.decisions import MovedOn, Refused, decisions_on
from units.exports import xlsx_response
from units.languages import in_indonesian
from units.queries.people import posting_on

PER_PAGE = 50
TONES = {
    ReviewRequest.Status.WAITING: "wait",
    ReviewRequest.Status.GRANTED: "good",
    ReviewRequest.Status.REFUSED: "bad",
}


def _rows(reviews, today):
    return [
        {
            "review": review,
            "tone": TONES.get(review.status, ""),
            "late": is_late(review, today),
            "turn": turn_words(review),
        }
        for review in reviews
    ]


@requires(lambda scope: is_employee(scope) or answers_reviews(scope))
@require_GET
def review_list(request):
    """What waits for my answer first, then my own requests."""
    scope = request.scope
    mine = reviews_of(scope.employee) if scope.employee else ReviewRequest.objects.none()
    page = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    waiting = reviews_to_answer(scope) if answers_reviews(scope) else ReviewRequest.objects.none()
    queue = Paginator(waiting, PER_PAGE).get_page(request.GET.get("antrean"))
    context = {
        "page": page,
        "rows": _rows(page, scope.day),
        "queue": queue,
        "to_answer": _rows(queue, scope.day),
        "answers": answers_reviews(scope),
    }
    return render(request, "schedules/review_list.html", context)


def _ask(request, context, ask):
    """Show the form of a request, or send it and go to its page."""
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            review = ask(form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Permohonan terkirim. Jadwal Anda tetap sampai ada jawaban.")
            )
            return redirect("schedules:review_detail", pk=review.pk)
    status = 422 if form.errors else 200
    return render(request, "schedules/review_new.html", {**context, "form": form}, status=status)


@requires(is_employee)
@require_http_methods(["GET", "POST"])
def review_day(request, day):
    """Ask that one's own day be looked at again."""
    employee, today = request.scope.employee, request.scope.day
    try:
        date = datetime.date.fromisoformat(day)
    except ValueError as error:
        raise Http404 from error
    try:
        _plan, why = day_to_review(employee, date, today)
    except Refused as refusal:
        context = {"refusal": str(refusal), "day": date}
        return render(request, "schedules/review_new.html", context, status=422)
    return _ask(
        request,
        {"why": why, "day": date, "due": deadline(posting_on(employee, today).unit, today, date)},
        lambda reason: ask_day_review(employee, day=date, reason=reason, actor=request.user),
    )


@requires(is_employee)
@require_http_methods(["GET", "POST"])
def review_swap(request, swap_pk):
    """Ask that one's own refused swap be looked at again."""
    scope = request.scope
    swap = swap_for(scope, swap_pk)
    if swap.asker_id != scope.employee.pk:
        raise PermissionDenied
    first = min(swap.give_on, swap.take_on)
    if swap.status != swap.Status.REFUSED or first <= scope.day:
        messages.warning(
            request,
            _("Tukar hari ini tidak dapat ditinjau: tidak ditolak, atau harinya sudah lewat."),
        )
        return redirect("schedules:swap_detail", pk=swap.pk)
    return _ask(
        request,
        {
            "swap": swap,
            "due": deadline(posting_on(scope.employee, scope.day).unit, scope.day, first),
        },
        lambda reason: ask_swap_review(swap, reason=reason, actor=request.user),
    )


@require_GET
def review_detail(request, pk):
    return _page(request, review_for(request.scope, pk), AnswerForm())


def _page(request, review, form, status=200):
    scope = request.scope
    mine = scope.employee is not None and scope.employee.pk == review.employee_id
    waiting = review.status == ReviewRequest.Status.WAITING
    answers = may_answer(scope, review)
    context = {
        "review": review,
        "tone": TONES.get(review.status, ""),
        "mine": mine,
        "late": is_late(review, scope.day),
        "turn": turn_words(review),
        "may_withdraw": mine and waiting,
        "may_answer": answers,
        "decided_before": waiting and not mine and scope.user.pk in barred_from(review),
        "fell_because": _why_fallen(review),
        "form": form,
    }
    if answers:
        context["outlook"] = outlook_of(review, scope.day)
        if review.day:
            context["why"] = day_reason(review.employee, review.day)
    return render(request, "schedules/review_detail.html", context, status=status)


def _why_fallen(review):
    if review.status != ReviewRequest.Status.FALLEN:
        return ""
    decision = decisions_on(review).filter(act="review_fallen").first()
    return decision.reason if decision else ""


@require_POST
def review_withdraw(request, pk):
    review = review_for(request.scope, pk)
    try:
        withdraw_review(review, actor=request.user)
    except MovedOn as moved:
        messages.error(request, str(moved))
    else:
        messages.success(request, _("Permohonan ditarik. Jadwal Anda tetap."))
    return redirect("schedules:review_detail", pk=pk)


@require_POST
def review_answer(request, pk):
    review = review_for(request.scope, pk)
    waiting = review.status == ReviewRequest.Status.WAITING
    if waiting and not may_answer(request.scope, review):
        raise PermissionDenied
    form = AnswerForm(request.POST)
    if form.is_valid():
        granted = form.cleaned_data["decision"] == "grant"
        try:
            answer_review(
                review, granted=granted, answer=form.cleaned_data["answer"], actor=request.user
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except MovedOn as moved:
            messages.warning(request, str(moved))
            return redirect("schedules:review_detail", pk=pk)
        else:
            messages.success(request, _("Jawaban terkirim kepada pemohon."))
            return redirect("schedules:review_detail", pk=pk)
    return _page(request, review_for(request.scope, pk), form, status=422)


def _filtered(request):
    """Return (form, rows) of the register; a filter that makes no sense shows everything."""
    form = RegisterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    unit = chosen.get("unit")
    rows = register(
        request.scope, state=chosen.get("keadaan", ""), unit_id=unit.pk if unit else None
    )
    return form, rows


@requires(lambda scope: scope.is_city_hr)
@require_GET
def review_register(request):
    form, found = _filtered(request)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "form": form,
        "page": page,
        "rows": _rows(page, request.scope.day),
        "query": query.urlencode(),
    }
    return render(request, "schedules/review_register.html", context)


@requires(lambda scope: scope.is_city_hr)
@require_GET
@in_indonesian()
def review_register_xlsx(request):
    """The register as a spreadsheet: the same filters, the same scope."""
    _form, found = _filtered(request)
    headers = ["NO", "NAMA", "NIP", "UNIT", "TENTANG", "DIAJUKAN", "BATAS JAWABAN", "KEADAAN",
               "TERLAMBAT", "GILIRAN", "DITERUSKAN (KALI)", "DIJAWAB OLEH", "MANDAT", "DIJAWAB",
               "DILAKSANAKAN", "ALASAN", "JAWABAN"]  # fmt: skip
    return xlsx_response(
        headers,
        (_cells(row, request.scope.day) for row in found.iterator(chunk_size=500)),
        "register-peninjauan",
    )


def _cells(review, today):
    def moment(at):
        return date_format(timezone.localtime(at), "j M Y H.i") if at else ""

    waiting = review.status == ReviewRequest.Status.WAITING
    by = review.answered_by
    name = getattr(getattr(by, "employee", None), "name", by.username) if by else ""
    return [
        review.pk, review.employee.name, review.employee.nip, review.unit.name, review.subject,
        moment(review.asked_at), date_format(review.due_on, "j M Y"), review.get_status_display(),
        "ya" if is_late(review, today) else "", turn_words(review) if waiting else "",
        review.passed_on or "", name, review.mandate, moment(review.answered_at),
        "ya" if review.carried_out else "", review.reason, review.answer,
    ]  # fmt: skip
