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

Status = ImportRun.Status
AT_ONCE_BYTES = 60_000  # about 1,000 rows of XLSX, done in two seconds

CITY_KINDS = (ImportRun.Kind.UNITS, ImportRun.Kind.POSITIONS, ImportRun.Kind.BILLS)


def may_import(scope, kind):
    """Say whether an account may import a kind: BKPSDM all, unit HR people and skills."""
    return scope.is_city_hr or (scope.is_unit_hr and kind not in CITY_KINDS)


def is_long(content):
    """Say whether a file is left to a worker: checking or writing it would outlast a request."""
    return len(content) > AT_ONCE_BYTES


@transaction.atomic
def try_import(kind, *, actor, scope, content, file_name):
    """Check a file row by row without changing anything; return the ImportRun that keeps it.

    A long file comes back CHECKING: a worker does it. Refused: a kind that is not the actor's,
    and files that cannot be read (see `read_table`; of a long file the worker says so).
    """
    if not may_import(scope, kind):
        raise Refused(_("Anda tidak berhak mengimpor jenis ini."))
    run = ImportRun(
        kind=kind,
        status=Status.CHECKING,
        file_name=safe_name(file_name),
        content=content,
        uploaded_by=actor,
        uploaded_at=clock.now(),
        asked_at=clock.now(),
    )
    if is_long(content):
        run.save()
        send(run.pk)
        return run
    outcomes = evaluate(kind, scope, read_table(content))
    run.status = Status.TRIED
    for name, value in found_in(outcomes).items():
        setattr(run, name, value)
    run.save()
    return run


@transaction.atomic
def apply_import(run, *, actor, scope, all_or_nothing):
    """Write what the file says, checked anew against today's records; return the run.

    A long file comes back APPLYING: a worker does it (`write_import`, with the same refusals).
    A run applied or discarded before is MovedOn.
    """
    if not may_import(scope, run.kind):
        raise Refused(_("Anda tidak berhak mengimpor jenis ini."))
    moved = ImportRun.objects.filter(pk=run.pk, status=Status.TRIED).update(
        status=Status.APPLYING,
        applied_by=actor,
        all_or_nothing=all_or_nothing,
        asked_at=clock.now(),
        alive_at=None,
        message="",
    )
    if not moved:
        raise MovedOn
    run.refresh_from_db()
    if is_long(run.content):
        send(run.pk)
        return run
    return write_import(run, scope=scope)


@transaction.atomic
def write_import(run, *, scope):
    """Write what the file of an APPLYING run says; return the run, APPLIED.

    Refused rows are left out, or with `all_or_nothing` refuse the whole file. MovedOn: another
    worker has taken the run over, or a record was changed meanwhile. One Decision names the
    counts; each change is in the log of master data.
    """
    if not may_import(scope, run.kind):
        raise Refused(_("Anda tidak berhak mengimpor jenis ini."))
    moved = ImportRun.objects.filter(
        pk=run.pk, status=Status.APPLYING, attempts=run.attempts
    ).update(status=Status.APPLIED, applied_at=clock.now())
    if not moved:
        raise MovedOn
    outcomes = evaluate(run.kind, scope, read_table(bytes(run.content)))
    found = found_in(outcomes)
    if run.all_or_nothing and found["refused"]:
        raise Refused(
            _("%(count)d baris ditolak, sehingga tidak ada baris yang diterapkan.")
            % {"count": found["refused"]}
        )
    good = [o for o in outcomes if o.outcome in (ADDED, CHANGED)]
    try:
        with transaction.atomic():
            WRITERS[run.kind](good, actor=run.applied_by)
    except IntegrityError:
        raise MovedOn from None
    ImportRun.objects.filter(pk=run.pk).update(**found)
    with in_indonesian():
        reason = _("semua baris") if run.all_or_nothing else _("hanya baris yang baik")
    record_decision(
        run,
        "apply_import",
        actor=run.applied_by,
        reason=reason,
        after={
            "kind": run.kind,
            "file": run.file_name,
            **{name: found[name] for name in (ADDED, CHANGED, UNCHANGED, REFUSED)},
        },
    )
    run.refresh_from_db()
    return run


@transaction.atomic
def discard_import(run, *, actor):
    """Give up a run that is not being applied; its file is erased. Otherwise MovedOn."""
    moved = ImportRun.objects.filter(
        pk=run.pk, status__in=[Status.CHECKING, Status.UNREADABLE, Status.TRIED]
    ).update(status=Status.DISCARDED, content=b"")
    if not moved:
        raise MovedOn
    record_decision(run, "discard_import", actor=actor, after={"file": run.file_name})


def send(pk):
    """Hand a run to a worker once this transaction stands; a lost message is caught up by beat."""
    from units.tasks import work_on_import_run

    transaction.on_commit(lambda: work_on_import_run.delay(pk), robust=True)


@in_indonesian()
def evaluate(kind, scope, table, *, took_row=None):
    """Return the RowOutcomes of a table; their sentences are kept with the run."""
    resource = RESOURCES[kind](scope=scope, day=clock.today())
    return resource.evaluate(table, took_row=took_row)


def found_in(outcomes):
    """Return what a run keeps of the outcomes: the rows, and how many there are of each."""
    counts = {
        name: sum(1 for o in outcomes if o.outcome == name)
        for name in (ADDED, CHANGED, UNCHANGED, REFUSED)
    }
    return {"rows": _as_json(outcomes), **counts}


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


def safe_name(name):
    """Return the last part of a file name, for display only."""
    name = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in name if c.isprintable())[:160] or "berkas"
