"""Import runs as their pages show them."""

from django.http import Http404

from units.models import ImportRun


def import_runs(scope):
    """Return the runs that an account may open (all for BKPSDM, else its own), without files."""
    runs = ImportRun.objects.defer("content", "rows").select_related(
        "uploaded_by", "uploaded_by__employee"
    )
    return runs if scope.is_city_hr else runs.filter(uploaded_by_id=scope.user.pk)


def import_run_for(scope, pk, *, with_file=False, with_rows=True):
    """Return one run with its rows, if asked its file; Http404 where it is not visible."""
    left_out = [
        name for name, wanted in (("content", with_file), ("rows", with_rows)) if not wanted
    ]
    runs = import_runs(scope).defer(None).defer(*left_out).select_related("uploaded_by")
    run = runs.filter(pk=pk).first()
    if run is None:
        raise Http404
    return run
