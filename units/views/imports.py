"""Spreadsheets: upload and trial, apply or discard, template, refused rows, exports."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from units.access import people_visible_to, requires
from units.decisions import MovedOn, Refused
from units.exports import RESPONSES, xlsx_response
from units.forms.imports import ApplyForm, UploadForm
from units.models import ImportRun
from units.queries.imports import import_run_for, import_runs
from units.resources import RESOURCES
from units.resources.base import ADDED, CHANGED, REFUSED, UNCHANGED
from units.services.imports import apply_import, discard_import, may_import, try_import
from units.views.units import MOVED_ON, PER_PAGE

FOR_HR = requires(lambda scope: scope.is_city_hr or scope.is_unit_hr)
IMPORT_TONES = {
    "checking": "info", "unreadable": "bad", "tried": "wait", "applying": "info", "applied": "good",
}  # fmt: skip
PEOPLE_KINDS = (ImportRun.Kind.EMPLOYEES, ImportRun.Kind.SKILLS)


def _kind(request, kind):
    """Return a kind that exists and that the account may import; 404 and 403 otherwise."""
    if kind not in RESOURCES:
        raise Http404
    if not may_import(request.scope, kind):
        raise PermissionDenied
    return ImportRun.Kind(kind)


@require_GET
@FOR_HR
def import_list(request):
    """The runs so far, and the kinds to choose from."""
    page = Paginator(import_runs(request.scope), PER_PAGE).get_page(request.GET.get("page"))
    kinds = [kind for kind in ImportRun.Kind if may_import(request.scope, kind)]
    rows = [(run, IMPORT_TONES.get(run.status, "")) for run in page]
    return render(request, "units/import_list.html", {"page": page, "rows": rows, "kinds": kinds})


@require_http_methods(["GET", "POST"])
@FOR_HR
def import_new(request, kind):
    """Upload a file; it is tried and nothing is changed."""
    kind = _kind(request, kind)
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            run = try_import(
                kind,
                actor=request.user,
                scope=request.scope,
                content=upload.read(),
                file_name=upload.name,
            )
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect("units:import_detail", pk=run.pk)
    resource = RESOURCES[kind]
    return render(
        request,
        "units/import_new.html",
        {
            "form": form,
            "kind": kind,
            "columns": _columns(resource),
            "needed": resource.needed,
            "examples": resource.examples,
        },
        status=422 if form.errors else 200,
    )


def _columns(resource):
    return [field.column_name for field in resource.fields.values()]


@require_GET
@FOR_HR
def import_template(request, kind):
    """A spreadsheet with the columns and two example rows."""
    kind = _kind(request, kind)
    resource = RESOURCES[kind]
    return xlsx_response(_columns(resource), resource.examples, f"templat-{kind.value}")


@require_GET
@FOR_HR
def import_detail(request, pk):
    """Row by row what a file would change, or has changed."""
    run = import_run_for(request.scope, pk)
    return _show(request, run, ApplyForm())


@require_GET
@FOR_HR
def import_progress(request, pk):
    """The part of the page that changes; fetched every two seconds, until the page is due anew."""
    run = import_run_for(request.scope, pk, with_rows=False)
    answer = render(request, "units/_import_progress.html", {"run": run})
    if not run.is_at_work:
        answer["HX-Refresh"] = "true"
    return answer


def _show(request, run, form, status=200):
    only = request.GET.get("hasil", "")
    counts = [
        (ADDED, _("baru"), run.added),
        (CHANGED, _("berubah"), run.changed),
        (UNCHANGED, _("tetap"), run.unchanged),
        (REFUSED, _("ditolak"), run.refused),
    ]
    rows = [row for row in run.rows if not only or row["outcome"] == only]
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "units/import_detail.html",
        {
            "run": run,
            "page": page,
            "counts": counts,
            "only": only,
            "form": form,
            "tone": IMPORT_TONES.get(run.status, ""),
            "waiting": run.status == ImportRun.Status.TRIED,
            "something": run.added + run.changed,
        },
        status=status,
    )


@require_POST
@FOR_HR
def import_apply(request, pk):
    """Write what the file says: the good rows only, or all or nothing."""
    run = import_run_for(request.scope, pk, with_file=True)
    form = ApplyForm(request.POST)
    if form.is_valid():
        try:
            run = apply_import(
                run,
                actor=request.user,
                scope=request.scope,
                all_or_nothing=form.cleaned_data["how"] == "all",
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        except MovedOn:
            form.add_error(None, MOVED_ON)
        else:
            if run.is_at_work:
                return redirect("units:import_detail", pk=run.pk)
            messages.success(
                request,
                _("Diterapkan: %(added)d baru, %(changed)d berubah, %(refused)d ditolak.")
                % {"added": run.added, "changed": run.changed, "refused": run.refused},
            )
            return redirect("units:import_detail", pk=run.pk)
    return _show(request, import_run_for(request.scope, pk), form, status=422)


@require_POST
@FOR_HR
def import_discard(request, pk):
    """Give up a file that was not applied."""
    run = import_run_for(request.scope, pk)
    try:
        discard_import(run, actor=request.user)
    except MovedOn:
        messages.error(request, MOVED_ON)
        return redirect("units:import_detail", pk=run.pk)
    messages.success(request, _("Impor dibatalkan. Tidak ada data yang berubah."))
    return redirect("units:import_list")


@require_GET
@FOR_HR
def import_errors(request, pk):
    """The refused rows as they came, with the reason in the first column."""
    run = import_run_for(request.scope, pk)
    refused = [row for row in run.rows if row["outcome"] == REFUSED]
    headers = list(dict.fromkeys(name for row in refused for name in row["cells"]))
    rows = (
        [row["number"], " ".join(row["faults"]), *(row["cells"].get(h, "") for h in headers)]
        for row in refused
    )
    return xlsx_response(["BARIS", "ALASAN DITOLAK", *headers], rows, f"ditolak-{run.pk}")


@require_GET
def export(request, kind, form):
    """Send what the account may see of a kind, in the columns that an import reads."""
    if kind not in RESOURCES:
        raise Http404
    scope = request.scope
    allowed = scope.is_city_hr or scope.is_unit_hr or scope.is_head
    if not allowed or (kind not in PEOPLE_KINDS and not scope.is_city_hr):
        raise PermissionDenied
    resource = RESOURCES[kind](scope=scope, day=scope.day)
    people = {"people": people_visible_to(scope)} if kind in PEOPLE_KINDS else {}
    records = resource.load(**people).values()
    rows = (resource.export_row(record) for record in records)
    return RESPONSES[form](_columns(resource), rows, f"{kind}-{scope.day.isoformat()}")
