"""A spreadsheet on its way in: tried first, applied later, once."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from units import clock
from units.decisions import MovedOn, Refused, record_decision
from units.languages import in_indonesian
from units.models import ImportRun
from units.resources import RESOURCES
from units.resources.base import ADDED, CHANGED, REFUSED, UNCHANGED
from units.resources.reading import read_table
from units.services.import_writes import WRITERS

CITY_KINDS = (ImportRun.Kind.UNITS, ImportRun.Kind.POSITIONS)


def may_import(scope, kind):
    """Say whether an account may import a kind: BKPSDM all, unit HR people and skills."""
    return scope.is_city_hr or (scope.is_unit_hr and kind not in CITY_KINDS)


@transaction.atomic
def try_import(kind, *, actor, scope, content, file_name):
    """Check a file row by row without changing anything; return the ImportRun that keeps it.

    Refused: a kind that is not the actor's, and files that cannot be read (see `read_table`).
    """
    if not may_import(scope, kind):
        raise Refused(_("Anda tidak berhak mengimpor jenis ini."))
    outcomes = _evaluate(kind, scope, read_table(content))
    return ImportRun.objects.create(
        kind=kind,
        file_name=_safe_name(file_name),
        content=content,
        uploaded_by=actor,
        uploaded_at=clock.now(),
        rows=_as_json(outcomes),
        **_counts(outcomes),
    )


@transaction.atomic
def apply_import(run, *, actor, scope, all_or_nothing):
    """Write what the file says, checked anew against today's records; return the run.

    Refused rows are left out, or with `all_or_nothing` refuse the whole file. A run applied or
    discarded before is MovedOn. One Decision names the counts; each change is in the log of
    master data.
    """
    if not may_import(scope, run.kind):
        raise Refused(_("Anda tidak berhak mengimpor jenis ini."))
    moved = ImportRun.objects.filter(pk=run.pk, status=ImportRun.Status.TRIED).update(
        status=ImportRun.Status.APPLIED, applied_at=clock.now()
    )
    if not moved:
        raise MovedOn
    outcomes = _evaluate(run.kind, scope, read_table(bytes(run.content)))
    counts = _counts(outcomes)
    if all_or_nothing and counts["refused"]:
        raise Refused(
            _("%(count)d baris ditolak, sehingga tidak ada baris yang diterapkan.")
            % {"count": counts["refused"]}
        )
    good = [o for o in outcomes if o.outcome in (ADDED, CHANGED)]
    try:
        with transaction.atomic():
            WRITERS[run.kind](good, actor=actor)
    except IntegrityError:
        raise MovedOn from None
    ImportRun.objects.filter(pk=run.pk).update(rows=_as_json(outcomes), **counts)
    with in_indonesian():
        reason = _("semua baris") if all_or_nothing else _("hanya baris yang baik")
    record_decision(
        run,
        "apply_import",
        actor=actor,
        reason=reason,
        after={"kind": run.kind, "file": run.file_name, **counts},
    )
    run.refresh_from_db()
    return run


@transaction.atomic
def discard_import(run, *, actor):
    """Give up a run that was not applied; its file is erased. Otherwise MovedOn."""
    moved = ImportRun.objects.filter(pk=run.pk, status=ImportRun.Status.TRIED).update(
        status=ImportRun.Status.DISCARDED, content=b""
    )
    if not moved:
        raise MovedOn
    record_decision(run, "discard_import", actor=actor, after={"file": run.file_name})


@in_indonesian()
def _evaluate(kind, scope, table):
    """Return the RowOutcomes of a table; their sentences are kept with the run."""
    return RESOURCES[kind](scope=scope, day=clock.today()).evaluate(table)


def _counts(outcomes):
    return {
        name: sum(1 for o in outcomes if o.outcome == name)
        for name in (ADDED, CHANGED, UNCHANGED, REFUSED)
    }


def _as_json(outcomes):
    """Return the rows as kept with the run: cells only of refused rows, for the error file."""
    rows = []
    for o in outcomes:
        row = {"number": o.number, "key": o.key, "name": o.name, "outcome": o.outcome}
        if o.differences:
            row["differences"] = o.differences
        if o.outcome == REFUSED:
            row["faults"] = o.faults
            row["cells"] = o.cells
        rows.append(row)
    return rows


def _safe_name(name):
    """Return the last part of a file name, for display only."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in name if c.isprintable())[:160] or "berkas"
