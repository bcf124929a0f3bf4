"""Jobs of the second room."""

from celery import shared_task

from schedules.services.runs import resume_runs, work_on_item


@shared_task
def solve_run_item(pk):
    """Solve one agency of a planning run."""
    work_on_item(pk)


@shared_task
def resume_planning_runs():
    """Catch up what a stopped worker left of the planning runs; return how many were sent."""
    return resume_runs()
