"""The building of a week as a job: asked for, running with its progress, done or failed."""

import logging

from celery import current_app
from django.db import transaction
from django.utils.translation import gettext as _

from reports.models import Report, WeekBuild
from reports.services.weekly import build_week
from units import clock
from units.decisions import MovedOn, Refused, record_decision

log = logging.getLogger(__name__)
Status = WeekBuild.Status


def run_build(monday):
    """Build one week and keep its progress; return "done: n new", or "failed: why".

    The reason of a failure stays with the week (a cell that does not reconcile is named) and
    nothing of the week is stored. What another worker builds at this moment is built once:
    reports are unique by version.
    """
    at = clock.now()
    WeekBuild.objects.update_or_create(
        starts_on=monday,
        defaults={"status": Status.RUNNING, "done": 0, "total": 100, "message": "",
                  "started_at": at, "finished_at": None},
        create_defaults={"status": Status.RUNNING, "done": 0, "total": 100, "asked_at": at,
                         "started_at": at},
    )  # fmt: skip
    build = WeekBuild.objects.filter(starts_on=monday)

    def progress(percent):
        build.update(done=percent)

    try:
        new = build_week(monday, progress=progress)
    except Exception as error:
        log.exception("weekly reports of %s were not built", monday)
        message = f"{type(error).__name__}: {error}"[:300]
        build.update(status=Status.FAILED, message=message, finished_at=clock.now())
        return f"failed: {message}"
    build.update(status=Status.DONE, done=100, message="", finished_at=clock.now())
    return f"done: {new} new"


@transaction.atomic
def ask_to_rebuild(report, *, actor, reason):
    """Ask for a week to be built again, by BKPSDM and with a reason; return the WeekBuild.

    The job starts after the commit and is caught up by beat. Other figures make a new version;
    the earlier one stays. Refused without a reason; MovedOn where the week is being built.
    """
    if report.kind != Report.Kind.WEEKLY:
        raise Refused(
            _(
                "Laporan ini dijumlahkan dari laporan mingguan. Susun ulang minggunya, lalu "
                "laporan ini ikut."
            )
        )
    reason = reason.strip()
    if not reason:
        raise Refused(_("Tulis alasan penyusunan ulang. Belum ada yang disusun."))
    build, made = WeekBuild.objects.get_or_create(
        starts_on=report.starts_on, defaults={"asked_at": clock.now()}
    )
    if not made:
        moved = WeekBuild.objects.filter(
            pk=build.pk, status__in=(Status.DONE, Status.FAILED)
        ).update(status=Status.QUEUED, done=0, message="", asked_at=clock.now(), finished_at=None)
        if not moved:
            raise MovedOn
    record_decision(
        report,
        "rebuild_week",
        actor=actor,
        unit=report.unit,
        reason=reason,
        before={"version": report.version, "hash": report.figures_hash},
    )
    # By name: tasks import services. Where the broker is down, beat finds the queued week.
    transaction.on_commit(
        lambda: current_app.send_task(
            "reports.tasks.build_week_reports", [report.starts_on.isoformat()]
        ),
        robust=True,
    )
    return build
