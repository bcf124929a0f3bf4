"""Planning runs: asked for once, solved agency by agency, resumed after a restart."""

import json
import logging
import time
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schedules.models import Assignment, Plan, PlanningRun, PlanningRunItem, PlanPart
from schedules.planning import goal_values, plan_to_json, read_problem, solve, violations
from schedules.problems import problem_hash, problems_for
from schedules.queries.policies import policy_for
from units import clock
from units.decisions import MovedOn, Refused, record_decision
from units.languages import in_indonesian
from units.queries.tree import unit_tree

log = logging.getLogger(__name__)

ItemStatus = PlanningRunItem.Status
OPEN_ITEMS = (ItemStatus.QUEUED, ItemStatus.RUNNING)
STUCK_AFTER = timedelta(minutes=15)
ASK_EVERY_SECONDS = 2


class Cancelled(Exception):
    """Somebody cancelled the run while its agency was being solved."""


class Unlawful(Exception):
    """The solver's plan did not stand the second check; it is not stored."""


@transaction.atomic
def request_planning_run(period, agencies, *, actor):
    """Ask for plans of a period for some agencies; return the PlanningRun, its tasks on the way.

    Refused: no agency, a period that is over, a run of the period under way with one of them.
    """
    agencies = list(agencies)
    if not agencies:
        raise Refused(_("Pilih paling sedikit satu perangkat daerah."))
    if period.ends_on < clock.today():
        raise Refused(_("Periode ini sudah berakhir."))
    run = PlanningRun.objects.create(period=period, requested_by=actor, requested_at=clock.now())
    items = PlanningRunItem.objects.bulk_create(
        PlanningRunItem(run=run, agency=agency) for agency in agencies
    )
    # The record locks the chain of decisions: of two requests at once the second sees the first.
    record_decision(
        period,
        "request_planning_run",
        actor=actor,
        after={"run": run.pk, "agencies": [agency.code for agency in agencies][:60]},
    )
    busy = (
        PlanningRunItem.objects.filter(
            run__period=period, agency__in=[a.pk for a in agencies], status__in=OPEN_ITEMS
        )
        .exclude(run=run)
        .select_related("agency")
        .first()
    )
    if busy:
        raise Refused(
            _("Rencana %(agency)s untuk periode ini sedang disusun. Tunggu sampai selesai.")
            % {"agency": busy.agency.label}
        )
    _send([item.pk for item in items])
    return run


@transaction.atomic
def cancel_run(run, *, actor):
    """Ask a run to stop: agencies not yet begun are left out, the one at work stops soon."""
    moved = PlanningRun.objects.filter(
        pk=run.pk,
        cancel_requested=False,
        status__in=[PlanningRun.Status.QUEUED, PlanningRun.Status.RUNNING],
    ).update(cancel_requested=True)
    if not moved:
        raise MovedOn(_("Penyusunan ini sudah selesai atau sudah dibatalkan."))
    with in_indonesian():
        message = _("Dibatalkan sebelum disusun.")
    run.items.filter(status=ItemStatus.QUEUED).update(
        status=ItemStatus.SKIPPED, message=message, finished_at=clock.now()
    )
    record_decision(run.period, "cancel_planning_run", actor=actor, after={"run": run.pk})
    _close_if_finished(run.pk)


@transaction.atomic
def retry_failed(run, *, actor, item=None):
    """Queue the failed agencies of a run again, or only one of them; return how many."""
    failed = run.items.filter(status=ItemStatus.FAILED)
    if item is not None:
        failed = failed.filter(pk=item.pk)
    pks = list(failed.values_list("pk", flat=True))
    moved = PlanningRunItem.objects.filter(pk__in=pks, status=ItemStatus.FAILED).update(
        status=ItemStatus.QUEUED, message="", started_at=None, finished_at=None
    )
    if not moved:
        raise MovedOn(_("Tidak ada lagi yang gagal; mungkin sudah disusun ulang."))
    PlanningRun.objects.filter(pk=run.pk).update(
        status=PlanningRun.Status.RUNNING, cancel_requested=False, finished_at=None
    )
    record_decision(
        run.period, "retry_planning_run", actor=actor, after={"run": run.pk, "agencies": moved}
    )
    _send(pks)
    return moved


