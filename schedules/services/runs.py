"""Planning runs: asked for once, solved agency by agency, resumed after a restart."""

import json
import logging
import time
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from schedules.flexible_problems import flexible_facts
from schedules.models import Plan, PlanningRun, PlanningRunItem
from schedules.planning import plan_to_json
from schedules.problems import problems_for
from schedules.queries.calendar import years_without_holidays
from schedules.queries.policies import policy_for
from schedules.services.flexible import store_flexible_days
from schedules.services.solving import Cancelled, solve_checked
from schedules.services.versions import store_version
from units import clock
from units.decisions import MovedOn, Refused, record_decision
from units.languages import in_indonesian

log = logging.getLogger(__name__)

ItemStatus = PlanningRunItem.Status
OPEN_ITEMS = (ItemStatus.QUEUED, ItemStatus.RUNNING)
STUCK_AFTER = timedelta(minutes=10)
MOST_ATTEMPTS = 3
ASK_EVERY_SECONDS = 2


@transaction.atomic
def request_planning_run(period, agencies, *, actor):
    """Ask for plans of a period for some agencies; return the PlanningRun, its tasks on the way.

    Refused: no agency, a period that is over or reaches into a year whose holidays are not on
    record, a run of the period under way with one of them.
    """
    agencies = list(agencies)
    if not agencies:
        raise Refused(_("Pilih paling sedikit satu perangkat daerah."))
    if period.ends_on < clock.today():
        raise Refused(_("Periode ini sudah berakhir."))
    for year in years_without_holidays(period.starts_on, period.ends_on):
        raise Refused(
            _(
                "Hari libur tahun %(year)s belum dimuat, sehingga libur akan dihitung sebagai hari "
                "kerja. Minta BKPSDM memuatnya pada Kalender kerja, lalu susun lagi."
            )
            % {"year": year}
        )
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
    _refuse_busy(run, [agency.pk for agency in agencies])
    _send([item.pk for item in items])
    return run


