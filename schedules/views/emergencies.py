"""Pages of emergency mode: the list, declaring one with a preview, and its life."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from schedules.forms.orders import EmergencyCancelForm, EmergencyForm, LastDayForm
from schedules.models import Emergency
from schedules.queries import emergencies as queries
from schedules.queries.letters import emergency_units_to_write
from schedules.services.emergencies import (
    breaches_of,
    cancel_emergency,
    change_last_day,
    declare_emergency,
)
from units.access import requires
from units.decisions import MovedOn, Refused, decisions_on
from units.models import Employee

PER_PAGE = 50
NAMES_SHOWN = 12
BREACHES_SHOWN = 40
ACTS = {
    "emergency_declared": gettext_lazy("Keadaan darurat ditetapkan"),
    "emergency_extended": gettext_lazy("Diperpanjang"),
    "emergency_ended": gettext_lazy("Hari terakhir dimajukan"),
    "emergency_cancelled": gettext_lazy("Dibatalkan"),
}


def state_of(emergency, today):
    """Return (words, tone) of an emergency on a day."""
    if emergency.status == Emergency.Status.CANCELLED:
        return _("Dibatalkan"), ""
    if emergency.ends_on < today:
        return _("Berakhir"), ""
    return (_("Berlaku"), "bad") if emergency.starts_on <= today else (_("Akan berlaku"), "wait")


@requires(queries.reads_emergencies)
@require_GET
def emergency_list(request):
    """The emergencies that concern the account's people, latest first."""
    scope = request.scope
    page = Paginator(queries.emergencies_visible_to(scope), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "rows": [(one, *state_of(one, scope.day)) for one in page],
        "switches": queries.switches_emergency(scope),
    }
    return render(request, "schedules/emergency_list.html", context)


@requires(queries.switches_emergency)
@require_http_methods(["GET", "POST"])
def emergency_new(request):
    """Fill in, look at what it would do, then declare: nothing is stored by the first button."""
    scope = request.scope
    form = EmergencyForm(
        request.POST if request.method == "POST" else None,
        initial={"starts_on": scope.day, "ends_on": scope.day, "letter_dated_on": scope.day},
        units=queries.units_to_switch(scope),
    )
    preview = None
    if form.is_bound and form.is_valid():
        data = dict(form.cleaned_data)
        employee_ids, unknown = queries.people_of_nips(scope, data.pop("nips"))
        units = list(data.pop("units"))
        if unknown:
            form.add_error(
                "nips",
                _("Tidak ada di antara pegawai yang dapat Anda alihkan: %(nips)s.")
                % {"nips": ", ".join(unknown[:NAMES_SHOWN])},
            )
        else:
            if request.POST.get("act") == "declare":
                done = _declare(request, form, units, employee_ids, data)
                if done:
                    return redirect("schedules:emergency_detail", pk=done.pk)
            people = queries.people_to_switch(scope, {one.pk for one in units}, employee_ids)
            preview = queries.preview_of(people, data["starts_on"], data["ends_on"])
    context = {"form": form, "preview": preview}
    if preview is not None:
        breaches = breaches_of(preview.short)
        form.fields["confirmation"].required = bool(breaches)
        names = Employee.objects.filter(pk__in=preview.people).order_by("name", "pk")
        context |= {
            "token": queries.token_of(preview),
            "names": list(names[:NAMES_SHOWN]),
            "more_names": max(0, len(preview.people) - NAMES_SHOWN),
            "breaches": breaches[:BREACHES_SHOWN],
            "more_breaches": max(0, len(breaches) - BREACHES_SHOWN),
        }
    status = 422 if form.errors else 200
    return render(request, "schedules/emergency_new.html", context, status=status)


def _declare(request, form, units, employee_ids, data):
    """Declare the emergency of a valid form; return it, or None with the refusal in the form."""
    try:
        emergency = declare_emergency(
            units=units, employee_ids=employee_ids, actor=request.user,
            seen=request.POST.get("seen", ""), **data,
        )  # fmt: skip
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(
        request, _("Keadaan darurat ditetapkan dan berlaku. Semua yang dialihkan diberi tahu.")
    )
    return emergency


@require_GET
def emergency_progress(request, pk):
    """The part of the page that says how far an act is applied; asked for until it is."""
    emergency = queries.emergency_for(request.scope, pk)
    context = {"emergency": emergency, "work": queries.work_left(emergency)}
    return render(request, "schedules/_emergency_progress.html", context)


@require_GET
def emergency_detail(request, pk):
    return _page(request, queries.emergency_for(request.scope, pk))


def _page(request, emergency, status=200, **forms):
    scope = request.scope
    page = Paginator(queries.terms_of(scope, emergency), PER_PAGE).get_page(request.GET.get("page"))
    words, tone = state_of(emergency, scope.day)
    changes = emergency.status == Emergency.Status.IN_FORCE and queries.may_change(scope, emergency)
    context = {
        "emergency": emergency,
        "units": emergency.units.order_by("code"),
        "work": queries.work_left(emergency),
        "words": words,
        "tone": tone,
        "page": page,
        "writes_letters": emergency.status == Emergency.Status.IN_FORCE
        and bool(emergency_units_to_write(scope, emergency)),
        "may_change": changes and emergency.ends_on >= scope.day,
        "may_cancel": changes and emergency.starts_on > scope.day,
        "last_day_form": LastDayForm(
            initial={"ends_on": emergency.ends_on, "seen": emergency.ends_on.isoformat()}
        ),
        "cancel_form": EmergencyCancelForm(auto_id="cancel_%s"),
        "trail": [(ACTS.get(one.act, one.act), one) for one in decisions_on(emergency)],
        **forms,
    }
    return render(request, "schedules/emergency_detail.html", context, status=status)


def _act(request, emergency, name, form, act, done):
    """Run one act with a valid form; say what came of it."""
    if not queries.may_change(request.scope, emergency):
        raise PermissionDenied
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        except MovedOn as moved:
            messages.warning(request, str(moved))
            return redirect("schedules:emergency_detail", pk=emergency.pk)
        else:
            messages.success(request, done)
            return redirect("schedules:emergency_detail", pk=emergency.pk)
    emergency.refresh_from_db()
    return _page(request, emergency, status=422, **{name: form})


@require_POST
def emergency_change(request, pk):
    """Give another last day: later or earlier."""
    emergency = queries.emergency_for(request.scope, pk)
    return _act(
        request, emergency, "last_day_form", LastDayForm(request.POST),
        lambda data: change_last_day(emergency, actor=request.user, **data),
        _("Hari terakhir diubah. Semua yang dialihkan diberi tahu."),
    )  # fmt: skip


@require_POST
def emergency_cancel(request, pk):
    """Cancel one that has not begun."""
    emergency = queries.emergency_for(request.scope, pk)
    return _act(
        request, emergency, "cancel_form", EmergencyCancelForm(request.POST, auto_id="cancel_%s"),
        lambda data: cancel_emergency(emergency, actor=request.user, **data),
        _("Keadaan darurat dibatalkan. Semua kembali bekerja menurut jadwal."),
    )  # fmt: skip