@in_indonesian()
def work_on_item(pk):
    """Solve one queued item and keep its outcome; do nothing where it is not queued any more.

    Whatever goes wrong stays with this agency as a sentence; the others go on.
    """
    taken = PlanningRunItem.objects.filter(pk=pk, status=ItemStatus.QUEUED).update(
        status=ItemStatus.RUNNING, started_at=clock.now(), message="", finished_at=None
    )
    if not taken:
        return
    item = PlanningRunItem.objects.select_related("run__period", "run__requested_by", "agency").get(
        pk=pk
    )
    PlanningRun.objects.filter(pk=item.run_id, status=PlanningRun.Status.QUEUED).update(
        status=PlanningRun.Status.RUNNING
    )
    try:
        status, message = ItemStatus.DONE, _outcome(solve_agency(item))
    except Cancelled:
        status, message = ItemStatus.SKIPPED, _("Dibatalkan; tidak ada yang disimpan.")
    except Refused as refusal:
        status, message = ItemStatus.SKIPPED, str(refusal)
    except Exception:
        log.exception("planning run item %s failed", pk)
        status = ItemStatus.FAILED
        message = _("Penyusunan gagal dan tidak ada yang disimpan. Coba lagi unit ini.")
    PlanningRunItem.objects.filter(pk=pk, status=ItemStatus.RUNNING).update(
        status=status, message=message[:300], finished_at=clock.now()
    )
    _close_if_finished(item.run_id)


def solve_agency(run_item):
    """Solve the agency of an item and store one draft Plan per working week; return the plans.

    A draft that stands is superseded by the new version. Refused: no policy, nobody eligible, a
    plan already submitted, approved or published. Raises Unlawful where the second check finds
    a broken rule: nothing of the agency is stored then.
    """
    period, agency = run_item.run.period, run_item.agency
    _refuse_decided(agency, period)
    policy = policy_for(agency, period.starts_on)
    problems = problems_for(agency, period, policy)
    should_stop = _cancel_watch(run_item.run_id)
    solved = {}
    for week, source in problems.items():
        problem = read_problem(source)
        plan = solve(problem, should_stop=should_stop)
        if should_stop.stopped:
            raise Cancelled
        broken = violations(problem, plan.home)
        if broken:
            raise Unlawful("; ".join(one.text for one in broken[:5]))
        values = goal_values(problem, plan.home)
        if any(values[goal.name] != goal.value for goal in plan.goals):
            raise Unlawful("the goals of the plan are not those of its days")
        solved[week] = (source, plan)
    with transaction.atomic():
        return _store(run_item, policy, solved)


def resume_runs():
    """Send again what a stopped worker or a lost message left behind; return how many items.

    An item at work for a quarter of an hour goes back to the queue; sending an item twice does
    nothing, because only one worker can take it.
    """
    now = clock.now()
    PlanningRunItem.objects.filter(
        status=ItemStatus.RUNNING, started_at__lt=now - STUCK_AFTER
    ).update(status=ItemStatus.QUEUED, started_at=None)
    waiting = list(
        PlanningRunItem.objects.filter(
            status=ItemStatus.QUEUED, run__requested_at__lt=now - timedelta(minutes=2)
        ).values_list("pk", flat=True)
    )
    _send(waiting)
    for run_pk in PlanningRun.objects.filter(
        status__in=[PlanningRun.Status.QUEUED, PlanningRun.Status.RUNNING]
    ).values_list("pk", flat=True):
        _close_if_finished(run_pk)
    return len(waiting)


def _send(pks):
    from schedules.tasks import solve_run_item

    for pk in pks:
        transaction.on_commit(lambda pk=pk: solve_run_item.delay(pk))


