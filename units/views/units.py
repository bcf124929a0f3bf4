"""Pages of units and positions."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from units.access import requires
from units.decisions import MovedOn, Refused, decisions_on
from units.forms.units import ClassifyForm, PositionForm, UnitSearchForm
from units.models import Classification, Position
from units.queries import units as queries
from units.queries.authority import mandates_of, may_appoint
from units.queries.classification import classification_history, effective_classifications
from units.queries.employees import people_of_unit
from units.queries.tree import path_of, places_of
from units.services.classification import classify_unit, set_position_presence

MOVED_ON = gettext_lazy(
    "Data ini baru saja diubah orang lain. Periksa keadaan terbaru, lalu coba lagi."
)
PER_PAGE = 50


def sent(request):
    """Return what was posted, even when that is nothing, or None where nothing was sent."""
    return request.POST if request.method == "POST" else None


@require_GET
def unit_list(request):
    """The city by agencies; search and filter look into all parts."""
    form = UnitSearchForm(request.GET, agencies=queries.unit_choices(request.scope))
    wanted = form.cleaned_data if form.is_valid() else {}
    rows = queries.unit_rows(
        request.scope,
        search=wanted.get("q", ""),
        service_class=wanted.get("kelas", ""),
        agency=wanted.get("opd"),
    )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    flat = bool(wanted.get("q") or wanted.get("kelas"))
    return render(
        request,
        "units/unit_list.html",
        {"form": form, "page": page, "flat": flat, "agency": wanted.get("opd")},
    )


@require_GET
def unit_detail(request, pk):
    """One unit: class in force and where it comes from, head, places, people, parts."""
    scope = request.scope
    unit = queries.unit_for(scope, pk)
    every = effective_classifications(scope.day)
    effective = every[unit.pk]
    named = queries.names_shown(scope, unit)
    people = None
    if named:
        people = Paginator(people_of_unit(unit, scope.day), PER_PAGE).get_page(
            request.GET.get("page")
        )
    return render(
        request,
        "units/unit_detail.html",
        {
            "unit": unit,
            "path": path_of(unit)[:-1],
            "effective": effective,
            "criteria": _answers(effective.classification),
            "history": classification_history(unit),
            "heads": queries.heads_of(unit, scope.day) if queries.head_shown(scope) else None,
            "places": places_of(unit),
            "presence": queries.presence_counts(unit, scope.day, small_shown=named),
            "children": queries.child_rows(scope, unit, every),
            "people": people,
            "may_appoint": may_appoint(scope, unit),
            "mandates": mandates_of(scope, unit),
            "names_deciders": queries.head_shown(scope),
        },
    )


def _answers(classification):
    if classification is None:
        return []
    return [(label, getattr(classification, name)) for name, label in Classification.CRITERIA]


@require_http_methods(["GET", "POST"])
def unit_classify(request, pk):
    """BKPSDM decides the class of a unit."""
    unit = queries.unit_for(request.scope, pk)
    if not request.scope.is_city_hr:
        raise PermissionDenied
    form = ClassifyForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            classify_unit(unit, actor=request.user, **form.act())
        except Refused as refused:
            form.add_error(None, str(refused))
        except MovedOn:
            form.add_error(None, MOVED_ON)
        else:
            messages.success(request, _("Klasifikasi unit ditetapkan dan tercatat."))
            return redirect("units:unit_detail", pk=unit.pk)
    return render(
        request,
        "units/unit_classify.html",
        {
            "unit": unit,
            "form": form,
            "answers": [form[name] for name, _label in Classification.CRITERIA],
            "effective": effective_classifications(request.scope.day)[unit.pk],
        },
        status=422 if form.errors else 200,
    )


@require_GET
@requires(lambda scope: scope.is_city_hr)
def position_list(request):
    """All positions, with search; exceptions to the unit's class stand out."""
    search = " ".join(request.GET.get("q", "").split())[:80]
    only = request.GET.get("kehadiran", "")
    found = Position.objects.all()
    if search:
        found = found.filter(Q(name__icontains=search) | Q(code__icontains=search))
    if only == "pengecualian":
        found = found.exclude(presence=Position.Presence.FOLLOWS_UNIT)
    page = Paginator(found.order_by("name", "code"), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "units/position_list.html", {"page": page, "search": search, "only": only}
    )


@require_http_methods(["GET", "POST"])
@requires(lambda scope: scope.is_city_hr)
def position_edit(request, pk):
    """Make a position an exception to its unit's class, or end the exception."""
    position = get_object_or_404(Position, pk=pk)
    form = PositionForm(
        sent(request),
        initial={"presence": position.presence, "reason": position.presence_reason},
    )
    if request.method == "POST" and form.is_valid():
        try:
            set_position_presence(position, actor=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        except MovedOn:
            form.add_error(None, MOVED_ON)
        else:
            messages.success(request, _("Ketentuan kehadiran jabatan disimpan dan tercatat."))
            return redirect("units:position_list")
    return render(
        request,
        "units/position_edit.html",
        {"position": position, "form": form, "decisions": decisions_on(position)[:20]},
        status=422 if form.errors else 200,
    )
