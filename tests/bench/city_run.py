"""A whole city planned by real Celery workers: time, memory, and the same plans whoever works.

    python -m tests.bench.city_run [--small | people] [--in FOLDER]

Seeds the demo city as `list_pages` does, opens a period that nobody has planned, and has it
planned three times: by one worker process, by eight, and by one that is killed in the midst and
whose work a second one catches up. It fails where an agency fails, where the stored problems and
solutions differ between the three, or where a worker process ever holds more than 300 MB.
"""

import contextlib
import datetime
import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench.list_pages import TODAY, arguments, prepare

ROOT = Path(__file__).resolve().parents[2]
MEGABYTES = 300
LONGEST_SECONDS = 1800
NAME = "Uji satu kota"


class Worker:
    """A Celery worker on the same database, its processes watched from outside."""

    def __init__(self, processes, folder):
        env = os.environ | {"BEKASI_ENV": "demo", "VAR_DIR": folder, "PYTHONPATH": str(ROOT)}
        self._log = (Path(folder) / "city-run.log").open("a")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "bekasi_wfh", "worker", "--concurrency",
             str(processes), "--loglevel", "WARNING"],
            cwd=folder, env=env, stdout=self._log, stderr=self._log, start_new_session=True,
        )  # fmt: skip
        self.peak = 0.0
        self.seconds = 0.0

    def look(self):
        """Take note of the largest peak (MB) and the processor seconds of all its processes."""
        seconds = 0.0
        for pid in _family(self._process.pid):
            with contextlib.suppress(OSError, StopIteration):
                status = Path(f"/proc/{pid}/status").read_text()
                peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
                self.peak = max(self.peak, int(peak.split()[1]) / 1024)
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                seconds += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        self.seconds = max(self.seconds, seconds)

    def stop(self, how=signal.SIGTERM):
        """Stop all its processes, at once with SIGKILL."""
        with contextlib.suppress(ProcessLookupError):
            if how == signal.SIGKILL:
                os.killpg(self._process.pid, how)
            else:
                self._process.send_signal(how)
        self._process.wait(60)
        self._log.close()


def _family(pid):
    """Return a process and its children, if any are left."""
    found = [pid]
    with contextlib.suppress(OSError):
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        found += [int(child) for child in children]
    return found


def begin():
    """Ask for the period's plans of all agencies; return the run."""
    from schedules.models import Period
    from schedules.queries.runs import agencies_to_plan
    from schedules.services.periods import open_period
    from schedules.services.runs import request_planning_run
    from units.access import scope_for
    from units.models import User

    officer = User.objects.get(email="bkpsdm@demo.example")
    period = Period.objects.filter(name=NAME).first()
    if period is None:
        after = Period.objects.filter(ends_on__gte=TODAY).latest("ends_on").ends_on
        period = open_period(after + datetime.timedelta(days=1), actor=officer, name=NAME)
    period.plans.all().delete()
    period.runs.all().delete()
    return request_planning_run(period, agencies_to_plan(scope_for(officer)), actor=officer)


def wait_for(run, worker, done):
    """Watch a worker until `done(counts by status)`; return the counts."""
    from django.db.models import Count

    started = time.monotonic()
    while True:
        worker.look()
        counts = dict(run.items.order_by().values_list("status").annotate(n=Count("pk")))
        if done(counts):
            return counts
        if time.monotonic() - started > LONGEST_SECONDS:
            sys.exit(f"Not finished after {LONGEST_SECONDS} s: {counts}")
        time.sleep(0.05)


def finished(counts):
    return not {"queued", "running"} & counts.keys()


def plans_of(run):
    """Return {(agency, working week): (problem hash, solution hash)} of what was stored."""
    return {
        (plan.agency.code, plan.working_week): (
            plan.problem_hash,
            hashlib.sha256(json.dumps(plan.solution, sort_keys=True).encode()).hexdigest(),
        )
        for plan in run.period.plans.filter(status="draft").select_related("agency")
    }


def planned(label, processes, folder, kill_first=False):
    """Plan the city once; print a line; return (stored plans, largest peak in MB)."""
    from schedules.models import PlanningRunItem
    from schedules.services.runs import STUCK_AFTER, resume_runs
    from units import clock

    run = begin()
    started, peak = time.monotonic(), 0.0
    worker = Worker(processes, folder)
    try:
        if kill_first:
            wait_for(run, worker, lambda counts: counts.get("done", 0) >= 3)
            worker.stop(signal.SIGKILL)
            peak = worker.peak
            long_ago = clock.now() - 2 * STUCK_AFTER
            PlanningRunItem.objects.filter(run=run, status="running").update(alive_at=long_ago)
            run.__class__.objects.filter(pk=run.pk).update(requested_at=long_ago)
            sent = resume_runs()
            print(f"  killed in the midst; {sent} agencies sent again")
            worker = Worker(processes, folder)
        counts = wait_for(run, worker, finished)
    finally:
        worker.stop()
    peak = max(peak, worker.peak)
    print(
        f"{label:<28} {counts}  {time.monotonic() - started:6.1f} s wall"
        f"  {worker.seconds:6.1f} s CPU of the last worker  {peak:5.0f} MB at most"
    )
    if counts.get("failed"):
        sys.exit(f"{counts['failed']} agencies failed.")
    return plans_of(run), peak


def main():
    people, folder, _only = arguments()
    with tempfile.TemporaryDirectory() as temporary:
        prepare(people, folder or temporary)
        from bekasi_wfh.demo.chain import living_at
        from units import clock

        with living_at(clock.local(TODAY, datetime.time(10))):
            one, peak = planned("one worker", 1, folder or temporary)
            eight, other = planned("eight workers", 8, folder or temporary)
            again, _peak = planned("one worker, killed once", 1, folder or temporary, True)
    print(f"{people} people, {len(one)} plans")
    if not one or one != eight or one != again:
        differing = {key for key in one | eight | again if one.get(key) != eight.get(key)}
        sys.exit(f"The stored plans differ: {sorted(differing)}")
    if max(peak, other) > MEGABYTES:
        sys.exit(f"A worker held more than {MEGABYTES} MB.")


if __name__ == "__main__":
    main()
