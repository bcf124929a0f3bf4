"""Jobs of the second room."""

from celery import shared_task
from django.utils.translation import gettext_lazy as _

from schedules.services.balances import close_due_periods, correct_recent_periods
from schedules.services.due import tell_owed_plans
from schedules.services.emergency_works import resume_emergency_works, work_on_emergency
from schedules.services.outdated_letters import tell_outdated_letters
from schedules.services.reminders import tell_due_turns
from schedules.services.repairs import recheck, recheck_due_plans
from schedules.services.review_turns import carry_on_reviews
from schedules.services.runs import resume_runs, work_on_item
from schedules.services.swaps import end_overtaken_swaps


@shared_task
def solve_run_item(pk):
    """Solve one agency of a planning run."""
    work_on_item(pk)


@shared_task(title=_("Melanjutkan penyusunan rencana yang tertunda"))
def resume_planning_runs():
    """Catch up what a stopped worker left of the planning runs; return how many were sent."""
    return resume_runs()


@shared_task
def follow_emergency(pk):
    """Tell those concerned of one act of emergency mode, and end the swaps of its days."""
    work_on_emergency(pk)


@shared_task(title=_("Menindaklanjuti keadaan darurat"))
def follow_emergencies():
    """Catch up what a stopped worker left of emergencies; return how many works were sent."""
    return resume_emergency_works()


@shared_task(title=_("Membukukan selisih porsi"))
def keep_balances():
    """Close every period that is over, once, and correct closed ones; return what was done."""
    corrected = correct_recent_periods()
    return {"closed": close_due_periods(), "corrected": corrected}


@shared_task
def recheck_plan(pk):
    """Compare one plan with the records and propose a repair where it no longer fits."""
    recheck(pk)


@shared_task(title=_("Memeriksa rencana terhadap data terbaru"))
def recheck_plans():
    """Ask for the rechecks that are due; return how many were sent."""
    return recheck_due_plans()


@shared_task(title=_("Mengakhiri tukar hari yang lewat waktu"))
def end_swaps():
    """End swaps whose time is over or whose days have changed; return how many ended."""
    return end_overtaken_swaps()


@shared_task(title=_("Meneruskan permohonan peninjauan"))
def keep_reviews():
    """Pass on late requests for review and end those without an object; return what was done."""
    return carry_on_reviews()


@shared_task(title=_("Mengingatkan rencana yang menunggu keputusan"))
def remind_turns():
    """Remind who has a plan in hand for too long or owes one, tell the next level; return how many
    heard."""
    return tell_due_turns() + tell_owed_plans()


@shared_task(title=_("Memeriksa surat terhadap jadwal yang berlaku"))
def compare_letters():
    """Tell who writes letters of those that no longer say what holds; return how many letters."""
    return tell_outdated_letters()