def _cancel_watch(run_id):
    """Return a function for the solver: asks the database now and then, and remembers a yes."""
    asked = 0.0

    def should_stop():
        nonlocal asked
        if not should_stop.stopped and time.monotonic() - asked > ASK_EVERY_SECONDS:
            asked = time.monotonic()
            should_stop.stopped = PlanningRun.objects.filter(
                pk=run_id, cancel_requested=True
            ).exists()
        return should_stop.stopped

    should_stop.stopped = False
    return should_stop


def _refuse_decided(agency, period):
    decided = (
        Plan.objects.filter(agency=agency, period=period)
        .exclude(status__in=[Plan.Status.DRAFT, Plan.Status.SUPERSEDED])
        .first()
    )
    if decided:
        raise Refused(
            _("Rencana versi %(version)s sudah berstatus “%(status)s”, jadi tidak disusun ulang.")
            % {"version": decided.version, "status": decided.get_status_display()}
        )


def _store(run_item, policy, solved):
    period, agency, actor = run_item.run.period, run_item.agency, run_item.run.requested_by
    _refuse_decided(agency, period)
    standing = Plan.objects.filter(agency=agency, period=period)
    standing.filter(status=Plan.Status.DRAFT).update(status=Plan.Status.SUPERSEDED)
    latest = dict(standing.values_list("working_week").annotate(version=Max("version")).order_by())
    tree = unit_tree()
    plans = []
    for week, (source, solution) in solved.items():
        try:
            plan = Plan.objects.create(
                agency=agency,
                period=period,
                working_week=week,
                version=latest.get(week, 0) + 1,
                policy=policy,
                problem=source,
                problem_hash=problem_hash(source),
                solution=json.loads(plan_to_json(solution)),
                created_by=actor,
                created_at=clock.now(),
            )
        except IntegrityError as error:
            raise Refused(_("Rencana ini baru saja disusun oleh orang lain.")) from error
        PlanPart.objects.bulk_create(
            PlanPart(plan=plan, unit_id=pk) for pk in _part_units(source, agency, tree)
        )
        Assignment.objects.bulk_create(
            (
                Assignment(plan=plan, employee_id=int(person), date=day)
                for person, days in solution.home.items()
                for day in days
            ),
            batch_size=2000,
        )
        record_decision(
            plan,
            "draw_up_plan",
            actor=actor,
            unit=agency,
            after={
                "version": plan.version,
                "policy": policy.pk,
                "problem": plan.problem_hash,
                "status": solution.status,
            },
        )
        plans.append(plan)
    return plans


def _part_units(source, agency, tree):
    """Return the units of the parts: children of the agency or itself with anybody eligible."""
    parts = set()
    for person in source["people"]:
        if person.get("eligible", True):
            unit = int(person["unit"])
            while unit != agency.pk and tree.parent_of[unit] != agency.pk:
                unit = tree.parent_of[unit]
            parts.add(unit)
    return sorted(parts)


def _outcome(plans):
    sentences = []
    for plan in plans:
        home = plan.solution["home"]
        days = sum(len(one) for one in home.values())
        people = len(plan.solution["people"])
        clashes = len(plan.solution["clashes"])
        text = ngettext(
            "%(people)s pegawai memenuhi syarat, %(days)s hari WFH.",
            "%(people)s pegawai memenuhi syarat, %(days)s hari WFH.",
            people,
        ) % {"people": people, "days": days}
        if plan.solution["status"] != "optimal":
            text += " " + _("Pembagian sah, tetapi belum terbukti yang terbaik.")
        if clashes:
            text += " " + _("%(n)s benturan aturan dilaporkan.") % {"n": clashes}
        sentences.append(text)
    return " ".join(sentences)


def _close_if_finished(run_pk):
    if PlanningRunItem.objects.filter(run_id=run_pk, status__in=OPEN_ITEMS).exists():
        return
    live = PlanningRun.objects.filter(
        pk=run_pk, status__in=[PlanningRun.Status.QUEUED, PlanningRun.Status.RUNNING]
    )
    at = clock.now()
    live.filter(cancel_requested=True).update(status=PlanningRun.Status.CANCELLED, finished_at=at)
    live.filter(cancel_requested=False).update(status=PlanningRun.Status.DONE, finished_at=at)
