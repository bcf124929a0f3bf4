"""Pages of recalls: the list, choosing people of a day, one recall, and the person's one tap."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from schedules.forms.orders import RecallCancelForm, RecallDayForm, RecallForm
from schedules.models import RecalledDay
from schedules.queries import recalls as queries
from schedules.services.recalls import acknowledge_recall, cancel_recall, recall_people
from units.access import requires
from units.decisions import MovedOn, Refused, decisions_on
from units.queries.authority import decides_for_anybody

PER_PAGE = 50
SHOWN_AT_MOST = 100
TONES = {
    RecalledDay.Status.WAITING: "wait",
    RecalledDay.Status.ACKNOWLEDGED: "good",
    RecalledDay.Status.CANCELLED: "",
}
ACTS = {
    "people_recalled": gettext_lazy("Ditarik ke kantor"),
    "recall_acknowledged": gettext_lazy("Dikonfirmasi pegawai"),
    "recall_cancelled": gettext_lazy("Penarikan dibatalkan"),
}


@requires(queries.reads_recalls)
@require_GET
def recall_list(request):
    """The recalls of the account's people, latest first, with who has not acknowledged."""
    page = Paginator(queries.recall_list(request.scope), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "recalls_people": decides_for_anybody(request.scope)}
    return render(request, "schedules/recall_list.html", context)


@requires(decides_for_anybody)
@require_http_methods(["GET", "POST"])
def recall_new(request):
    """Choose a day, then people who work from home on it, and say why."""
    scope = request.scope
    asked = request.GET or {"tanggal": scope.day.isoformat()}
    day_form = RecallDayForm(asked)
    if not day_form.is_valid():
        context = {"day_form": day_form, "people": [], "form": None}
        return render(request, "schedules/recall_new.html", context, status=422)
    day = day_form.cleaned_data["tanggal"]
    people = queries.people_to_recall(scope, day, search=day_form.cleaned_data["cari"])
    if named := day_form.cleaned_data["pegawai"]:
        people = people.filter(employee_id=named)
    found = list(people[: SHOWN_AT_MOST + 1])
    people = queries.working_at_home(found[:SHOWN_AT_MOST], day)
    if day < scope.day:
        people = []
    form = RecallForm(
        request.POST if request.method == "POST" else None,
        people=[
            (one.employee_id, f"{one.employee.name} · {one.position.name} · {one.unit.label}")
            for one in people
        ],
        initial={"people": [one.employee_id for one in people]} if named else None,
    )
    if form.is_bound and form.is_valid():
        try:
            recall = recall_people(
                form.cleaned_data["people"],
                date=day,
                reason=form.cleaned_data["reason"],
                actor=request.user,
            )
        except (Refused, MovedOn) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, _("Penarikan tercatat dan dikirim. Anda melihat di sini siapa yang belum"
                           " mengonfirmasi."),
            )  # fmt: skip
            return redirect("schedules:recall_detail", pk=recall.pk)
    context = {
        "day_form": day_form,
        "day": day,
        "past": day < scope.day,
        "people": people,
        "more": len(found) > SHOWN_AT_MOST,
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "schedules/recall_new.html", context, status=status)


@require_GET
def recall_detail(request, pk):
    return _page(request, queries.recall_for(request.scope, pk))


def _page(request, recall, form=None, status=200):
    scope = request.scope
    people = queries.people_of(scope, recall)
    page = Paginator(people, PER_PAGE).get_page(request.GET.get("page"))
    open_people = [
        (one.employee_id, one.employee.name) for one in page if one.status in RecalledDay.IN_FORCE
    ]
    may_cancel = recall.date >= scope.day and bool(open_people) and queries.cancels(scope, recall)
    context = {
        "recall": recall,
        "page": page,
        "rows": [(one, TONES[one.status]) for one in page],
        "waiting": people.filter(status=RecalledDay.Status.WAITING).count(),
        "may_cancel": may_cancel,
        "form": form
        or RecallCancelForm(
            people=open_people, initial={"people": [pk for pk, _name in open_people]}
        ),
        "trail": [(ACTS.get(one.act, one.act), one) for one in decisions_on(recall)[:PER_PAGE]],
    }
    return render(request, "schedules/recall_detail.html", context, status=status)


@require_POST
def recall_cancel(request, pk):
    """Take the recall back for the people chosen."""
    recall = queries.recall_for(request.scope, pk)
    if not queries.cancels(request.scope, recall):
        raise PermissionDenied
    people = [
        (one.employee_id, one.employee.name) for one in queries.people_of(request.scope, recall)
    ]
    form = RecallCancelForm(request.POST, people=people)
    if form.is_valid():
        try:
            cancel_recall(
                recall,
                reason=form.cleaned_data["reason"],
                employee_ids=form.cleaned_data["people"],
                actor=request.user,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except MovedOn as moved:
            messages.warning(request, str(moved))
            return redirect("schedules:recall_detail", pk=pk)
        else:
            messages.success(request, _("Penarikan dibatalkan. Hari itu kembali seperti jadwal."))
            return redirect("schedules:recall_detail", pk=pk)
    return _page(request, recall, form, status=422)


@require_POST
def recall_acknowledge(request, pk):
    """One tap: the person has read the recall."""
    one = queries.own_day_for(request.scope, pk)
    try:
        acknowledge_recall(one, actor=request.user)
    except (Refused, MovedOn) as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("Terima kasih, atasan Anda melihat konfirmasi ini."))
    return redirect("attendance:today")