def _refuse_busy(run, agencies):
    """Refuse a second start: an agency is planned by one run of a period at a time."""
    busy = (
        PlanningRunItem.objects.filter(
            run__period=run.period, agency__in=agencies, status__in=OPEN_ITEMS
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
    """Queue the failed agencies of a run again, or only one of them; return how many.

    Refused where another run is planning one of them by now.
    """
    failed = run.items.filter(status=ItemStatus.FAILED)
    if item is not None:
        failed = failed.filter(pk=item.pk)
    pks = list(failed.values_list("pk", flat=True))
    agencies = list(failed.values_list("agency_id", flat=True))
    moved = PlanningRunItem.objects.filter(pk__in=pks, status=ItemStatus.FAILED).update(
        status=ItemStatus.QUEUED, message="", percent=0, started_at=None, finished_at=None
    )
    if not moved:
        raise MovedOn(_("Tidak ada lagi yang gagal; mungkin sudah disusun ulang."))
    PlanningRun.objects.filter(pk=run.pk).update(
        status=PlanningRun.Status.RUNNING, cancel_requested=False, finished_at=None
    )
    record_decision(
        run.period, "retry_planning_run", actor=actor, after={"run": run.pk, "agencies": moved}
    )
    _refuse_busy(run, agencies)
    _send(pks)
    return moved


@in_indonesian()
def work_on_item(pk):
    """Solve one queued item and keep its outcome; do nothing where it is not queued any more.

    Whatever goes wrong stays with this agency as a sentence; the others go on.
    """
    now = clock.now()
    taken = PlanningRunItem.objects.filter(pk=pk, status=ItemStatus.QUEUED).update(
        status=ItemStatus.RUNNING,
        started_at=now,
        alive_at=now,
        attempts=F("attempts") + 1,
        percent=0,
        message="",
        finished_at=None,
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
    PlanningRunItem.objects.filter(pk=pk, status=ItemStatus.RUNNING, attempts=item.attempts).update(
        status=status, message=message[:300], finished_at=clock.now()
    )
    _close_if_finished(item.run_id)


def solve_agency(run_item):
    """Solve the agency of an item at work and store one draft Plan per working week; return them.

    A draft that stands is superseded by the new version. Refused: no policy, nobody eligible, a
    plan already submitted, approved or published. Raises Unlawful where the second check finds
    a broken rule: nothing of the agency is stored then.
    """
    period, agency = run_item.run.period, run_item.agency
    _refuse_decided(agency, period)
    policy = policy_for(agency, period.starts_on)
    flexible = flexible_facts(agency, period, policy)
    extra = flexible.problems() if flexible else {}
    problems = problems_for(agency, period, policy, keep=extra)
    watch = _Watch(run_item)
    solved, solved_flexible = {}, {}
    work = [(solved, *one) for one in problems.items()]
    work += [(solved_flexible, *one) for one in extra.items()]
    for done, (found, week, source) in enumerate(work):
        watch.part(done, len(work))
        plan = solve_checked(source, should_stop=watch.should_stop, progress=watch.progress)
        found[week] = (source, plan)
    with transaction.atomic():
        if not watch.holds():
            raise Cancelled
        plans = _store(run_item, policy, solved, solved_flexible)
        for plan in plans:
            store_flexible_days(plan, flexible)
        return plans


@in_indonesian()
def resume_runs():
    """Send again what a stopped worker or a lost message left behind; return how many items.

    An item that has been silent for ten minutes goes back to the queue; after three workers fell
    silent over it, it fails with a sentence and can be tried again by hand. Sending an item twice
    does nothing, because only one worker can take it.
    """
    now = clock.now()
    _give_up_silent(now)
    at_work = PlanningRunItem.objects.filter(run=OuterRef("run"), status=ItemStatus.RUNNING)
    waiting = list(
        PlanningRunItem.objects.filter(
            ~Exists(at_work),
            status=ItemStatus.QUEUED,
            run__requested_at__lt=now - timedelta(minutes=2),
        ).values_list("pk", flat=True)
    )
    _send(waiting)
    for run_pk in PlanningRun.objects.filter(
        status__in=[PlanningRun.Status.QUEUED, PlanningRun.Status.RUNNING]
    ).values_list("pk", flat=True):
        _close_if_finished(run_pk)
    return len(waiting)


def _give_up_silent(now):
    long_ago = now - STUCK_AFTER
    silent = PlanningRunItem.objects.filter(status=ItemStatus.RUNNING).filter(
        Q(alive_at__lt=long_ago) | Q(alive_at__isnull=True, started_at__lt=long_ago)
    )
    cancelled = PlanningRun.objects.filter(cancel_requested=True)
    silent.filter(run__in=cancelled).update(
        status=ItemStatus.SKIPPED,
        message=_("Dibatalkan; tidak ada yang disimpan."),
        finished_at=now,
    )
    # Attempts only ever grow, so that a worker that wakes up late never passes for a later one.
    last_of_three = silent.annotate(rest=F("attempts") % MOST_ATTEMPTS).filter(
        rest=0, attempts__gt=0
    )
    PlanningRunItem.objects.filter(pk__in=list(last_of_three.values_list("pk", flat=True))).filter(
        status=ItemStatus.RUNNING
    ).update(
        status=ItemStatus.FAILED,
        message=_(
            "Pekerja berhenti %(count)s kali saat menyusun unit ini; tidak ada yang disimpan. Coba"
            " lagi unit ini, dan beri tahu pengelola sistem bila terulang."
        )
        % {"count": MOST_ATTEMPTS},
        finished_at=now,
    )
    silent.update(
        status=ItemStatus.QUEUED,
        started_at=None,
        message=_("Pekerja sebelumnya berhenti; menunggu dicoba lagi."),
    )


def _send(pks):
    from schedules.tasks import solve_run_item

    for pk in pks:
        transaction.on_commit(lambda pk=pk: solve_run_item.delay(pk), robust=True)


class _Watch:
    """What an item at work tells the database and hears from it, at most every two seconds.

    It moves `alive_at` and `percent` on and reads whether the run was cancelled, or the item was
    taken from this worker because it had been silent for too long.
    """

    def __init__(self, item):
        self._item = item
        self._stopped = False
        self._asked = 0.0
        self._percent = 0
        self._part, self._parts = 0, 1

    def part(self, number, of):
        """Begin one of the agency's problems."""
        self._part, self._parts = number, of
        self.progress(0, 1)

    def progress(self, done, of):
        """Take note of the components settled in this problem."""
        self._percent = int(100 * (self._part + done / max(of, 1)) / self._parts)

    def should_stop(self):
        if not self._stopped and time.monotonic() - self._asked > ASK_EVERY_SECONDS:
            self._asked = time.monotonic()
            self._stopped = (
                not self.holds()
                or PlanningRun.objects.filter(pk=self._item.run_id, cancel_requested=True).exists()
            )
        return self._stopped

    def holds(self):
        """Say whether the item is still this worker's; in a transaction it stays so to its end."""
        return PlanningRunItem.objects.filter(
            pk=self._item.pk, status=ItemStatus.RUNNING, attempts=self._item.attempts
        ).update(alive_at=clock.now(), percent=self._percent)


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


def _store(run_item, policy, solved, solved_flexible):
    period, agency, actor = run_item.run.period, run_item.agency, run_item.run.requested_by
    _refuse_decided(agency, period)
    standing = Plan.objects.filter(agency=agency, period=period)
    standing.filter(status=Plan.Status.DRAFT).update(status=Plan.Status.SUPERSEDED)
    latest = dict(standing.values_list("working_week").annotate(version=Max("version")).order_by())
    plans = []
    for week, (source, solution) in solved.items():
        plan = store_version(
            agency=agency,
            period=period,
            working_week=week,
            version=latest.get(week, 0) + 1,
            policy=policy,
            problem=source,
            solution=json.loads(plan_to_json(solution)),
            actor=actor,
            flexible=_documents(solved_flexible.get(week)),
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


def _documents(solved):
    """Return the planner's two documents of a solved problem, or None."""
    return solved and (solved[0], json.loads(plan_to_json(solved[1])))


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
        if plan.flexible_solution is not None:
            given = sum(len(one) for one in plan.flexible_solution["home"].values())
            text += " " + _("%(n)s hari jam fleksibel.") % {"n": given}
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
