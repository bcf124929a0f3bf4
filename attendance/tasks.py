"""Jobs of the third room. Each can run late, twice or after a stop and ends in the same state."""

from celery import shared_task

from attendance.services import closing, outages, report_deadlines


@shared_task
def close_days():
    """Close every day that is over and not closed yet; return {iso date: records changed}."""
    return closing.close_missed_days()


@shared_task
def apply_declared_outages():
    """Judge the days of changed outages again; return how many records changed."""
    return outages.apply_outages()


@shared_task
def follow_up_reports():
    """Remind of due examinations and pass overdue ones on; return how many of each."""
    return report_deadlines.follow_up_reports()


@shared_task
def erase_old_coordinates():
    """Erase exact coordinates past their term; return how many."""
    return closing.erase_old_coordinates()
